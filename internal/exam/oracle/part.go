package oracle

import "makegood/internal/exam/plays"

// part is at most what is owed, in no more remedies than it has tiers to be met: others
// of the incident may have given some, or all.
func (j *judgement) part(live []Money) {
	owed := j.expected.Owed
	most := 1
	if owed.First > 0 {
		most = 2
	}
	if len(live) > most || len(live) == 2 && live[0].Step == live[1].Step {
		j.find(Twice, "%d remedies: %s and %s", len(live), describe(live[0]), describe(live[1]))
	}
	for _, money := range live {
		if !j.isKind(money) || j.given.sum() > owed.Amount {
			j.find(WrongAmount, "%s was given, in all %d, and owed is a %s of no more than %d %s", describe(money), j.given.sum(), owed.Kind, owed.Amount, plays.Currency)
		}
	}
}
