package recovery

import (
	"regexp"
	"strconv"
	"strings"
)

var parseFailure = regexp.MustCompile(`(?s)^template: ` + templateName + `:(\d+): (.*)$`)

// unparsed says why a text is no template: what is known to be the cause at its place,
// else what the parser says.
func unparsed(text string, err error) *TemplateError {
	if known := unclosed(text); known != nil {
		return known
	}
	e := &TemplateError{Wrong: err.Error(), Right: "write names as {{.Customer.Name}} and conditions as {{if .Complained}}…{{end}}"}
	if found := parseFailure.FindStringSubmatch(err.Error()); found != nil {
		e.Wrong = found[2]
		line, _ := strconv.Atoi(found[1])
		for i := 1; i < line; i++ {
			e.At += strings.IndexByte(text[e.At:], '\n') + 1
		}
	}
	return e
}

var (
	opened = regexp.MustCompile("\\{\\{(?:\"(?:\\\\.|[^\"\\\\\n])*\"|`[^`]*`|/\\*(?s:.*?)\\*/|[^{}\"`\n])*")
	begun  = regexp.MustCompile(`^\{\{-?\s*(if|range|with|else|end)\b`)
)

// unclosed finds the first name or condition of a text that is not closed, and the first
// end of nothing; nil where there is none.
func unclosed(text string) *TemplateError {
	var conditions [][2]int // those that are open: where they begin and end
	for _, at := range opened.FindAllStringIndex(text, -1) {
		piece, rest := strings.TrimRight(text[at[0]:at[1]], " \t"), text[at[1]:]
		if !strings.HasPrefix(rest, "}}") {
			near := strings.Fields(piece + " ")[0]
			if strings.HasPrefix(rest, "}") {
				return &TemplateError{At: at[0], Near: piece + "}", Wrong: "a brace is missing in " + piece + "}", Right: "write " + piece + "}}"}
			}
			right := "write }} where it ends"
			if strings.HasPrefix(near, "{{.") {
				right = "write " + near + "}}"
			}
			return &TemplateError{At: at[0], Near: near, Wrong: near + " is not closed", Right: right}
		}
		switch found := begun.FindStringSubmatch(piece); {
		case found == nil, found[1] == "else":
		case found[1] != "end":
			conditions = append(conditions, [2]int{at[0], at[1] + 2})
		case len(conditions) == 0:
			near := text[at[0] : at[1]+2]
			return &TemplateError{At: at[0], Near: near, Wrong: "this " + near + " closes nothing", Right: "take it out, or write {{if .Complained}} where it begins"}
		default:
			conditions = conditions[:len(conditions)-1]
		}
	}
	if len(conditions) == 0 {
		return nil
	}
	last := conditions[len(conditions)-1]
	near := text[last[0]:last[1]]
	return &TemplateError{At: last[0], Near: near, Wrong: near + " is not closed", Right: "write {{end}} where it ends"}
}
