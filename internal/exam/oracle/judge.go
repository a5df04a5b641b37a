package oracle

import (
	"fmt"
	"slices"
	"time"

	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// Fault kinds of the promise. They are what the exam's table counts.
const (
	Lost        = "lost"         // owed, and neither delivered nor with a person
	Twice       = "twice"        // money or words more than once
	WrongAmount = "wrong amount" // another remedy, or another amount, than was owed
	Unexplained = "unexplained"  // anything that no observation explains
)

// Finding is one way in which one promise was not kept.
type Finding struct{ Kind, What string }

// Judge holds what was found and what was given against what was expected.
func Judge(expected Expected, found Found, given *Given) []Finding {
	j := &judgement{expected: expected, found: found, given: given}
	j.money()
	j.words()
	j.stage()
	return j.findings
}

type judgement struct {
	expected Expected
	found    Found
	given    *Given
	findings []Finding
}

func (j *judgement) find(kind, format string, args ...any) {
	j.findings = append(j.findings, Finding{kind, fmt.Sprintf(format, args...)})
}

func (j *judgement) money() {
	live := j.given.liveMoney()
	owed := j.expected.Owed
	if owed == nil {
		if len(live) > 0 {
			j.find(Unexplained, "nothing is owed, and %s was given", describe(live[0]))
		}
		return
	}
	switch {
	case j.expected.Partly:
		j.part(live)
	case owed.First > 0:
		j.added(live)
	default:
		j.whole(live)
	}
}

// whole is one remedy, of all that is owed.
func (j *judgement) whole(live []Money) {
	owed := j.expected.Owed
	if len(live) > 1 {
		j.find(Twice, "%d remedies: %s and %s", len(live), describe(live[0]), describe(live[1]))
	}
	for _, money := range live {
		if !j.isKind(money) || money.Amount != owed.Amount || money.Percent != owed.Percent {
			j.find(WrongAmount, "%s was given, and owed is a %s of %d %s (%v%%)", describe(money), owed.Kind, owed.Amount, plays.Currency, owed.Percent)
		}
	}
}

func (j *judgement) isKind(money Money) bool {
	return money.Kind == string(j.expected.Owed.Kind) && (money.Amount == 0 || money.Currency == plays.Currency)
}

func (j *judgement) words() {
	live := j.given.liveWords()
	if j.expected.Owed == nil && len(live) > 0 {
		j.find(Unexplained, "nothing is owed, and words went out by %s (%s)", live[0].Channel, live[0].ID)
		return
	}
	for _, words := range live {
		if words.Channel == string(j.expected.Quiet) {
			j.find(Unexplained, "words went out by %s (%s) in its quiet hours", words.Channel, words.ID)
		}
	}
	for _, telling := range j.tellings(live) {
		if len(telling) > 1 && !j.nextChannel(telling) {
			j.find(Twice, "%d apologies: %s %s and %s %s", len(telling), telling[0].Channel, telling[0].ID, telling[1].Channel, telling[1].ID)
		}
	}
	if j.found.Surveys {
		j.find(Unexplained, "a survey was still allowed as the words went out")
	}
}

// nextChannel says whether two apologies are the play's own doing: by its rule the
// words take the next channel where the first shows no arrival within receipt_within
// of its acceptance, and not a moment sooner.
func (j *judgement) nextChannel(live []Words) bool {
	const exact = 2 * time.Second // the providers' dates are to the second
	if len(live) != 2 || live[0].Channel == live[1].Channel || live[0].AcceptedAt.IsZero() || live[1].AcceptedAt.IsZero() {
		return false
	}
	first, next := live[0], live[1]
	if next.AcceptedAt.Before(first.AcceptedAt) {
		first, next = next, first
	}
	until := first.AcceptedAt.Add(j.expected.Owed.Within)
	arrived := first.Arrived && !first.ArrivedAt.After(until)
	return !arrived && !next.AcceptedAt.Before(until.Add(-exact))
}

func (j *judgement) stage() {
	state := &j.found.State
	switch {
	case !j.found.Known && !slices.Contains(j.expected.Stages, recovery.Watching):
		j.find(Lost, "it is not on record at all")
	case !slices.Contains(j.expected.Stages, state.Stage) && j.found.Known:
		kind := Unexplained
		if j.expected.Owed != nil && state.Stage != recovery.Delivered && state.Stage != recovery.NeedsPerson {
			kind = Lost
		}
		j.find(kind, "it is %s (%s) and should be %v", state.Stage, state.Why, j.expected.Stages)
	}
	switch {
	case !j.found.Known:
	case state.Stage == recovery.Delivered:
		j.delivered()
	case state.Stage == recovery.NeedsPerson:
		j.withPerson()
	case state.Stage == recovery.Dismissed:
		j.dismissed()
	}
}

// dismissed gives nothing and says nothing.
func (j *judgement) dismissed() {
	if j.expected.Owed != nil && len(j.given.liveMoney())+len(j.given.liveWords()) > 0 {
		j.find(Unexplained, "it is dismissed, and %d remedies and %d apologies went out", len(j.given.liveMoney()), len(j.given.liveWords()))
	}
}

// delivered looks for the proof of every part.
func (j *judgement) delivered() {
	if len(j.given.liveMoney()) == 0 {
		j.find(Lost, "it is delivered, and no remedy is on the providers' record")
	}
	if !slices.ContainsFunc(j.given.Words, func(words Words) bool { return words.Arrived }) {
		j.find(Lost, "it is delivered, and no words arrived by the providers' record")
	}
	if j.expected.Owed != nil && j.expected.Owed.First > 0 && !j.expected.Partly {
		j.allAdded()
	}
	if !j.found.Mail {
		j.find(Lost, "it is delivered, and survey mail is not kept away")
	}
	for _, receipt := range j.found.State.Receipts {
		final := receipt.Status != "pending" && receipt.Status != "queued" && receipt.Status != "processed"
		if receipt.Word == recovery.Arrived && receipt.Step != "survey_mail" && (!final || !j.given.proves(receipt.ID)) {
			j.find(Unexplained, "its proof of %s, %s (%q), proves nothing", receipt.Step, receipt.ID, receipt.Status)
		}
	}
	if !j.found.Completed && !j.found.Anew {
		j.find(Unexplained, "it is delivered, and its workflow has not ended")
	}
}

// withPerson sees that a person finds what is owed.
func (j *judgement) withPerson() {
	if j.found.State.Owed == nil || j.found.State.Why == "" {
		j.find(Lost, "it needs a person, and does not say what is owed and why")
	}
	if !j.found.Open {
		j.find(Lost, "it needs a person, and its workflow has ended")
	}
}

func describe(money Money) string {
	if money.Percent > 0 {
		return fmt.Sprintf("a %s of %v%% (%s)", money.Kind, money.Percent, money.ID)
	}
	return fmt.Sprintf("a %s of %d %s (%s)", money.Kind, money.Amount, money.Currency, money.ID)
}
