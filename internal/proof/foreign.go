package proof

import (
	"maps"
	"slices"
	"strings"

	"makegood/recovery"
)

// foreign remarks on texts in languages in which Makegood has no sentences: what it
// would put into them is in English.
func (r *reader) foreign() {
	play := r.work.Play
	for _, locale := range slices.Sorted(maps.Keys(play.Apology.Text)) {
		if recovery.SpeaksItself(locale) {
			continue
		}
		written := namesIn(play.Apology.Text[locale] + play.Apology.Subject[locale] + play.Apology.More[locale])
		var english []string
		if slices.Contains(written, ".Remedy") {
			english = append(english, "{{.Remedy}}")
		}
		if slices.Contains(written, ".Measure") && recovery.SaysUnit(play.Measure) {
			english = append(english, "the units of {{.Measure}}")
		}
		if _, own := play.Apology.More[locale]; !own && (play.TopUp || play.OncePer == recovery.OncePerIncident) {
			english = append(english, "what is said when more is given (apology.more)")
		}
		if len(english) == 0 {
			continue
		}
		r.at("apology.text."+locale, Remark{
			Kind: Foreign, What: strings.Join(english, " and ") + " would be in English in the middle of this",
			Why:  "Makegood has sentences of its own in " + strings.Join(recovery.Languages(), ", "),
			Mend: "say it in words of your own, with {{.Amount}}; or leave this text out, so that they get the whole in the default language",
		})
	}
}
