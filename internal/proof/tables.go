package proof

import "golang.org/x/text/language"

// tableFor is the table of a locale's language.
func tableFor(locale string) (table, bool) {
	base, _ := language.Make(locale).Base()
	found, known := tables[base.String()]
	return found, known
}

var tables = map[string]table{"en": english, "de": german, "pl": polish}
