package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

type claim int

const (
	confirmed     claim = iota // it is ours to make good
	seenMore                   // an earlier, dismissed run had seen more, or another gives as much: decide anew
	settledBefore              // it was made good already, or a person dismissed it; nothing is done twice
)

// confirm works out what is owed and puts it on record, with the suppression of
// surveys, before anything goes out.
func (l *life) confirm(ctx workflow.Context, decision recovery.Decision) claim {
	before := l.state
	l.owe(ctx, decision)
	claimed := l.claim(ctx)
	if prior := claimed.Prior; prior != nil && prior.Stage == recovery.Dismissed && l.state.ConfirmedBy != "" {
		l.state.Seen.Merge(prior.Seen) // a person's word does not hang on what was seen
		claimed = l.claim(ctx)
	}
	if incident := claimed.Allowed.Incident; incident != "" { // until another is named
		l.facts.Incident.Value, l.state.Incident, before.Incident = incident, incident, incident
	}
	switch prior := claimed.Prior; {
	case prior == nil && claimed.Allowed.Covered:
		l.state = before
		l.covered = &covered{decision.Tier, decision.Value, claimed.Allowed.By}
		return seenMore
	case prior == nil:
	case prior.Stage == recovery.Delivered, prior.Stage == recovery.Dismissed && prior.DismissedBy != "":
		l.state = *prior
		l.note(ctx, "It was settled before; nothing is done twice.", "")
		l.flush(ctx)
		return settledBefore
	case prior.Stage == recovery.Dismissed || prior.Stage == recovery.Watching:
		l.state = before
		l.state.Seen.Merge(prior.Seen)
		return seenMore
	default: // an earlier run of this recovery was cut short: its debt stands
		l.takeOverDebt(prior)
		if !prior.OpenedAt.Equal(before.OpenedAt) {
			l.note(ctx, "An earlier run was cut short; what it left owing is made good.", "")
		}
	}
	l.covered = nil
	l.allow(ctx, claimed.Allowed)
	l.surveyMail = claimed.SurveyMail
	l.missing = missing{Remedy: true, Words: true, SurveyMail: l.surveyMail && l.facts.Email.Value != ""}
	if l.blocked.Remedy != "" {
		l.anotherWay(ctx, recovery.ThenNext, l.blocked.Remedy)
	}
	if claimed.Prior != nil {
		l.takeUpByHand(claimed.Prior)
	}
	l.takeUp(ctx, claimed.Steps)
	l.note(ctx, "Surveys are kept away for "+l.play.Surveys.Suppress.String()+".", "ledger")
	l.flush(ctx)
	return confirmed
}

// owe takes the recovery to confirmed, with what the tier owes this customer.
func (l *life) owe(ctx workflow.Context, decision recovery.Decision) {
	debt, err := l.play.Owes(decision.Tier, l.state.Seen.Case(decision.Value, l.facts.Payment.Value))
	l.state.Tier = l.play.Label(decision.Tier)
	l.state.Reading = l.play.Reading(decision.Value)
	l.state.Owed = &debt
	l.value = decision.Value
	l.state.ConfirmedAt = workflow.Now(ctx).UTC()
	l.state.Next = ""
	because := fmt.Sprintf("%s is %s, and from %s", l.play.Measure, l.state.Reading, l.state.Tier)
	if by := l.state.ConfirmedBy; by != "" {
		because = fmt.Sprintf("as %s decided for %s, though %s is %s,", by, l.state.Tier, l.play.Measure, l.state.Reading)
	}
	l.note(ctx, fmt.Sprintf("Confirmed: %s we owe: %s.", because, debt), "")
	l.enter(ctx, recovery.Confirmed, "")
	if err != nil {
		l.blocked.Remedy = sentence(err.Error())
	}
}

// dismiss ends what was never bad enough. It returns false where something came
// in at the last moment: then it is decided anew.
func (l *life) dismiss(ctx workflow.Context, decision recovery.Decision) bool {
	seen := l.state.Seen.Count() + len(l.parked)
	before, settled := l.state.Stage, l.state.Seen.Settled
	why := l.whyDismissed(decision)
	if by := l.orders.dismissedBy; by != nil {
		why = fmt.Sprintf("%s (%s)", by.Why, by.Who)
		l.state.DismissedBy = by.Who
	}
	if decision.Reason == recovery.Covered {
		l.state.Seen.Settle() // what is seen later is watched anew
	}
	l.enter(ctx, recovery.Dismissed, why)
	l.state.EndedAt = workflow.Now(ctx).UTC()
	l.state.Reading = l.reading(decision)
	l.state.Next = ""
	l.note(ctx, "Dismissed: "+sentence(why), "")
	stands := l.record(ctx)
	l.drain(ctx)
	owed := stands != nil && l.play != nil && (stands.Stage == recovery.Confirmed || stands.Stage == recovery.NeedsPerson)
	more := l.state.Seen.Count()+len(l.parked) > seen || len(l.state.Problems) > 0 // than the verdict was on
	if owed || more && l.orders.dismissedBy == nil {
		l.state.EndedAt, l.state.DismissedBy, l.state.Seen.Settled = time.Time{}, "", settled
		l.orders.dismissedBy = nil
		l.enter(ctx, before, "")
		if owed { // an earlier run was cut short: its debt stands, whatever is seen now
			l.orders.verdict = l.verdictOn(ctx, stands)
		}
		return false
	}
	l.flush(ctx)
	return true
}

// verdictOn is the verdict that an earlier run of this recovery had come to.
func (l *life) verdictOn(ctx workflow.Context, stands *recovery.State) *recovery.Decision {
	tier, err := l.tierNamed(stands.Tier)
	if err != nil {
		tier = 0 // the play has changed since; the debt on record stands
	}
	return &recovery.Decision{Verdict: recovery.MakeIt, Reason: recovery.ThresholdMet, Tier: tier, At: workflow.Now(ctx)}
}

func (l *life) reading(decision recovery.Decision) string {
	if l.play == nil || l.state.Seen.Nothing() {
		return ""
	}
	return l.play.Reading(decision.Value)
}

func (l *life) whyDismissed(decision recovery.Decision) string {
	switch decision.Reason {
	case recovery.Covered:
		return l.whyCovered()
	case recovery.Inapplicable:
		return l.inapplicable
	case recovery.Exempted:
		return "It was bad enough, and for a cause for which nothing is owed (" + l.state.Seen.Causes().String() + ")."
	case recovery.ResolvedBelow:
		return "It was over before it was bad enough for long enough."
	case recovery.ClosedBelow:
		return "It was not bad enough by the time the play stops watching."
	}
	return "Nothing was reported by the time the play stops watching."
}

// deliver ends what is made good, with proof of every part. It returns false
// where something is missing, or has come back at the last moment.
func (l *life) deliver(ctx workflow.Context) bool {
	l.settleNews(ctx)
	if l.settled() && l.firstWordsMissing() {
		l.askAboutFirstWords()
	}
	if !l.settled() || l.mayGetWorse(ctx) {
		return false
	}
	if l.covered != nil && len(l.state.Problems) == 0 { // else a person is to have looked at them first
		return l.withdraw(ctx)
	}
	if l.state.Stage != recovery.Delivered {
		l.enter(ctx, recovery.Delivered, "")
		l.state.EndedAt = workflow.Now(ctx).UTC()
		l.state.Next = ""
		l.note(ctx, "Delivered: every part has its proof.", "")
	}
	l.drain(ctx)
	l.record(ctx)
	l.drain(ctx)
	if l.settleNews(ctx); !l.settled() {
		return false
	}
	l.flush(ctx)
	return true
}
