package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one thing that is wrong with a playbook: where, what, and what would
// be right.
type Error struct {
	File   string
	Line   int // from 1; 0 where it is about the file or the folder as a whole
	Column int // from 1, in characters
	Field  string
	Wrong  string
	Right  string
}

// Error says it in one line, in the form that editors can jump to:
// file:line:column: field: what is wrong; what would be right.
func (e Error) Error() string {
	var parts []string
	switch {
	case e.Line > 0:
		parts = append(parts, fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column))
	case e.File != "":
		parts = append(parts, e.File)
	}
	if e.Field != "" {
		parts = append(parts, e.Field)
	}
	line := strings.Join(append(parts, e.Wrong), ": ")
	if e.Right != "" {
		line += "; " + e.Right
	}
	return line
}

// Errors is everything that is wrong, sorted by place.
type Errors []Error

// Error says each on a line of its own.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each to errors.As.
func (es Errors) Unwrap() []error {
	all := make([]error, len(es))
	for i, e := range es {
		all[i] = e
	}
	return all
}

// sorted is the errors by place, each once, or nil where there are none.
func (es Errors) sorted() error {
	if len(es) == 0 {
		return nil
	}
	slices.SortStableFunc(es, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Field, b.Field))
	})
	return slices.Compact(es)
}
