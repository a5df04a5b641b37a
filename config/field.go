package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// field is one value of a document and the path that leads to it. The field of
// something that is not there has no node; reading it changes nothing.
type field struct {
	doc  *document
	path string
	node ast.Node
}

func (f field) exists() bool { return f.node != nil }

func (f field) refuse(wrong, right string) { f.doc.refuse(f.path, wrong, right) }

// at is the path of a part of the field.
func (f field) at(name string) string {
	switch {
	case f.path == "":
		return name
	case strings.HasPrefix(name, "["):
		return f.path + name
	}
	return f.path + "." + name
}

// within is a part of the field.
func (f field) within(name string, node ast.Node) field {
	path := f.at(name)
	part := field{doc: f.doc, path: path, node: f.doc.resolve(node)}
	f.doc.visits++
	f.doc.places[path] = nodePlace(part.node)
	return part
}

// resolve follows an alias to what it stands for.
func (d *document) resolve(node ast.Node) ast.Node {
	for range maxDepth {
		switch known := node.(type) {
		case *ast.AnchorNode:
			node = known.Value
		case *ast.AliasNode:
			node = d.anchors[known.Value.GetToken().Value]
			if node == nil {
				return known
			}
		default:
			return node
		}
	}
	return node
}

// nodePlace is where a value begins.
func nodePlace(node ast.Node) place {
	switch known := node.(type) {
	case *ast.MappingNode:
		if !known.IsFlowStyle && len(known.Values) > 0 {
			return nodePlace(known.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return nodePlace(known.Key)
	case *ast.LiteralNode:
		return place{known.Start.Position.Line, known.Start.Position.Column}
	case nil:
		return place{1, 1}
	}
	if at := node.GetToken(); at != nil && at.Position != nil {
		return place{at.Position.Line, max(1, at.Position.Column)}
	}
	return place{1, 1}
}

// mapping is the fields of a field, by name.
type mapping struct {
	of     field
	fields map[string]field
	meant  []string // the fields that mistyped ones were meant to be; "" where none is near
}

// entry is a key and its value, in the order of the file.
type entry struct {
	key string
	at  place
	field
}

// entries reads a mapping of any keys. It names the keys that stand there twice.
func (f field) entries() []entry {
	if !f.exists() {
		return nil
	}
	pairs, isMapping := f.node.(ast.MapNode)
	if !isMapping {
		f.refuse("this is "+kindOf(f.node), "write name: value pairs")
		return nil
	}
	var all []entry
	first := map[string]place{}
	for pair := pairs.MapRange(); pair.Next(); {
		if f.doc.visits > f.doc.tokens {
			f.refuse("this holds too much", "a play is a page or two: write less")
			return nil
		}
		key, at := pair.Key(), nodePlace(pair.Key())
		name, isText := keyText(key)
		if !isText {
			f.doc.refuseAt(at, f.path, "a field's name cannot be "+kindOf(key), "write name: value pairs")
			f.doc.refused[f.path] = true
			continue
		}
		if earlier, again := first[name]; again {
			twice := f.within(name, pair.Value())
			f.doc.refuseAt(at, twice.path, fmt.Sprintf("this stands here twice, the first time in line %d", earlier.line), "keep one of them")
			f.doc.refused[twice.path] = true
			continue
		}
		first[name] = at
		if n := len(all) - 1; n >= 0 && all[n].commaBefore(name, pair.Value()) {
			all = all[:n]
			continue
		}
		all = append(all, entry{key: name, at: at, field: f.within(name, pair.Value())})
	}
	return all
}

// keyText is the name that a key spells; merge keys and keys that are no plain
// values have none.
func keyText(key ast.MapKeyNode) (string, bool) {
	if key.IsMergeKey() {
		return "", false
	}
	if _, scalar := key.(ast.ScalarNode); !scalar {
		return "", false
	}
	return key.GetToken().Value, true
}

// mapping reads a mapping of these fields, and refuses any other.
func (f field) mapping(names ...string) mapping {
	m := mapping{of: f, fields: map[string]field{}}
	for _, one := range f.entries() {
		if !slices.Contains(names, one.key) {
			meant, at := meantBy(one.key, names)
			m.meant = append(m.meant, meant)
			f.doc.refused[one.path] = true
			if meant != "" {
				f.doc.refused[f.at(meant)] = true
			}
			f.doc.refuseAt(one.at, one.path, "there is no such field", suggestion(at, names))
			continue
		}
		m.fields[one.key] = one.field
	}
	return m
}

// need is a field that must be there.
func (m mapping) need(name, right string) field {
	if one, there := m.fields[name]; there {
		return one
	}
	missing := field{doc: m.of.doc, path: m.of.at(name)}
	if m.of.exists() && m.of.doc.sound(m.of.path, missing.path) && !slices.Contains(m.meant, name) {
		missing.refuse("this is missing", right)
	}
	m.of.doc.refused[missing.path] = true
	return missing
}

// may is a field that can be left out.
func (m mapping) may(name string) field {
	return m.fields[name]
}

// named is the names of the fields that are there, sorted.
func (m mapping) named() []string { return slices.Sorted(maps.Keys(m.fields)) }

// empty says whether nothing was meant to be in the mapping.
func (m mapping) empty() bool {
	return m.of.exists() && m.of.doc.sound(m.of.path) && len(m.fields)+len(m.meant) == 0
}

// list is the values of a list.
func (f field) list() []field {
	if !f.exists() {
		return nil
	}
	sequence, isList := f.node.(*ast.SequenceNode)
	if !isList {
		f.refuse("this is "+kindOf(f.node), "write a list: [a, b], or a line with - for each")
		return nil
	}
	all := make([]field, 0, len(sequence.Values))
	for i, node := range sequence.Values {
		if f.doc.visits > f.doc.tokens {
			f.refuse("this holds too much", "a play is a page or two: write less")
			return nil
		}
		all = append(all, f.within(fmt.Sprintf("[%d]", i), node))
	}
	return all
}
