package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// covered is a tier of which another recovery of the same incident gives all.
type covered struct {
	Tier  int     `json:"tier"`
	Value float64 `json:"value"` // of the measure, when the tier was met
	By    string  `json:"by"`    // the recovery that gives it
}

// beyondCovered is what the play asks for beyond what another recovery gives: a higher
// tier may still be owed, where it tops up.
func (l *life) beyondCovered(now time.Time) recovery.Decision {
	decision := recovery.DecideAbove(l.play, l.state.Seen, l.covered.Tier, now)
	if decision.Verdict == recovery.LetItGo {
		decision.Reason, decision.Value = recovery.Covered, l.covered.Value
	}
	return decision
}

// whyCovered says who gives what is covered.
func (l *life) whyCovered() string {
	return "As much or more is owed or was given for the same incident by " + l.covered.By + "."
}

// withdraw dismisses what was confirmed, and is covered before anything went out. It
// returns false where something came in at the last moment.
func (l *life) withdraw(ctx workflow.Context) bool {
	before := l.state
	l.state.Tier, l.state.Owed, l.state.Rest, l.state.Added = "", nil, nil, false
	if l.dismiss(ctx, recovery.Decision{Verdict: recovery.LetItGo, Reason: recovery.Covered, Tier: -1, Value: l.covered.Value}) {
		return true
	}
	l.state.Tier, l.state.Owed, l.state.Rest, l.state.Added = before.Tier, before.Owed, before.Rest, before.Added
	if l.orders.verdict != nil { // the record holds that it is owed, and ends as made good
		l.orders.verdict, l.covered = nil, nil
	}
	return false
}
