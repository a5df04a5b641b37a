package config

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// placeInText is where in the file a template goes wrong. The text was unquoted
// and unfolded on its way here, so the offending piece is looked up in the file
// itself, from the value's beginning to what follows it. Where it cannot be found
// there, because it is written with escapes or folds, the value's place must do.
func (f field) placeInText(text string, e *recovery.TemplateError) place {
	start := nodePlace(f.node)
	if e.Near == "" {
		return f.placeOfLine(start, strings.Count(text[:min(e.At, len(text))], "\n"))
	}
	nth := strings.Count(text[:min(e.At, len(text))], e.Near)
	end := f.end()
	for line := start.line; line <= min(end.line, len(f.doc.lines)); line++ {
		runes := []rune(f.doc.lines[line-1])
		from, to := 0, len(runes)
		if line == start.line {
			from = min(start.column-1, to)
		}
		if line == end.line {
			to = min(max(end.column-1, from), to)
		}
		source := string(runes[from:to])
		for at := 0; ; nth-- {
			found := strings.Index(source[at:], e.Near)
			if found < 0 {
				break
			}
			at += found
			if nth == 0 {
				return place{line, from + len([]rune(source[:at])) + 1}
			}
			at += len(e.Near)
		}
	}
	return start
}

// placeOfLine is a line of a block of text as the file indents it.
func (f field) placeOfLine(start place, below int) place {
	literal, isBlock := f.node.(*ast.LiteralNode)
	line := start.line + 1 + below
	if !isBlock || !strings.HasPrefix(literal.Start.Value, "|") || line > len(f.doc.lines) {
		return start
	}
	source := f.doc.lines[line-1]
	return place{line, len(source) - len(strings.TrimLeft(source, " ")) + 1}
}

// end is where the next thing after the value begins.
func (f field) end() place {
	last := f.node.GetToken()
	if literal, isBlock := f.node.(*ast.LiteralNode); isBlock {
		last = literal.Value.GetToken()
	}
	if last == nil || last.Next == nil || last.Next.Position == nil {
		return place{len(f.doc.lines) + 1, 1}
	}
	return place{last.Next.Position.Line, last.Next.Position.Column}
}
