package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// oweAnew takes over a debt as it was worked out anew, with what was given of it before,
// and within the play's limits. It returns false where nothing is left to be ordered.
func (l *life) oweAnew(ctx workflow.Context, tier int, debt recovery.Debt) bool {
	given := l.givenDebts()
	allowed := l.claimAnew(ctx, debt, given)
	_, some := debt.Beyond(given)
	if nothing := !some || allowed.Covered; nothing && !l.otherMoney() {
		l.oweNothing(ctx, tier, allowed)
		return false
	} else if nothing {
		return true
	}
	if allowed.Debt != nil {
		debt, l.state.Added = *allowed.Debt, true
	}
	if was := l.state.Owed; debt.Money != was.Money {
		why := fmt.Sprintf("With the other payment we owe %s; it was %s.", debt, was)
		if allowed.Debt != nil {
			why += " The rest is owed or was given for the same incident by " + allowed.By + "."
		}
		l.note(ctx, why, "")
		l.state.Owed, l.state.Rest = &debt, nil
	}
	allowed.Tired = false // who sends it back to work says that the words may go out
	l.allow(ctx, allowed)
	return true
}

// oweNothing takes over that no more is to be given after all. Words that would speak of
// it are not said any more.
func (l *life) oweNothing(ctx workflow.Context, tier int, allowed recovery.Allowed) {
	why := "With the correction, as much or more was given already."
	if allowed.By != "" {
		why = "With the correction, as much or more is owed or was given for the same incident by " + allowed.By + "."
	}
	if l.missing.Remedy = l.remedyPending(); !l.missing.Remedy || allowed.By != "" {
		l.note(ctx, why, allowed.By)
	}
	if sum := l.given(""); sum.Amount > 0 && sum != l.state.Owed.Money {
		owed := *l.state.Owed
		owed.Money, owed.Percent = sum, 0
		l.state.Owed, l.state.Rest = &owed, nil
	}
	switch _, byHand := l.state.Proven("by_hand"); {
	case l.mayBeTold():
	case len(l.state.Told) > 0:
		l.missing.Words = false
	case len(l.givenDebts()) == 0 && len(l.answerless) == 0 && !byHand:
		l.covered = &covered{tier, l.value, allowed.By}
		l.missing = missing{}
	}
}

// untellable says why a coupon is no way for what is owed now: its code would be told to
// nobody, since no second message goes out.
func (l *life) untellable() string {
	if l.due().Kind != recovery.KindCoupon || !l.saidByHand() && !l.mayBeTold() {
		return ""
	}
	return sentence(recovery.ErrUntold.Error())
}

// toldBefore says whether the customer was told of what is owed so far, or of a part of
// it. Words that have come back told them nothing.
func (l *life) toldBefore() bool {
	return !l.state.ApologyAt.IsZero() && (l.state.Added || l.saidByHand() || l.mayBeTold())
}

// mayBeTold says whether the words of what is owed now have gone out, or may have.
func (l *life) mayBeTold() bool {
	return l.wordsWereTaken() || l.unsure[recovery.SMS] || l.unsure[recovery.Email]
}
