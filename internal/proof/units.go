package proof

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"makegood/recovery"
)

// unitsIn is the words for units of time, by language; * stands for any ending.
var unitsIn = map[string]string{
	"":   "s sec secs min mins h hr hrs",
	"cs": "sekund* minut* hodin* hod den dny dní dnů",
	"da": "sekund* minut* time timer dag dage døgn",
	"de": "sekunde* minute* stunde* std tag tage tagen",
	"en": "second seconds minute minutes hour hours day days",
	"es": "segundo* minuto* hora* día* dia*",
	"fr": "seconde* minute* heure* jour jours",
	"it": "secondo secondi minuto minuti ora ore giorno giorni",
	"nb": "sekund* minutt* time timer dag dager døgn",
	"nl": "seconde* minuut minuten uur uren dag dagen",
	"pl": "sekund* minut* godzin* godz dzień dni dnia dniach",
	"pt": "segundo* minuto* hora* dia dias",
	"sv": "sekund* minut* timm* dag dagar dygn",
}

var (
	afterMeasure = regexp.MustCompile(`\{\{-?\s*\.Measure\s*-?\}\}[\s\x{00a0}\x{202f}-]*`)
	firstWord    = regexp.MustCompile(`^[\pL\pM]+`)
	firstPlural  = regexp.MustCompile(`^\{\{-?\s*plural\b[^}]*\}\}`)
)

// units remarks on a unit behind a measure that says its unit itself.
func (r *reader) units(text written) {
	if !recovery.SaysUnit(r.work.Play.Measure) {
		return
	}
	for _, at := range afterMeasure.FindAllStringIndex(text.text, -1) {
		rest := text.text[at[1]:]
		piece := firstWord.FindString(rest)
		says := isUnit(piece, text.locale)
		if braced := firstPlural.FindString(rest); braced != "" {
			piece = braced
			for i, form := range quoted.FindAllString(braced, -1) {
				if i%2 == 1 { // each second one is the words
					says = says || isUnit(firstWord.FindString(strings.TrimSpace(strings.Trim(form, `"`))), text.locale)
				}
			}
		}
		if says {
			r.in(text, at[1], piece, Remark{
				Kind: UnitTwice, What: "{{.Measure}} says its unit already, and this says it again",
				Why:  "a measure named seconds, minutes, hours or days, alone or after an underscore, and open are written with their unit: 3 h 12 min",
				Mend: "take it out",
			})
		}
	}
}

// isUnit says whether a word is a unit of time in a locale's language.
func isUnit(word, locale string) bool {
	base, _ := language.Make(locale).Base()
	code := base.String()
	if code == "no" || code == "nn" {
		code = "nb"
	}
	for _, unit := range strings.Fields(unitsIn[""] + " " + unitsIn[code]) {
		if word != "" && fits(unit, strings.ToLower(word)) {
			return true
		}
	}
	return false
}
