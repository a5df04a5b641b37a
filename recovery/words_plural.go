package recovery

import (
	"maps"
	"math"
	"slices"
	"strings"
	"text/template/parse"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// pluralForms are the forms that CLDR knows, as plays name them.
var pluralForms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// plural is the one of pairs of a form and words that fits a number in a language:
// ("one", "call", "other", "calls").
func (m manner) plural(value float64) func(pairs ...string) string {
	return func(pairs ...string) string {
		form, other := formOf(m.tag, value), ""
		for i := 0; i+1 < len(pairs); i += 2 {
			switch pluralForms[pairs[i]] {
			case form:
				return pairs[i+1]
			case plural.Other:
				other = pairs[i+1]
			}
		}
		return other
	}
}

// formOf is the plural form of a number as it is said, with at most two decimals. One
// below zero takes that of the same number above it.
func formOf(tag language.Tag, value float64) plural.Form {
	const beyondCounting = 1e15
	hundredths := int(math.Min(math.Abs(value), beyondCounting)*100 + 0.5)
	whole, fraction := hundredths/100, hundredths%100
	digits, trimmed := 2, fraction
	for digits > 0 && trimmed%10 == 0 {
		digits, trimmed = digits-1, trimmed/10
	}
	return plural.Cardinal.MatchPlural(tag, whole, digits, digits, trimmed, trimmed)
}

// formsOf is the forms that a language needs, by name, sorted.
func formsOf(locale string) []string {
	tag := language.Make(locale)
	needed := map[string]bool{"other": true}
	for name, form := range pluralForms {
		for n := range 200 {
			if formOf(tag, float64(n)) == form {
				needed[name] = true
				break
			}
		}
	}
	return slices.Sorted(maps.Keys(needed))
}

// hasForm says whether a language has a form for any number, fractions and millions
// among them.
func hasForm(locale, name string) bool {
	tag := language.Make(locale)
	for n := range 200 {
		for _, number := range []float64{float64(n), float64(n) + 0.5, float64(n) + 0.25, float64(n) * 1e6} {
			if formOf(tag, number) == pluralForms[name] {
				return true
			}
		}
	}
	return name == "other"
}

// plural checks a call of plural: pairs of a form and words, with every form that the
// text's language needs.
func (c *templateCheck) plural(name *parse.IdentifierNode, args []parse.Node) yield {
	given := map[string]bool{}
	for i, arg := range args {
		text, isText := arg.(*parse.StringNode)
		if !isText {
			c.refuse(arg, "plural takes pairs of a form and words, each in quotes")
			return yieldsNothing
		}
		if i%2 == 0 {
			if _, known := pluralForms[text.Text]; !known {
				c.refuse(arg, "it is no form of the plural: there are few, many, one, other, two, zero")
				return yieldsNothing
			}
			if c.locale != "" && !hasForm(c.locale, text.Text) {
				c.refuse(arg, "this language has no such form; it needs "+strings.Join(formsOf(c.locale), ", "))
				return yieldsNothing
			}
			given[text.Text] = true
		}
	}
	if len(args) == 0 || len(args)%2 == 1 {
		c.refuse(name, "plural takes pairs of a form and words, such as "+`"one" "call" "other" "calls"`)
		return yieldsNothing
	}
	var missing []string
	for _, form := range formsOf(c.locale) {
		if c.locale != "" && !given[form] {
			missing = append(missing, form)
		}
	}
	if len(missing) > 0 {
		c.refuse(name, "this language needs the form "+strings.Join(missing, " and ")+" too")
		return yieldsNothing
	}
	return yieldsText
}
