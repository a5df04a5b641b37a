package recovery

import (
	"maps"
	"slices"

	"golang.org/x/text/language"
)

// chooseLocale picks the text for a customer: their locale, else their language,
// else the play's default, else English where there is a text in English, else the
// first by the alphabet. Another language that they are likely to read is never guessed.
func chooseLocale(texts map[string]string, fallback, wanted string) string {
	locales := slices.Sorted(maps.Keys(texts))
	if i := slices.Index(locales, fallback); i >= 0 {
		locales = slices.Insert(slices.Delete(locales, i, i+1), 0, fallback)
	} else if i := slices.IndexFunc(locales, func(locale string) bool { return baseOf(locale) == "en" }); i > 0 {
		english := locales[i]
		locales = slices.Insert(slices.Delete(locales, i, i+1), 0, english)
	}
	asked, err := language.Parse(wanted)
	if err != nil {
		return locales[0]
	}
	for _, one := range []string{asked.String(), baseOf(wanted)} {
		if slices.Contains(locales, one) {
			return one
		}
	}
	tags := make([]language.Tag, len(locales))
	for i, locale := range locales {
		tags[i] = language.Make(locale)
	}
	if _, i, _ := language.NewMatcher(tags).Match(asked); baseOf(locales[i]) == baseOf(wanted) {
		return locales[i]
	}
	return locales[0]
}

// baseOf is the language of a locale: "pt" of pt-BR. Norwegian is one language
// here, Bokmål, in whichever form it is asked for.
func baseOf(locale string) string {
	base, confidence := language.Make(locale).Base()
	if confidence == language.No {
		return ""
	}
	switch base.String() {
	case "no", "nn":
		return "nb"
	}
	return base.String()
}
