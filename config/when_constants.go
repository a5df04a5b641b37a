package config

import (
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"makegood/recovery"
)

// neverMeant says which constants of a condition can never be what was meant: codes of
// currencies that are never reported, and time zones that there are not.
func neverMeant(checked *cel.Ast) (all []whenError) {
	native := checked.NativeRep()
	refuse := func(e ast.Expr, wrong, right string) {
		at := native.SourceInfo().GetStartLocation(e.ID())
		all = append(all, whenError{at.Line(), at.Column(), wrong, right})
	}
	ast.PreOrderVisit(native.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			return
		}
		call := e.AsCall()
		if call.IsMemberFunction() {
			if zone, isText := literal(call.Args()); isText && strings.HasPrefix(call.FunctionName(), "get") && !isZone(zone) {
				refuse(call.Args()[len(call.Args())-1], fmt.Sprintf("%q is not a time zone", cut(zone)), "write an IANA name, such as Europe/London, or how far from UTC, such as +02:00")
			}
			return
		}
		for i, one := range call.Args() {
			if !comparisons[call.FunctionName()] || !isCurrency(one) {
				continue
			}
			for _, other := range constantsOf(call.Args()[1-i]) {
				if wrong, right := neverReported(string(other.AsLiteral().(types.String))); wrong != "" {
					refuse(other, wrong, right)
				}
			}
		}
	}))
	return all
}

var comparisons = map[string]bool{"_==_": true, "_!=_": true, "@in": true}

// isCurrency says whether an expression is payment.currency.
func isCurrency(e ast.Expr) bool {
	if e.Kind() != ast.SelectKind || e.AsSelect().FieldName() != "currency" {
		return false
	}
	of := e.AsSelect().Operand()
	return of.Kind() == ast.IdentKind && of.AsIdent() == "payment"
}

// constantsOf is the text that an expression is, or those of the list that it is.
func constantsOf(e ast.Expr) (all []ast.Expr) {
	switch e.Kind() {
	case ast.LiteralKind:
		if _, isText := e.AsLiteral().(types.String); isText {
			all = append(all, e)
		}
	case ast.ListKind:
		for _, one := range e.AsList().Elements() {
			all = append(all, constantsOf(one)...)
		}
	}
	return all
}

// neverReported says why a code is none that payments are reported with; empty where it
// is one, or says that none is known.
func neverReported(code string) (wrong, right string) {
	small := strings.ToLower(code)
	switch known := recovery.Currency(small).Known(); {
	case code == "", known && code == small:
		return "", ""
	case known:
		return fmt.Sprintf("payment.currency is never %q: its codes are in small letters", code), fmt.Sprintf("write %q", small)
	}
	return fmt.Sprintf("no currency has the code %q", cut(code)), "write that of ISO 4217 in small letters, such as \"eur\""
}

var fromUTC = regexp.MustCompile(`^[+-]?([01]?\d|2[0-3]):[0-5]\d$`)

// isZone says whether CEL's functions of times take a text for a time zone, and take it
// the same way on every machine.
func isZone(name string) bool {
	return fromUTC.MatchString(name) || recovery.KnownZone(name)
}
