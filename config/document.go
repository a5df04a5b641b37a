package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// What one file may ask of the reader. A long play is a hundredth of this.
const (
	maxFile           = 1 << 20 // bytes
	maxTokens         = 10_000
	maxScenarioTokens = 100_000 // of a file of scenarios, of which a play may have many
	maxDepth          = 20
	maxErrors         = 100
)

// place is where in a file something stands, from 1.
type place struct{ line, column int }

// document is one YAML file while it is read.
type document struct {
	file    string
	lines   []string
	body    ast.Node // what it holds; nil where it was refused
	anchors map[string]ast.Node
	places  map[string]place // of each field's value, by the field's path
	refused map[string]bool  // the fields that are wrong
	tokens  int              // words and signs that it may have
	visits  int              // fields read so far, each use of an alias counted anew
	errors  Errors
}

func newDocument(file string) *document {
	return &document{file: file, tokens: maxTokens, anchors: map[string]ast.Node{}, places: map[string]place{}, refused: map[string]bool{}}
}

// refuse notes what is wrong with a field, at the place of its value or, where it
// has none, of what it would stand in.
func (d *document) refuse(path, wrong, right string) {
	d.refused[path] = true
	d.refuseAt(d.placeOf(path), path, wrong, right)
}

func (d *document) refuseAt(at place, path, wrong, right string) {
	switch {
	case len(d.errors) == maxErrors:
		d.errors = append(d.errors, Error{File: d.file, Wrong: "there is more wrong than is listed", Right: "put right what is listed first"})
	case len(d.errors) < maxErrors:
		d.errors = append(d.errors, Error{File: d.file, Line: at.line, Column: at.column, Field: path, Wrong: wrong, Right: right})
	}
}

func (d *document) placeOf(path string) place {
	for {
		if at, known := d.places[path]; known {
			return at
		}
		if path == "" {
			return place{1, 1}
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

// written says whether a field stands in the file.
func (d *document) written(path string) bool {
	_, written := d.places[path]
	return written
}

// sound says whether none of the fields was refused.
func (d *document) sound(paths ...string) bool {
	for _, path := range paths {
		if d.refused[path] {
			return false
		}
	}
	return true
}

// soundIn says whether nothing was refused of these fields, nor of what stands in them.
func (d *document) soundIn(paths ...string) bool {
	for refused := range d.refused {
		for _, path := range paths {
			rest, within := strings.CutPrefix(refused, path)
			if within && (rest == "" || rest[0] == '.' || rest[0] == '[') {
				return false
			}
		}
	}
	return true
}

// parse reads the file's one document. It returns nil where it refused it.
func (d *document) parse(data []byte) ast.Node {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if !d.readable(data) {
		return nil
	}
	d.lines = strings.Split(string(data), "\n")
	tokens := lexer.Tokenize(string(data))
	if !d.bounded(tokens) {
		return nil
	}
	file, err := parseTokens(tokens)
	if err != nil {
		d.unparsed(err)
		return nil
	}
	var bodies []*ast.DocumentNode
	for _, one := range file.Docs {
		if one.Body != nil {
			bodies = append(bodies, one)
		}
	}
	for _, one := range bodies {
		if _, is := one.Body.(*ast.DirectiveNode); is {
			d.refuseAt(nodePlace(one.Body), "", "this is a directive, and plays need none", "remove it")
			return nil
		}
	}
	switch {
	case len(bodies) == 0:
		d.refuseAt(place{1, 1}, "", "there is nothing in this file", "write a play: play, version, trigger, measure, tiers and apology")
		return nil
	case len(bodies) > 1:
		d.refuseAt(nodePlace(bodies[1].Body), "", "this file holds more than one document", "write each play into a file of its own")
		return nil
	}
	d.body = bodies[0].Body
	ast.Walk(d, d.body)
	return d.body
}

// Visit remembers the anchors of the document: it is an ast.Visitor.
func (d *document) Visit(node ast.Node) ast.Visitor {
	if anchor, is := node.(*ast.AnchorNode); is && anchor.Name != nil {
		d.anchors[anchor.Name.GetToken().Value] = anchor.Value
	}
	return d
}

func (d *document) readable(data []byte) bool {
	if len(data) > maxFile {
		d.refuseAt(place{}, "", "this file is larger than 1 MiB", "a play is a page or two: write less")
		return false
	}
	line, column := 1, 1
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size <= 1:
			d.refuseAt(place{line, column}, "", fmt.Sprintf("the byte 0x%02x is not UTF-8", rest[0]), "save the file as UTF-8")
			return false
		case r < ' ' && r != '\n' && r != '\t', r == 0x7f:
			d.refuseAt(place{line, column}, "", fmt.Sprintf("the control character U+%04X cannot stand in YAML", r), "remove it")
			return false
		case r == '\n':
			line, column = line+1, 0
		}
		rest, column = rest[size:], column+1
	}
	return true
}

// bounded refuses what would make the parser, which descends by itself, run deep.
func (d *document) bounded(tokens token.Tokens) bool {
	if len(tokens) > d.tokens {
		d.refuseAt(place{}, "", fmt.Sprintf("this file holds more than %d words and signs", d.tokens), "a play is a page or two: write less")
		return false
	}
	depth, inLine, line := 0, 0, 0
	for _, one := range tokens {
		if one.Position.Line != line {
			line, inLine = one.Position.Line, 0
		}
		switch one.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		case token.SequenceEntryType, token.MappingKeyType, token.AnchorType, token.TagType:
			inLine++
		}
		if depth > maxDepth || inLine > maxDepth {
			d.refuseAt(place{one.Position.Line, one.Position.Column}, "", "this is nested too deeply", "a play is four levels deep")
			return false
		}
	}
	return true
}

// parseTokens returns an error where the parser panics, as it does over some
// texts that are no YAML.
func parseTokens(tokens token.Tokens) (file *ast.File, err error) {
	defer func() {
		if failure := recover(); failure != nil {
			err = fmt.Errorf("this cannot be read as YAML")
		}
	}()
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey()) // we name the duplicates
}

func (d *document) unparsed(err error) {
	at, wrong := place{1, 1}, err.Error()
	var known yaml.Error
	if errors.As(err, &known) {
		wrong = known.GetMessage()
		if found := known.GetToken(); found != nil && found.Position != nil {
			at = place{found.Position.Line, max(1, found.Position.Column)}
		}
	}
	if tab, found := d.tabNear(at.line); found {
		d.refuseAt(tab, "", "this is not YAML: a tab stands here, where the line is indented", "indent with spaces: YAML takes no tabs there")
		return
	}
	d.refuseAt(at, "", "this is not YAML: "+wrong, "mind the indentation, and quote texts that hold : or #")
}
