package recovery

import "slices"

// Languages is the languages in which Makegood has sentences of its own, as their ISO
// codes, sorted: what {{.Remedy}} says, and the units of {{.Measure}}.
func Languages() []string {
	return []string{"cs", "da", "de", "en", "es", "fr", "it", "nb", "nl", "pl", "pt", "sv"}
}

// SpeaksItself says whether Makegood has sentences of its own in a locale's language.
// Where it has none, they are in English.
func SpeaksItself(locale string) bool { return slices.Contains(Languages(), baseOf(locale)) }

// SaysUnit says whether {{.Measure}} is written with its unit, as that of delay_minutes
// and of open is, and not as a number alone.
func SaysUnit(measure string) bool {
	_, isTime := unitOf(measure)
	return isTime
}
