package config

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// afterComma is what YAML takes for a field of its own where a number is written with a
// comma: the 00 EUR of {amount: 5,00 EUR}.
var afterComma = regexp.MustCompile(`^[0-9]+( +[A-Za-z]{3})?$`)

// commaBefore refuses a number that a comma cut in two, of which the rest follows as a
// field without a value.
func (e entry) commaBefore(rest string, value ast.Node) bool {
	_, isNumber := e.node.(*ast.IntegerNode)
	_, isEmpty := value.(*ast.NullNode)
	if !isNumber || !isEmpty || !afterComma.MatchString(rest) {
		return false
	}
	e.refuse("a comma stands in this number, and ends it", "write a point: "+e.node.GetToken().Value+"."+rest)
	if at := strings.LastIndexAny(e.path, ".["); at >= 0 {
		e.doc.refused[e.path[:at]] = true // what it lacks comes of it
	}
	return true
}

// withoutComma is an amount as it is written with a point, where it is one with a comma;
// else empty.
func withoutComma(written string) string {
	for _, instead := range []string{".", ""} {
		if money, err := recovery.ParseMoney(strings.ReplaceAll(written, ",", instead)); err == nil && strings.Contains(written, ",") {
			return money.String()
		}
	}
	return ""
}
