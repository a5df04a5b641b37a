package config

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"makegood/internal/journey"
)

// label reads a name that people read: one line, and not a long one.
func (f field) label(into *string) {
	const most = 200
	f.sentences(into, most)
}

// note reads a sentence or two.
func (f field) note(into *string) {
	const most = 1000
	f.sentences(into, most)
}

// sentences reads a text of at most so many characters, and closes its lines up.
func (f field) sentences(into *string, most int) {
	var written string
	f.text(&written)
	written = strings.Join(strings.Fields(written), " ")
	if length := utf8.RuneCountInString(written); length > most {
		f.refuse(fmt.Sprintf("this has %d characters", length), fmt.Sprintf("write at most %d", most))
		return
	}
	*into = written
}

// once refuses a name that stands in the list before.
func (f field) once(known map[string]place, name string) {
	if name == "" {
		return
	}
	if earlier, taken := known[name]; taken {
		f.refuse(fmt.Sprintf("%q stands in line %d already", cut(name), earlier.line), "give it a name of its own, or remove one of them")
		return
	}
	known[name] = f.doc.placeOf(f.path)
}

// fix reads whether a failure is fixed while the customer is still in it: true,
// false, or how it is fixed.
func (f field) fix(into *journey.Failure) {
	if !f.exists() {
		return
	}
	if said, isTruth := f.node.(*ast.BoolNode); isTruth {
		into.Fixed = said.Value
		return
	}
	if _, isText := f.node.(ast.ScalarNode); !isText {
		f.refuse("this is "+kindOf(f.node), "write true, or how it is fixed")
		return
	}
	f.note(&into.Fix)
	into.Fixed = into.Fix != ""
}
