package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	whenText = regexp.MustCompile(`"(\\.|[^"\\])*"|'(\\.|[^'\\])*'`)
	foreign  = regexp.MustCompile(`(?i:\b(?:is\s+not|not\s+in|and|or|not|is)\b)|\b(?:True|TRUE|False|FALSE)\b|<>|=>|=<|[&|]+`)
	overload = regexp.MustCompile(`found no matching overload for '([^']*)' applied to '\(([^']*)\)'`)
	expected = regexp.MustCompile(`expected type 'bool' but found '([^']*)'`)
)

// inOurs is what conditions have for what other languages write.
var inOurs = map[string]string{
	"and": "&&", "or": "||", "not": `!, such as !resolved or !("vip" in attributes)`, "is": "==", "is not": "!=", "<>": "!=", "=>": ">=", "=<": "<=", "&": "&&", "|": "||",
	"not in": "! in front of the whole, such as !(customer.segment in [\"staff\", \"crew\"])", "true": "true", "false": "false",
}

// foreignWords finds what other languages write and conditions do not have, in one that
// is refused. Names and what stands in quotes are left alone.
func foreignWords(text string) (all []whenError) {
	masked := whenText.ReplaceAllStringFunc(text, func(quoted string) string { return strings.Repeat("\x00", len(quoted)) })
	for _, at := range foreign.FindAllStringIndex(masked, -1) {
		typed := masked[at[0]:at[1]]
		right := inOurs[strings.Join(strings.Fields(strings.ToLower(typed)), " ")]
		if right == "" || at[0] > 0 && masked[at[0]-1] == '.' { // && and ||, or a field of that name
			continue
		}
		line := 1 + strings.Count(text[:at[0]], "\n")
		column := len([]rune(text[strings.LastIndex(text[:at[0]], "\n")+1 : at[0]]))
		all = append(all, whenError{line, column, fmt.Sprintf("conditions have no %s", typed), "write " + right})
	}
	return all
}

// whenFunctions are those that conditions are mostly written with.
var whenFunctions = []string{
	"all", "contains", "endsWith", "exists", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear", "getHours", "getMinutes",
	"getMonth", "has", "lowerAscii", "matches", "size", "startsWith", "timestamp", "trim", "upperAscii",
}

// mismatch says in our words that kinds do not go together; empty where the message is
// another.
func mismatch(message string) (wrong, right string) {
	if found := expected.FindStringSubmatch(message); found != nil {
		return fmt.Sprintf("this is %s, and not true or false", kindInWhen(found[1])), whenExample
	}
	found := overload.FindStringSubmatch(message)
	if found == nil {
		return "", ""
	}
	var kinds []string
	for kind := range strings.SplitSeq(found[2], ", ") {
		kinds = append(kinds, kindInWhen(kind))
	}
	together := strings.Join(kinds, " and ")
	switch operator := strings.Trim(found[1], "_"); {
	case operator == "!":
		return fmt.Sprintf("this is %s, and not true or false", together), whenExample
	case len(kinds) != 2 || slices.Contains(kinds, ""):
	case operator == "@in":
		return fmt.Sprintf("in looks into a list, and this is %s", kinds[1]), `write a list, such as customer.segment in ["gold", "silver"]`
	case slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, operator):
		return together + " cannot be compared", comparable(kinds)
	case operator == "+" || operator == "-" || operator == "*" || operator == "/" || operator == "%":
		return fmt.Sprintf("%s cannot be reckoned with %s", together, operator), whenExample
	}
	return "", ""
}

// comparable is how two kinds could be compared.
func comparable(kinds []string) string {
	switch {
	case slices.Contains(kinds, aTime) && slices.Contains(kinds, aText):
		return `write timestamp("2026-11-21T18:00:00Z")`
	case slices.Contains(kinds, aNumber) && slices.Contains(kinds, aText):
		return "write a number without quotes, and a text in quotes"
	case slices.Contains(kinds, aTruth):
		return "write what is true or false by itself, such as resolved or !resolved"
	}
	return whenExample
}

const aNumber, aText, aTruth, aTime = "a number", "a text", "true or false", "a time"

// kindInWhen is a type of CEL's in our words; empty where we have none.
func kindInWhen(kind string) string {
	switch kind {
	case "int", "uint", "double":
		return aNumber
	case "string":
		return aText
	case "bool":
		return aTruth
	case "timestamp":
		return aTime
	case "duration":
		return "a length of time"
	}
	for begins, said := range map[string]string{"list(": "a list", "map(": "a mapping", "config.about": "a mapping"} {
		if strings.HasPrefix(kind, begins) {
			return said
		}
	}
	return ""
}
