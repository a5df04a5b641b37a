package config

import (
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// looksOf is what a condition looks at: names of variables, and of customer and payment
// the field: "attributes", "customer.segment".
func looksOf(compiled *cel.Ast) []string {
	looks := map[string]bool{}
	selected := map[int64]bool{} // idents that a field is selected of
	ast.PreOrderVisit(compiled.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		switch e.Kind() {
		case ast.SelectKind:
			operand := e.AsSelect().Operand()
			if operand.Kind() == ast.IdentKind && (operand.AsIdent() == "customer" || operand.AsIdent() == "payment") {
				looks[operand.AsIdent()+"."+e.AsSelect().FieldName()] = true
				selected[operand.ID()] = true
			}
		case ast.IdentKind:
			if !selected[e.ID()] {
				looks[e.AsIdent()] = true
			}
		}
	}))
	return slices.Sorted(maps.Keys(looks))
}

// Looks is what the conditions of a trigger's plays look at, sorted: "attributes",
// "customer.segment", "measures". Observations that are alike in all of it have the same
// play.
func (b *Playbook) Looks(trigger string) []string {
	looks := map[string]bool{}
	for _, one := range b.byTrigger[trigger] {
		if one.when != nil {
			for _, name := range one.when.looks {
				looks[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(looks))
}
