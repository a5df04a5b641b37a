package recovery

import (
	"maps"
	"slices"

	"golang.org/x/text/language"
)

// chooseLocale picks the text for a customer: their locale, else their language,
// else one that its readers are known to read well, else the default: English
// where there is a text in English, else the first by the alphabet.
func chooseLocale(texts map[string]string, wanted string) string {
	locales := slices.Sorted(maps.Keys(texts))
	if i := slices.IndexFunc(locales, func(locale string) bool { return baseOf(locale) == "en" }); i > 0 {
		english := locales[i]
		locales = slices.Insert(slices.Delete(locales, i, i+1), 0, english)
	}
	asked, err := language.Parse(wanted)
	if err != nil {
		return locales[0]
	}
	tags := make([]language.Tag, len(locales))
	for i, locale := range locales {
		tags[i] = language.Make(locale)
	}
	_, i, confidence := language.NewMatcher(tags).Match(asked)
	if confidence >= language.High || baseOf(locales[i]) == baseOf(wanted) {
		return locales[i]
	}
	return locales[0]
}

// baseOf is the language of a locale: "pt" of pt-BR. Norwegian without a form
// named is taken as Bokmål.
func baseOf(locale string) string {
	base, confidence := language.Make(locale).Base()
	if confidence == language.No {
		return ""
	}
	if base.String() == "no" {
		return "nb"
	}
	return base.String()
}
