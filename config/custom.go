package config

import (
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

var (
	activityForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,99}$`)
	maxWithDepth = 5
)

// custom reads a remedy of the author's own.
func (f field) custom() *recovery.Custom {
	m := f.mapping("activity", "queue", "with", "words")
	custom := new(recovery.Custom)
	m.need("activity", "name the activity that gives it, as it is registered").formed(&custom.Activity, activityForm, "AwardMiles")
	m.need("queue", "name the task queue on which your own worker has it").formed(&custom.Queue, activityForm, "loyalty")
	if with := m.may("with"); with.exists() {
		custom.With = map[string]any{}
		for _, one := range with.entries() {
			custom.With[one.key] = one.plain(maxWithDepth)
		}
	}
	custom.Words = m.need("words", "write by locale the sentence that says what was given").texts()
	return custom
}

func (f field) formed(into *string, form *regexp.Regexp, example string) {
	right := "write a name such as " + example
	written, ok := f.raw(right)
	switch {
	case !ok:
	case !form.MatchString(written):
		f.refuse(fmt.Sprintf("%q cannot be a name", cut(written)), right)
	default:
		*into = written
	}
}

// plain is a value as JSON has it.
func (f field) plain(levels int) any {
	switch known := f.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		if levels == 0 {
			f.refuse("this is nested too deeply", "write what the activity needs")
			return nil
		}
		object := map[string]any{}
		for _, one := range f.entries() {
			object[one.key] = one.plain(levels - 1)
		}
		return object
	case *ast.SequenceNode:
		if levels == 0 {
			f.refuse("this is nested too deeply", "write what the activity needs")
			return nil
		}
		list := []any{}
		for _, one := range f.list() {
			list = append(list, one.plain(levels-1))
		}
		return list
	case *ast.IntegerNode, *ast.FloatNode:
		var number recovery.Threshold
		f.number(&number)
		return float64(number)
	case *ast.BoolNode:
		return known.Value
	case *ast.NullNode:
		return nil
	}
	written, _ := f.raw("write a text, a number, a list or a mapping")
	return written
}
