package config

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// blank is a field that is written and says nothing: ~, {}, [], or nothing at all.
type blank struct {
	key   place
	value ast.Node
}

// blank is the part of a mapping of that name, if it is blank.
func (f field) blank(name string) *blank {
	pairs, isMapping := f.node.(ast.MapNode)
	if !isMapping {
		return nil
	}
	for pair := pairs.MapRange(); pair.Next(); {
		if key, isText := keyText(pair.Key()); isText && key == name && isBlank(pair.Value()) {
			return &blank{key: nodePlace(pair.Key()), value: pair.Value()}
		}
	}
	return nil
}

func isBlank(node ast.Node) bool {
	switch known := node.(type) {
	case *ast.NullNode:
		return true
	case *ast.MappingNode:
		return len(known.Values) == 0
	case *ast.SequenceNode:
		return len(known.Values) == 0
	}
	return false
}

var (
	keyAndColon = regexp.MustCompile(`^["']?\w+["']?\s*:`)
	blankValue  = regexp.MustCompile(`^(\s|#[^\n]*\n)*(~|null|Null|NULL|\{|\[)`)
)

// blankSpan is what a value is written in the place of: all behind the colon, or, where
// the blank stands apart from that in a line of its own, the blank alone.
func (f *ScenarioFile) blankSpan(b *blank) (from, to int, apart bool) {
	from = f.offset(b.key.line, b.key.column)
	from += len(keyAndColon.FindString(f.text[from:]))
	written := blankValue.FindStringSubmatchIndex(f.text[from:])
	if written == nil {
		return from, from, false
	}
	to = f.endOf(b.value)
	begins := from + written[4]
	if apart = strings.Contains(f.text[from:begins], "\n"); apart {
		from = begins
	}
	return from, to, apart
}
