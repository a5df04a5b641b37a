package config

import (
	"regexp/syntax"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// maxSteps is how many steps a regular expression may compile to: it can take that
// many for each character.
const maxSteps = 500

// unbounded says what in a condition could run long within a single call, where CEL
// counts the cost only once the call is over; empty where nothing could.
func unbounded(checked *cel.Ast) (wrong string) {
	ast.PostOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			return
		}
		switch name := e.AsCall().FunctionName(); {
		case slices.Contains([]string{"replace", "join", "format"}, name):
			wrong = name + " writes texts that can grow without bound"
		case name == "matches":
			pattern, isText := literal(e.AsCall().Args())
			if !isText {
				wrong = "matches takes an expression that is written here, not one that is reported"
			} else if steps(pattern) > maxSteps {
				wrong = "this regular expression could take too long"
			}
		}
	}))
	return wrong
}

// literal is the text that stands last among the arguments of a call.
func literal(args []ast.Expr) (string, bool) {
	if len(args) == 0 || args[len(args)-1].Kind() != ast.LiteralKind {
		return "", false
	}
	text, isText := args[len(args)-1].AsLiteral().(types.String)
	return string(text), isText
}

// steps is how long the program is that a regular expression compiles to; 0 where it
// is none, which is said elsewhere.
func steps(pattern string) int {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0
	}
	return len(program.Inst)
}
