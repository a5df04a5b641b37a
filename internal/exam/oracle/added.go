package oracle

import (
	"slices"

	"makegood/internal/exam/plays"
)

// added holds what was given against what is owed where a lower tier was met first: it
// may have been given whole, or first what the lower tier owes and then the difference,
// each by a step of its own.
func (j *judgement) added(live []Money) {
	owed := j.expected.Owed
	if len(live) > 2 || len(live) == 2 && live[0].Step == live[1].Step {
		j.find(Twice, "%d remedies: %s by the step %s and %s by %s", len(live), describe(live[0]), live[0].Step, describe(live[1]), live[1].Step)
		return
	}
	for _, money := range live {
		right := money.Amount == owed.First || money.Amount == owed.Amount-owed.First && len(live) == 2 || money.Amount == owed.Amount
		if !j.isKind(money) || !right {
			j.find(WrongAmount, "%s was given, and owed is a %s of %d %s, of which %d first", describe(money), owed.Kind, owed.Amount, plays.Currency, owed.First)
		}
	}
	if sum := j.given.sum(); len(live) == 2 && sum != owed.Amount {
		j.find(WrongAmount, "%s and %s were given: that is %d, and owed is %d", describe(live[0]), describe(live[1]), sum, owed.Amount)
	}
}

// allAdded finds what is missing of what was added, where it is said to be delivered.
func (j *judgement) allAdded() {
	live := j.given.liveMoney()
	if sum := j.given.sum(); len(live) > 0 && sum < j.expected.Owed.Amount {
		j.find(Lost, "it is delivered, and %d of %d was given", sum, j.expected.Owed.Amount)
	}
	for _, more := range []bool{false, true} {
		told := slices.ContainsFunc(j.given.Words, func(words Words) bool { return words.Arrived && words.More == more })
		if len(live) == 2 && !told {
			j.find(Lost, "it is delivered, and no words arrived that tell of what was given (added: %v)", more)
		}
	}
	if len(live) < 2 && slices.ContainsFunc(j.given.Words, func(words Words) bool { return words.More }) {
		j.find(Unexplained, "words went out of something added, and nothing was")
	}
}

// tellings are the words by what they tell of: where something is added, that has words
// of its own. Where others give a part, all that this one gives may be said to be added.
func (j *judgement) tellings(live []Words) [][]Words {
	if j.expected.Owed == nil || j.expected.Owed.First == 0 {
		return [][]Words{live}
	}
	if j.expected.Partly && len(live) <= len(j.given.liveMoney()) {
		return nil
	}
	var first, more []Words
	for _, words := range live {
		if words.More {
			more = append(more, words)
		} else {
			first = append(first, words)
		}
	}
	return [][]Words{first, more}
}
