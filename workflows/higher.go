package workflows

import (
	"fmt"
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// higher is what the play asks for beyond the tier that is made good.
func (l *life) higher(ctx workflow.Context) recovery.Decision {
	now := workflow.Now(ctx)
	tier, err := l.tierNamed(l.state.Tier)
	if err != nil || l.play == nil {
		return recovery.Decision{Verdict: recovery.LetItGo, Tier: -1, At: now}
	}
	decision := recovery.DecideAbove(l.play, l.state.Seen, tier, now)
	for decision.Verdict == recovery.MakeIt && !l.owesMoreAt(decision) {
		decision = recovery.DecideAbove(l.play, l.state.Seen, decision.Tier, now)
	}
	return decision
}

// owesMoreAt says whether a tier owes more than is owed already, be that given or held: a
// promise is not taken back for a smaller one.
func (l *life) owesMoreAt(decision recovery.Decision) bool {
	debt, err := l.play.Owes(decision.Tier, l.state.Seen.Case(decision.Value, l.facts.Payment.Value))
	_, more := debt.Beyond([]recovery.Debt{*l.state.Owed})
	return more || err != nil
}

// mayGetWorse says whether a higher tier is owed, or may still come to be, by a play
// that tops up.
func (l *life) mayGetWorse(ctx workflow.Context) bool {
	if l.play == nil || !l.play.TopUp || l.state.Stage == recovery.Delivered {
		return false
	}
	l.drain(ctx)
	decision := l.higher(ctx)
	if decision.Verdict == recovery.LetItGo && decision.Reason == recovery.Exempted {
		l.note(ctx, "It got worse, and for a cause for which nothing is owed ("+l.state.Seen.Causes().String()+"): nothing is added.", "")
	}
	return decision.Verdict != recovery.LetItGo
}

// watchHigher waits, when all that is owed so far has arrived, until a higher tier is
// met or can no longer be. Its only error is the one that continues the workflow as new.
func (l *life) watchHigher(ctx workflow.Context) error {
	var clock alarm
	defer clock.clear()
	for l.settled() {
		l.drain(ctx)
		decision := l.higher(ctx)
		if decision.Verdict == recovery.LetItGo {
			return nil
		}
		if decision.Verdict == recovery.MakeIt {
			l.raise(ctx, decision)
			return nil
		}
		l.enter(ctx, recovery.Confirmed, "")
		l.state.Next = "Made good so far. Until it is over, at the latest " + spokenTime(decision.Until) + ", it is watched whether more is owed."
		l.flush(ctx)
		if err := l.continueIfLong(ctx); err != nil {
			return err
		}
		clock.set(ctx, decision.Until, "Is more owed by now?")
		_ = workflow.Await(ctx, func() bool { return l.observe.Len() > 0 || clock.rang() || !l.settled() })
	}
	return nil
}

// raise takes the recovery to a higher tier: what that owes beyond what was given is
// made good, and said. Nothing that was given is taken back.
func (l *life) raise(ctx workflow.Context, decision recovery.Decision) {
	debt, err := l.play.Owes(decision.Tier, l.state.Seen.Case(decision.Value, l.facts.Payment.Value))
	l.state.Tier, l.state.Reading, l.value = l.play.Label(decision.Tier), l.play.Reading(decision.Value), decision.Value
	l.note(ctx, fmt.Sprintf("It got worse: %s is %s, and from %s we owe: %s.", l.play.Measure, l.state.Reading, l.state.Tier, debt), "")
	defer l.weigh()()
	given := l.givenDebts()
	left, some := debt.Beyond(given)
	var allowed recovery.Allowed
	if some {
		allowed = l.claimAnew(ctx, debt, given)
	}
	if l.orders.resolve != nil { // it was taken meanwhile, and is about what was owed before
		l.obey(ctx)
	}
	byHand := l.madeGoodByHand()
	if !some || allowed.Covered {
		l.note(ctx, "As much or more was given already.", "")
		l.record(ctx)
		l.flush(ctx)
		return
	}
	allowed.OverBudget = allowed.OverBudget && !byHand // a person decides about it anyway
	if !allowed.OverBudget {                           // a new day may have room for all of it
		l.state.HeldUntil, l.state.HeldWhy = time.Time{}, ""
	}
	if rest := allowed.Debt; rest != nil {
		if promised := l.state.Owed.Money; l.missing.Remedy && rest.Money.Currency == promised.Currency && rest.Money.Amount <= promised.Amount {
			l.note(ctx, "Beside what is given for the same incident by "+allowed.By+", nothing is added to what is owed.", allowed.By)
			l.record(ctx)
			l.flush(ctx)
			return
		}
		debt = *rest
		left, _ = debt.Beyond(given)
	}
	l.owesMore(debt, left)
	l.note(ctx, "Added to what was given: "+l.due().String()+".", "")
	if l.state.Tired { // these words are weighed by themselves
		l.state.Tired, l.blocked.Words = false, ""
	}
	l.allow(ctx, allowed)
	l.record(ctx)
	switch {
	case byHand:
		l.blocked = blocked{Remedy: madeGoodBefore, Words: madeGoodBefore}
	case err != nil:
		l.anotherWay(ctx, recovery.ThenNext, sentence(err.Error()))
	}
	l.flush(ctx)
}

// madeGoodByHand says whether a person gave what was owed, and not only said the words.
func (l *life) madeGoodByHand() bool {
	_, byHand := l.state.Proven("by_hand")
	if !byHand || l.state.Owed == nil {
		return byHand
	}
	if l.state.ByHand != nil {
		return l.state.ByHand.Remedy || l.state.ByHand.CameBack
	}
	owed := l.state.Owed.Money
	given := l.given("")
	return given.Amount < owed.Amount || owed.Amount == 0 && len(l.givenDebts()) == 0
}

// owesMore makes a higher debt, of which a part is left, the one to be made good, by
// steps of their own.
func (l *life) owesMore(debt, left recovery.Debt) {
	l.keepUntold()
	l.state.Owed, l.state.Rest = &debt, nil
	if left != debt {
		l.state.Rest = &left
	}
	l.state.Added, l.state.Told, l.state.Released = l.toldBefore(), nil, false
	for _, receipt := range l.state.Receipts {
		if kind, _, _ := stepNamed(receipt.Step); l.state.Added || !isChannel(kind) {
			l.state.Told = append(l.state.Told, receipt.Step)
		}
	}
	l.missing.Remedy, l.missing.Words = true, true
	l.state.ByHand = nil
	l.blocked.Remedy, l.covered = "", nil
	if l.state.Added { // other words, which may take every channel
		l.blocked, l.spent, l.unsure = blocked{}, map[recovery.Channel]bool{}, map[recovery.Channel]bool{}
	}
}

// givenDebts is what has been given so far, remedy by remedy.
func (l *life) givenDebts() []recovery.Debt {
	var given []recovery.Debt
	for _, receipt := range l.state.Receipts {
		kind, _, ok := stepNamed(receipt.Step)
		if !ok || isChannel(kind) || receipt.Word == recovery.Refused {
			continue
		}
		debt := recovery.Debt{Kind: recovery.RemedyKind(kind), Money: receipt.Money}
		if debt.Kind == recovery.KindCoupon && debt.Money.Amount == 0 {
			debt.Percent = l.shareOff()
		}
		given = append(given, debt)
	}
	return given
}

// shareOff is the most that a coupon of the tiers below takes off.
func (l *life) shareOff() (most recovery.Percent) {
	for i := range l.play.Tiers {
		if l.play.Label(i) == l.state.Tier {
			break
		}
		if coupon := l.play.Tiers[i].Remedy.Coupon; coupon != nil {
			most = max(most, coupon.Percent)
		}
	}
	return most
}

// wasTold says whether a step belongs to what the customer was told before more was
// added.
func (l *life) wasTold(step string) bool {
	return slices.Contains(l.state.Told, step)
}

// toTell is the debt that the words speak of: what is added, where they were told of the
// rest before.
func (l *life) toTell() recovery.Debt {
	if l.state.Added {
		return l.due()
	}
	return *l.state.Owed
}

// code is the code of a coupon: one of its own where more was added.
func (l *life) code() string {
	if len(l.state.Told) == 0 {
		return recovery.Code(l.state.ID)
	}
	return recovery.Code(l.state.ID + "+" + l.state.Tier)
}
