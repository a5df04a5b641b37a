package recovery

import (
	"strings"

	"golang.org/x/text/feature/plural"
)

// phrases is what Makegood itself says in one language, in plays' {{.Remedy}} and
// {{.Measure}}.
//
// Each is a whole sentence of its own. It states what is given and calls it
// compensation; it advertises nothing and promises nothing else. It names the
// reader neither formally nor familiarly where the language has both, so that it
// fits either, and keeps to the letters of text messages (GSM 03.38) where the
// language can be written in them.
type phrases struct {
	refund, coupon, credit told
	valid                  string // a coupon's second sentence; {valid} is a length of time
	person                 string // by a person, where the amount is not known
	coming                 string // a remedy of the author's own, not given yet
	more                   string // before a remedy that is added to an earlier one, be it that it got worse or that another experience of the incident owes more

	day                  map[plural.Form]string
	hour, minute, second string
}

// told is one remedy in a sentence, by how far it has come. {amount} and {code}
// stand for themselves.
type told struct{ done, coming, person string }

func (t told) sentence(progress Progress) string {
	switch progress {
	case RemedyDone:
		return t.done
	case RemedyComing:
		return t.coming
	}
	return t.person
}

// phrasesIn is the sentences of a locale's language, or English ones.
func phrasesIn(locale string) *phrases {
	switch baseOf(locale) {
	case "cs":
		return &czech
	case "da":
		return &danish
	case "de":
		return &german
	case "es":
		return &spanish
	case "fr":
		return &french
	case "it":
		return &italian
	case "nb":
		return &norwegian
	case "nl":
		return &dutch
	case "pl":
		return &polish
	case "pt":
		return &portuguese
	case "sv":
		return &swedish
	}
	return &english
}

// remedy says what is given and how far it has come. It is empty where nothing
// is owed, or where what is owed comes to nothing.
func (m manner) remedy(debt Debt, progress Progress, amount, code string) string {
	kinds := map[RemedyKind]told{KindRefund: m.phrases.refund, KindCoupon: m.phrases.coupon, KindCredit: m.phrases.credit}
	kind, owed := kinds[debt.Kind]
	byPerson := progress != RemedyDone && progress != RemedyComing
	switch {
	case !owed || (amount == "" && !byPerson):
		return ""
	case amount == "":
		return m.phrases.person
	}
	sentence := kind.sentence(progress)
	if debt.Kind == KindCoupon && !byPerson && debt.Valid > 0 {
		sentence += " " + m.phrases.valid
	}
	return strings.NewReplacer("{amount}", amount, "{code}", code, "{valid}", m.length(debt.Valid.Std())).Replace(sentence)
}
