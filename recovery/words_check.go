package recovery

import (
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// templateCheck walks every branch of a template, so that what stands in a branch
// that is rarely taken is checked as well as the rest.
type templateCheck struct {
	text   string
	locale string // empty: which forms of the plural are needed is not known
	wrong  TemplateErrors
}

// yield is what an expression of a template comes to.
type yield int

const (
	yieldsNothing yield = iota // it was refused
	yieldsText
	yieldsTruth
)

func (c *templateCheck) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.TextNode, *parse.CommentNode:
		case *parse.ActionNode:
			if c.pipe(node.Pipe) == yieldsTruth {
				c.refuse(node.Pipe, "it is true or false, and would be printed so")
			}
		case *parse.IfNode:
			c.pipe(node.Pipe)
			c.list(node.List)
			c.list(node.ElseList)
		case *parse.RangeNode:
			c.refuseNear(node.Pos, "range", "an apology has no lists")
		case *parse.WithNode:
			c.refuseNear(node.Pos, "with", "it changes what names mean")
		case *parse.TemplateNode:
			c.refuseNear(node.Pos, "template", "there is no other template")
		default:
			c.refuse(node, "words have no use for it")
		}
	}
}

func (c *templateCheck) pipe(pipe *parse.PipeNode) yield {
	switch {
	case len(pipe.Decl) > 0:
		c.refuse(pipe, "words have no variables")
	case len(pipe.Cmds) != 1:
		c.refuse(pipe, "words have no pipes")
	default:
		return c.command(pipe.Cmds[0])
	}
	return yieldsNothing
}

func (c *templateCheck) command(command *parse.CommandNode) yield {
	if name, isFunction := command.Args[0].(*parse.IdentifierNode); isFunction {
		return c.function(name, command.Args[1:])
	}
	if len(command.Args) > 1 {
		c.refuse(command, "it takes no arguments")
		return yieldsNothing
	}
	return c.operand(command.Args[0])
}

func (c *templateCheck) operand(node parse.Node) yield {
	switch node := node.(type) {
	case *parse.FieldNode:
		return c.name(node)
	case *parse.StringNode:
		return yieldsText
	case *parse.PipeNode:
		return c.pipe(node)
	}
	c.refuse(node, "it is no name and no text")
	return yieldsNothing
}

// function checks a call of the few functions there are. None of them can run
// long, print at length or reach anything but its arguments.
func (c *templateCheck) function(name *parse.IdentifierNode, args []parse.Node) yield {
	fewest, most := 2, 100
	switch name.Ident {
	case "and", "or", "eq":
	case "ne":
		most = 2
	case "not":
		fewest, most = 1, 1
	case "plural":
		return c.plural(name, args)
	default:
		c.refuse(name, "there is no such function here")
		return yieldsNothing
	}
	if len(args) < fewest || len(args) > most {
		c.refuse(name, "it has the wrong number of arguments")
		return yieldsNothing
	}
	result := yieldsText
	for _, arg := range args {
		kind := c.operand(arg)
		if kind == yieldsTruth {
			result = yieldsTruth
		}
		if kind == yieldsTruth && (name.Ident == "eq" || name.Ident == "ne") {
			c.refuse(arg, "only texts can be compared")
		}
	}
	if name.Ident == "and" || name.Ident == "or" {
		return result
	}
	return yieldsTruth
}

// anyAttribute is under which an observation's own names stand.
const anyAttribute = ".Attributes."

func (c *templateCheck) name(field *parse.FieldNode) yield {
	name := field.String()
	if len(field.Ident) == 2 && strings.HasPrefix(name, anyAttribute) {
		return yieldsText
	}
	texts, truths := templateNames()
	switch {
	case slices.Contains(texts, name):
		return yieldsText
	case slices.Contains(truths, name):
		return yieldsTruth
	}
	among := slices.Sorted(slices.Values(append(append(texts, truths...), anyAttribute+"NAME")))
	c.wrong = append(c.wrong, &TemplateError{
		At: c.begins(field.Pos, name), Near: name, Wrong: "there is no " + name,
		Right: "there are " + strings.Join(among, ", "), Among: among,
	})
	return yieldsNothing
}

// templateNames is every name a template can use, attributes apart.
func templateNames() (texts, truths []string) {
	var leaves func(prefix string, t reflect.Type)
	leaves = func(prefix string, t reflect.Type) {
		for field := range t.Fields() {
			switch name := prefix + "." + field.Name; field.Type.Kind() {
			case reflect.String:
				texts = append(texts, name)
			case reflect.Bool:
				truths = append(truths, name)
			case reflect.Struct:
				leaves(name, field.Type)
			}
		}
	}
	leaves("", reflect.TypeFor[said]())
	return texts, truths
}

func (c *templateCheck) refuse(node parse.Node, why string) {
	c.refuseNear(node.Position(), node.String(), why)
}

func (c *templateCheck) refuseNear(pos parse.Pos, near, why string) {
	c.wrong = append(c.wrong, refusal(c.text, c.begins(pos, near), near, why))
}

// begins is where a piece stands: the parser points into the middle of some.
func (c *templateCheck) begins(pos parse.Pos, piece string) int {
	end := min(int(pos)+len(piece), len(c.text))
	if at := strings.LastIndex(c.text[:end], piece); at >= 0 {
		return at
	}
	return min(int(pos), len(c.text))
}
