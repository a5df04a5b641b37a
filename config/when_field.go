package config

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// when reads a condition, and refuses each thing that is wrong with it at its place.
func (f field) when(into *string) {
	if _, isTruth := f.node.(*ast.BoolNode); isTruth {
		f.refuse("this is the same for all", "leave it out, or "+whenExample)
		return
	}
	written, ok := f.raw(whenExample)
	if !ok {
		return
	}
	_, wrong := compileWhen(written)
	for _, one := range wrong {
		f.doc.refused[f.path] = true
		f.doc.refuseAt(f.placeInWhen(written, one), f.path, one.wrong, one.right)
	}
	if len(wrong) == 0 {
		*into = written
	}
}

// placeInWhen is where in the file a condition goes wrong; the value's own place where
// it is written over several lines.
func (f field) placeInWhen(text string, e whenError) place {
	start := nodePlace(f.node)
	if start.line > len(f.doc.lines) || e.line > 1 || strings.Contains(text, "\n") {
		return start
	}
	line := []rune(f.doc.lines[start.line-1])
	rest := string(line[min(start.column-1, len(line)):])
	if at := strings.Index(rest, text); at >= 0 {
		return place{start.line, start.column + len([]rune(rest[:at])) + max(0, e.column)}
	}
	return start
}
