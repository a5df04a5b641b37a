package workflows

import (
	"slices"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// due is what is to be given now: all that is owed, or what is left of it by the
// way that is taken.
func (l *life) due() recovery.Debt {
	if l.state.Rest != nil {
		return *l.state.Rest
	}
	return *l.state.Owed
}

// orderedBy is the debt that a step of this recovery gives, or gave.
func (l *life) orderedBy(step string) recovery.Debt {
	kind, _, _ := stepNamed(step)
	switch {
	case l.state.Rest != nil && string(l.state.Rest.Kind) == kind:
		return *l.state.Rest
	case l.state.Owed != nil && string(l.state.Owed.Kind) == kind || kind == "":
		return *l.state.Owed
	}
	for _, way := range l.ways() {
		if string(way.Kind) == kind {
			return l.state.Owed.By(way, l.state.Owed.Money)
		}
	}
	return *l.state.Owed
}

// given is the money that has been given, or is on its way, by every step save one.
func (l *life) given(save string) recovery.Money {
	sum := recovery.Money{Currency: l.state.Owed.Money.Currency}
	for _, receipt := range l.state.Receipts {
		kind, _, ok := stepNamed(receipt.Step)
		if ok && !isChannel(kind) && receipt.Step != save && receipt.Word != recovery.Refused && receipt.Money.Currency == sum.Currency {
			sum.Amount += receipt.Money.Amount
		}
	}
	return sum
}

// exceeds says whether a receipt gives more than is owed, or other money.
func (l *life) exceeds(receipt recovery.Receipt) bool {
	owed := l.state.Owed.Money
	if owed.Amount == 0 {
		return false // a coupon of a share
	}
	return receipt.Money.Currency != owed.Currency || l.given(receipt.Step).Amount+receipt.Money.Amount > owed.Amount
}

// otherMoney says whether more than is owed was given, or other money.
func (l *life) otherMoney() bool {
	return slices.ContainsFunc(l.state.Receipts, func(receipt recovery.Receipt) bool {
		kind, _, ok := stepNamed(receipt.Step)
		return ok && !isChannel(kind) && receipt.Word != recovery.Refused && receipt.Money.Amount != 0 && l.exceeds(receipt)
	})
}

// weighRest sees after a receipt what is left to be given.
func (l *life) weighRest(ctx workflow.Context, receipt recovery.Receipt) {
	if l.byHand() || l.state.Owed.Money.Amount == 0 { // the rest was given by hand; a coupon of a share is given whole
		l.missing.Remedy = l.remedyPending()
		return
	}
	given := l.given("")
	left, some := l.state.Owed.Less(given)
	switch {
	case given.Amount == 0: // the receipt names no money: it is for all that was ordered
		l.missing.Remedy = l.remedyPending()
	case !some:
		l.missing.Remedy = l.remedyPending()
		if !l.missing.Remedy {
			l.blocked.Remedy = ""
		}
	default:
		l.missing.Remedy = true
		short := l.gaveLess(receipt)
		l.leave(left)
		if !short {
			return
		}
		if goesOnBeside(ctx) {
			if l.blocked.Remedy != "" {
				return // a person decides about all that is left
			}
			defer l.weigh()()
		}
		l.anotherWayThan(ctx, kindOfRemedy(receipt.Step), recovery.ThenNext, "Only "+given.String()+" could be given back that way.")
	}
}

// leave makes what is left of the debt what is to be given now, by the way that is taken.
func (l *life) leave(left recovery.Money) {
	if rest := l.due(); rest.Money != left {
		rest.Money, rest.Percent = left, 0
		l.state.Rest = &rest
	}
}

// gaveLess says whether a receipt is for less than was ordered by its step. Where more was
// added later, steps of several tiers give it together, and one that is not on order now
// had given what it was to give.
func (l *life) gaveLess(receipt recovery.Receipt) bool {
	if len(l.state.Told) == 0 {
		return true
	}
	return receipt.Step == l.onOrder && receipt.Money.Amount < l.due().Money.Amount
}

// ways are the play's other ways to give what this tier owes.
func (l *life) ways() []recovery.Way {
	for i := range l.play.Tiers {
		if l.play.Label(i) == l.state.Tier {
			return l.play.Tiers[i].Else
		}
	}
	return nil
}

// anotherWay takes the next way that the play has for what is left, and puts it on
// record before it is ordered. Where none is left, or where no machine should
// decide, a person does.
func (l *life) anotherWay(ctx workflow.Context, then recovery.Then, why string) {
	l.anotherWayThan(ctx, l.due().Kind, then, why)
}

// anotherWayThan is anotherWay where one of the ways has failed.
func (l *life) anotherWayThan(ctx workflow.Context, failed recovery.RemedyKind, then recovery.Then, why string) {
	l.blocked.Remedy = why
	debt := *l.state.Owed
	left, some := debt.Less(l.given(""))
	if some {
		l.leave(left)
	}
	if then == recovery.ThenPerson || !some {
		return
	}
	added := len(l.state.Told) > 0
	if !added { // each way is taken once; where more was added, what each tier gave may come back
		failed = l.due().Kind
	}
	ways := l.ways()
	next := 1 + slices.IndexFunc(ways, func(way recovery.Way) bool { return way.Kind == failed })
	if next > 0 && !added && l.tries[string(failed)] == 0 {
		next-- // it was chosen for a part, and not ordered yet
	}
	for _, way := range ways[next:] {
		if err := way.Possible(debt, l.facts.Payment.Value, l.wordsAreOut(ctx)); err != nil {
			l.blocked.Remedy += " Not by " + string(way.Kind) + " either: " + sentence(err.Error())
			continue
		}
		rest := debt.By(way, left)
		l.state.Rest, l.blocked.Remedy = &rest, ""
		l.note(ctx, "Another way: "+rest.String()+".", "")
		l.record(ctx)
		return
	}
}

// wordsAreOut says whether the words about what is owed now have gone out, or are on their
// way, so that they can tell no coupon's code any more.
func (l *life) wordsAreOut(ctx workflow.Context) bool {
	switch {
	case !l.state.Added && !l.state.ApologyAt.IsZero():
		return true
	case len(l.unsure) > 0 && goesOnBeside(ctx):
		return true
	}
	return l.state.Added && l.wordsWereTaken()
}

// wordsWereTaken says whether a provider took the words about what is owed now.
func (l *life) wordsWereTaken() bool {
	return slices.ContainsFunc(l.state.Receipts, func(receipt recovery.Receipt) bool {
		kind, _, _ := stepNamed(receipt.Step)
		return isChannel(kind) && !l.wasTold(receipt.Step) && receipt.Word != recovery.Refused
	})
}

// parts is what the words say of each way, where there is more than the play's first, or
// more was given before that they were not told of.
func (l *life) parts() []recovery.Part {
	if l.state.Rest == nil && len(l.state.Untold) == 0 {
		return nil
	}
	var parts []recovery.Part
	for _, receipt := range l.state.Receipts {
		kind, _, ok := stepNamed(receipt.Step)
		if !ok || isChannel(kind) || receipt.Word == recovery.Refused || l.state.Added && l.wasTold(receipt.Step) {
			continue
		}
		gift := l.giftOf(receipt.Step)
		if receipt.Money.Amount > 0 {
			gift.Debt.Money, gift.Debt.Percent = receipt.Money, 0
		}
		progress := recovery.RemedyDone
		if receipt.Word == recovery.Pending {
			progress = recovery.RemedyComing
		}
		parts = append(parts, recovery.Part{Debt: gift.Debt, Progress: progress, Code: gift.Code})
	}
	if l.missing.Remedy && !l.remedyPending() {
		parts = append(parts, recovery.Part{Debt: l.due(), Progress: l.progress()})
	}
	return parts
}

// giftOf is what a step gives, or gave before more was owed.
func (l *life) giftOf(step string) recovery.Gift {
	for _, gift := range l.state.Untold {
		if gift.Step == step {
			return gift
		}
	}
	return recovery.Gift{Step: step, Debt: l.orderedBy(step)}
}

// keepUntold remembers what was given, where more is owed before the customer was told.
func (l *life) keepUntold() {
	if l.toldBefore() {
		l.state.Untold = nil
		return
	}
	for _, receipt := range l.state.Receipts {
		kind, _, ok := stepNamed(receipt.Step)
		if !ok || isChannel(kind) || receipt.Word == recovery.Refused || l.wasTold(receipt.Step) {
			continue
		}
		gift := recovery.Gift{Step: receipt.Step, Debt: l.orderedBy(receipt.Step)}
		if kind == string(recovery.KindCoupon) {
			gift.Code = l.code()
		}
		l.state.Untold = append(l.state.Untold, gift)
	}
}
