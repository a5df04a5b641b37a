package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// raw is a scalar as it stands in the file, without its quotes.
func (f field) raw(right string) (string, bool) {
	if !f.exists() {
		return "", false
	}
	var written string
	switch known := f.node.(type) {
	case *ast.StringNode:
		written = known.Value
	case *ast.LiteralNode:
		written = known.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		written = known.GetToken().Value
	default:
		f.refuse("this is "+kindOf(f.node), right)
		return "", false
	}
	if strings.TrimSpace(written) == "" {
		f.refuse("this is empty", right)
		return "", false
	}
	return written, true
}

// kindOf names what stands somewhere, for one who expected something else.
func kindOf(node ast.Node) string {
	switch known := node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "empty"
	case *ast.BoolNode:
		return "true or false"
	case *ast.IntegerNode, *ast.FloatNode:
		return "a number"
	case *ast.InfinityNode:
		return "a number without end"
	case *ast.NanNode:
		return "no number"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.AliasNode:
		return "an alias of nothing: there is no anchor &" + known.Value.GetToken().Value
	case *ast.TagNode:
		return "a tag, and plays need none"
	case *ast.MergeKeyNode:
		return "a merge: write the fields out"
	case *ast.DirectiveNode:
		return "a directive, and plays need none"
	}
	return "nothing that plays need"
}

func (f field) text(into *string) {
	if written, ok := f.raw("write a text"); ok {
		*into = written
	}
}

const maxName = 100

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// name reads a name of the kind that stands in ids, metrics and searches.
func (f field) name(into *string, example string) {
	right := "write a name such as " + example
	written, ok := f.raw(right)
	switch {
	case !ok:
	case !nameForm.MatchString(written):
		f.refuse(fmt.Sprintf("%q cannot be a name", cut(written)), right+", of a-z, 0-9 and . _ -")
	case len(written) > maxName:
		f.refuse(fmt.Sprintf("this name has %d characters", len(written)), fmt.Sprintf("write at most %d", maxName))
	default:
		*into = written
	}
}

func (f field) whole(into *int, least int, right string) {
	written, ok := f.raw(right)
	if !ok {
		return
	}
	_, isNumber := f.node.(*ast.IntegerNode)
	value, err := strconv.ParseInt(written, 10, 32)
	switch {
	case err != nil || !isNumber:
		f.refuse(fmt.Sprintf("%q is not a whole number", cut(written)), right)
	case int(value) < least:
		f.refuse(fmt.Sprintf("this is %d", value), right)
	default:
		*into = int(value)
	}
}

func (f field) truth(into *bool) {
	if !f.exists() {
		return
	}
	known, isBool := f.node.(*ast.BoolNode)
	if !isBool {
		f.refuse("this is "+kindOf(f.node), "write true or false")
		return
	}
	*into = known.Value
}

// oneOf reads one of a few words.
func (f field) oneOf(into *string, words ...string) {
	right := "write one of " + strings.Join(words, ", ")
	written, ok := f.raw(right)
	switch {
	case !ok:
	case !slices.Contains(words, written):
		f.refuse(fmt.Sprintf("%q is none of the words that can stand here", cut(written)), suggestion(nearest(written, words), words))
	default:
		*into = written
	}
}

func (f field) date(into *recovery.Date) {
	const right = "write year-month-day, such as 2026-04-01"
	written, ok := f.raw(right)
	if !ok {
		return
	}
	value, err := recovery.ParseDate(written)
	if err != nil {
		f.refuse(fmt.Sprintf("%q is not a date", cut(written)), right)
		return
	}
	*into = value
}

// span is how short and how long a duration may be.
type span struct {
	positive bool
	most     recovery.Duration // 0: whatever a duration can hold
}

func (f field) duration(into *recovery.Duration, bounds span) {
	written, ok := f.raw("write a duration: 30s, 10m, 36h or 90d")
	if !ok {
		return
	}
	value, err := recovery.ParseDuration(written)
	switch {
	case err != nil:
		f.refuse(fmt.Sprintf("%q is not a duration", cut(written)), "write 30s, 10m, 36h or 90d")
	case bounds.positive && value <= 0:
		f.refuse("this is no time at all", "write a duration above 0, such as 15m or 90d")
	case bounds.most > 0 && value > bounds.most:
		f.refuse(fmt.Sprintf("%s is too long", written), fmt.Sprintf("write at most %s", bounds.most))
	default:
		*into = value
	}
}

// cut shortens what someone wrote to what fits into a message about it.
func cut(written string) string {
	const most = 60
	if runes := []rune(written); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return written
}
