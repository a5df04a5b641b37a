package workflows

import (
	"fmt"
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// allow takes over what the play's limits leave of what is owed. They bind nobody but
// ourselves: what is beyond a budget is given later, never dropped.
func (l *life) allow(ctx workflow.Context, allowed recovery.Allowed) {
	if rest := allowed.Debt; rest != nil && len(l.state.Told) == 0 && *l.state.Owed != *rest {
		l.note(ctx, fmt.Sprintf("A part is owed or was given for the same incident by %s. What is left: %s.", allowed.By, rest), "")
		l.state.Owed, l.state.Rest, l.state.Added = rest, nil, true
	}
	if allowed.OverBudget && l.state.HeldUntil.IsZero() && !l.state.Released {
		limit, _ := l.play.Budget.Of(l.due().Money.Currency)
		l.state.HeldUntil = workflow.Now(ctx).Add(l.play.Budget.ApproveWithin.Std()).UTC()
		l.state.HeldWhy = "It is beyond what the play gives on one day (" + limit.String() + ")."
		l.note(ctx, l.state.HeldWhy+" A person can approve it until "+spokenTime(l.state.HeldUntil)+"; then it is given by itself.", "")
	}
	if allowed.Tired && !l.state.Tired {
		l.state.Tired = true
		most := l.play.Apology.AtMost
		l.note(ctx, fmt.Sprintf("This customer had %d apologies or more within %s: the words are a person's to say. The money does not wait.", most.Apologies, most.Within), "")
	}
	if allowed != (recovery.Allowed{}) {
		l.record(ctx) // a run that takes this up holds to the same
	}
}

// givesItself says whether what is asked for can be given without a person: what they give
// takes nothing of a budget.
func (l *life) givesItself(ctx workflow.Context, asked recovery.Asked) bool {
	tier, err := l.tierNamed(asked.Tier)
	if err != nil {
		return false
	}
	payment := l.facts.Payment.Value
	if _, err := l.play.Owes(tier, l.state.Seen.Case(l.value, payment)); err == nil {
		return true
	}
	return slices.ContainsFunc(l.play.Tiers[tier].Else, func(way recovery.Way) bool {
		return way.Possible(asked.Debt, payment, l.wordsAreOut(ctx)) == nil
	})
}

// isHeld says whether what is owed waits for a person's word, or for the deadline. Where a
// person has to see to it anyway, the deadline has nothing to give.
func (l *life) isHeld() bool {
	return l.missing.Remedy && l.blocked.Remedy == "" && !l.state.HeldUntil.IsZero()
}

// release gives what was held.
func (l *life) release(ctx workflow.Context, because string) {
	if l.state.HeldUntil.IsZero() {
		return
	}
	l.state.HeldUntil, l.state.HeldWhy, l.state.Released = time.Time{}, "", true
	if l.state.Stage == recovery.NeedsPerson && !l.needsPerson() {
		l.enter(ctx, recovery.Confirmed, "")
	}
	l.note(ctx, because, "")
	l.record(ctx)
}

// whyHeld says why what is owed waits.
func (l *life) whyHeld() string {
	return l.state.HeldWhy + " Retry approves it; without a word it is given at " + spokenTime(l.state.HeldUntil) + "."
}

func spokenTime(at time.Time) string { return at.UTC().Format("2006-01-02 15:04 MST") }
