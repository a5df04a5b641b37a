package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// Edit is a change to a file of scenarios: another value for a field of an
// expectation, or expectations for a scenario that has none.
type Edit struct {
	Wanted   *Wanted   // the field, or
	Scenario *Scenario // the scenario without expectations
	Value    string    // of the field, as YAML in one line

	Expect [][]Pair // of the scenario: one mapping, or several
}

// Pair is a field and its value as YAML.
type Pair struct{ Field, Value string }

// Rewrite is the file's text with the edits made, and everything else as it was, byte for
// byte. It fails where a field cannot be changed in its place: one that stands
// elsewhere, as an alias does.
func (f *ScenarioFile) Rewrite(edits []Edit) (string, error) {
	type change struct {
		from, to int
		text     string
	}
	var changes []change
	for _, edit := range edits {
		if edit.Wanted != nil {
			from, to, err := f.span(edit.Wanted)
			if err != nil {
				return "", err
			}
			changes = append(changes, change{from, to, edit.Value})
			continue
		}
		from, to, text := f.insertion(edit.Scenario, edit.Expect)
		changes = append(changes, change{from, to, text})
	}
	slices.SortFunc(changes, func(a, b change) int { return b.from - a.from })
	text := f.text
	for i, change := range changes {
		if i > 0 && change.to > changes[i-1].from {
			return "", fmt.Errorf("%s: two changes overlap", f.File)
		}
		text = text[:change.from] + change.text + text[change.to:]
	}
	return text, nil
}

// span is where a field's value begins and ends in the text.
func (f *ScenarioFile) span(w *Wanted) (from, to int, err error) {
	from = f.offset(w.Line, w.Column)
	if !regexp.MustCompile(`["']?` + regexp.QuoteMeta(w.Field) + `["']?\s*:(\s|#[^\n]*\n|&\S+\s)*$`).MatchString(f.text[:from]) {
		return 0, 0, Error{File: f.File, Line: w.Line, Column: w.Column, Field: w.Path, Wrong: "this stands elsewhere, so it cannot be changed here", Right: "write the value out in place of the alias"}
	}
	return from, f.endOf(w.node), nil
}

// endOf is where a value ends in the text.
func (f *ScenarioFile) endOf(node ast.Node) int {
	last := lastToken(node)
	end := len(f.text)
	if last != nil && last.Next != nil && last.Next.Position != nil {
		end = f.offset(last.Next.Position.Line, last.Next.Position.Column)
	}
	return len(strings.TrimRight(f.text[:end], " \t\r\n"))
}

// lastToken is the last that belongs to a value.
func lastToken(node ast.Node) *token.Token {
	switch known := node.(type) {
	case *ast.AnchorNode:
		return lastToken(known.Value)
	case *ast.MappingNode:
		if !known.IsFlowStyle && len(known.Values) > 0 {
			return lastToken(known.Values[len(known.Values)-1])
		}
		return known.End
	case *ast.MappingValueNode:
		return lastToken(known.Value)
	case *ast.SequenceNode:
		if !known.IsFlowStyle && len(known.Values) > 0 {
			return lastToken(known.Values[len(known.Values)-1])
		}
		return known.End
	case *ast.LiteralNode:
		return known.Value.GetToken()
	case *ast.AliasNode:
		return lastToken(known.Value)
	}
	return node.GetToken()
}

// offset is where a place lies in the text, in bytes. Places are counted in characters,
// and without what marks a text as Unicode.
func (f *ScenarioFile) offset(line, column int) int {
	at := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(f.text[at:], '\n')
		if next < 0 {
			return len(f.text)
		}
		at += next + 1
	}
	if at == 0 && strings.HasPrefix(f.text, "\uFEFF") {
		at = len("\uFEFF")
	}
	for i := range f.text[at:] {
		if column--; column == 0 {
			return at + i
		}
	}
	return len(f.text)
}

// insertion is where expectations are written into a scenario, and their text: in the
// place of a blank one, else behind everything else of it; in its own style.
func (f *ScenarioFile) insertion(s *Scenario, expect [][]Pair) (from, to int, text string) {
	mapping, is := s.node.(*ast.MappingNode)
	inFlow := is && mapping.IsFlowStyle
	switch {
	case s.blank != nil:
		var apart bool
		if from, to, apart = f.blankSpan(s.blank); apart || inFlow {
			text = flow(expect)
			if f.text[from-1] == ':' {
				text = " " + text
			}
			return from, to, text
		}
		return from, to, f.block(s, expect)
	case inFlow:
		end := mapping.End.Position
		from = f.offset(end.Line, end.Column)
		return from, from, ", expect: " + flow(expect)
	}
	from = f.endOf(s.node)
	if rest := strings.IndexByte(f.text[from:], '\n'); rest >= 0 { // behind a comment in the same line
		from += len(strings.TrimRight(f.text[from:from+rest], "\r"))
	} else {
		from = len(f.text)
	}
	ending, indent := f.style(s)
	return from, from, ending + indent + "expect:" + f.block(s, expect)
}

// style is how a scenario's lines end, and how they are indented.
func (f *ScenarioFile) style(s *Scenario) (ending, indent string) {
	ending = "\n"
	if strings.Contains(f.text, "\r\n") {
		ending = "\r\n"
	}
	return ending, strings.Repeat(" ", nodePlace(s.node).column-1)
}

// block is expectations in lines of their own, to stand behind expect and its colon.
func (f *ScenarioFile) block(s *Scenario, expect [][]Pair) string {
	ending, indent := f.style(s)
	lines := []string{""}
	for _, pairs := range expect {
		for i, pair := range pairs {
			lead := "  "
			if len(expect) > 1 {
				if lead = "    "; i == 0 {
					lead = "  - "
				}
			}
			lines = append(lines, indent+lead+pair.Field+": "+pair.Value)
		}
	}
	return strings.Join(lines, ending)
}

func flow(expect [][]Pair) string {
	var all []string
	for _, pairs := range expect {
		var fields []string
		for _, pair := range pairs {
			fields = append(fields, pair.Field+": "+pair.Value)
		}
		all = append(all, "{"+strings.Join(fields, ", ")+"}")
	}
	if len(all) == 1 {
		return all[0]
	}
	return "[" + strings.Join(all, ", ") + "]"
}
