package workflows

import (
	"fmt"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

var (
	remedies *activities.Remedies
	receipts *activities.Receipts
)

// orderRemedy orders what is due, for a bounded time, or without end where the
// bound is 0. It is always the same step with the same keys, so that ordering it
// again gives nothing twice. It returns nil where there is nothing to order.
func (l *life) orderRemedy(ctx workflow.Context, within time.Duration) workflow.Future {
	if !l.missing.Remedy || l.blocked.Remedy != "" || l.remedyPending() || l.isHeld() {
		return nil
	}
	due, payment := l.due(), l.facts.Payment.Value
	if payment == nil && (due.Kind == recovery.KindRefund || due.Kind == recovery.KindCredit) {
		l.blocked.Remedy = "No payment is known any more; send retry with the payment."
		return nil
	}
	step := l.added(string(due.Kind))
	l.onOrder = step.Name
	if due.Kind == recovery.KindCustom {
		return l.orderCustom(ctx, step, due, within)
	}
	ctx = outside(ctx, activities.ProviderStripe, due.String(), within)
	switch due.Kind {
	case recovery.KindRefund:
		return workflow.ExecuteActivity(ctx, remedies.Refund, activities.RefundOrder{Step: step, Money: due.Money, Payment: *payment})
	case recovery.KindCredit:
		return workflow.ExecuteActivity(ctx, remedies.Credit, activities.CreditOrder{Step: step, Money: due.Money, Customer: payment.Customer})
	default:
		return workflow.ExecuteActivity(ctx, remedies.Coupon, l.couponOrder(step, due))
	}
}

func (l *life) couponOrder(step activities.Step, due recovery.Debt) activities.CouponOrder {
	order := activities.CouponOrder{
		Step: step, Percent: due.Percent, Money: due.Money,
		Code: l.code(), Name: "Apology " + l.state.Ref,
		Expires: l.state.ConfirmedAt.Add(due.Valid.Std()).Truncate(time.Second),
	}
	if payment := l.facts.Payment.Value; payment != nil {
		order.Customer = payment.Customer
	}
	return order
}

// takeRemedy waits for an ordered remedy and puts what became of it on record.
func (l *life) takeRemedy(ctx workflow.Context, ordered workflow.Future) {
	if ordered == nil {
		return
	}
	var receipt recovery.Receipt
	err := ordered.Get(ctx, &receipt)
	refusal, refused := refusalOf(err)
	if err == nil || refused {
		delete(l.answerless, string(l.due().Kind))
		defer l.answered(ctx)
	}
	if refused {
		why := sentence(refusal.Why)
		if why == "" { // an author's activity may give no reason
			why = "It was refused."
		}
		l.note(ctx, fmt.Sprintf("%s was refused: %s", l.due(), why), strings.TrimSpace(refusal.Provider+" "+refusal.Code))
		l.anotherWay(ctx, refusal.Then, why)
		return
	}
	if err != nil {
		l.customOverdue(ctx, "does a worker answer on its task queue?")
		return // not known: the same step is ordered again, without a bound
	}
	if l.due().Kind == recovery.KindCustom {
		if receipt, counts := l.takeCustom(ctx, receipt); counts {
			l.takeRemedyReceipt(ctx, receipt)
		}
		return
	}
	l.takeRemedyReceipt(ctx, receipt)
}

func (l *life) takeRemedyReceipt(ctx workflow.Context, receipt recovery.Receipt) {
	what := l.orderedBy(receipt.Step)
	if given := receipt.Money; receipt.Word != recovery.Refused && given.Amount != 0 && l.exceeds(receipt) {
		l.missing.Remedy = true
		l.blocked.Remedy = "The provider gave " + given.String() + ", and " + what.Money.String() + " is owed: what was reported of the payment is not what it was."
		l.keep(ctx, receipt, l.blocked.Remedy)
		return
	}
	switch receipt.Word {
	case recovery.Arrived:
		l.keep(ctx, receipt, what.Given(receipt.Money)+": done.")
	case recovery.Refused:
		l.keep(ctx, receipt, what.Given(receipt.Money)+": it did not arrive. "+sentence(receipt.Why))
		then, why := receipt.Then, sentence(receipt.Why)
		if asked := l.blocked.Remedy; l.missing.Remedy && asked != "" { // a person decides about all that is left
			then, why = recovery.ThenPerson, asked+" "+why
		}
		if l.byHand() {
			then, why = recovery.ThenPerson, l.cameBackBesideHand(why)
		}
		l.missing.Remedy = true
		if goesOnBeside(ctx) {
			defer l.weigh()()
			l.reopen(ctx, notKept) // before its way is put on record, which would say delivered
		}
		l.anotherWayThan(ctx, kindOfRemedy(receipt.Step), then, why)
		return
	default:
		l.keep(ctx, receipt, what.Given(receipt.Money)+": accepted, not yet final.")
	}
	l.weighRest(ctx, receipt)
}

// answered takes up the news of other money that waited for the answer to an order.
func (l *life) answered(ctx workflow.Context) {
	l.onOrder = ""
	if len(l.news.unread) > 0 && (len(l.state.Told) > 0 || goesOnBeside(ctx)) {
		l.readNews(ctx)
	}
}

// pendingRemedy is the provider's word on the remedy where that is not final.
func (l *life) pendingRemedy() (recovery.Receipt, bool) {
	for _, receipt := range l.state.Receipts {
		if kind, _, ok := stepNamed(receipt.Step); ok && !isChannel(kind) && receipt.Word == recovery.Pending {
			return receipt, true
		}
	}
	return recovery.Receipt{}, false
}

func (l *life) remedyPending() bool {
	_, pending := l.pendingRemedy()
	return pending
}

// awaitRemedy reads an accepted remedy back until it is final, however long. A
// call of the provider's has it read at once.
func (l *life) awaitRemedy(ctx workflow.Context) {
	for l.missing.Remedy && l.blocked.Remedy == "" {
		pending, is := l.pendingRemedy()
		if !is {
			return
		}
		l.state.Next = "Waiting until the money has arrived."
		l.flush(ctx)
		if kind, _, _ := stepNamed(pending.Step); kind == string(recovery.KindCustom) {
			l.awaitCustom(ctx)
			continue
		}
		receipt, err := l.await(ctx, "Has it arrived? "+l.orderedBy(pending.Step).String(), pending, 0)
		if refusal, refused := refusalOf(err); refused {
			l.blocked.Remedy = sentence(refusal.Why)
			return
		}
		if err != nil {
			l.blocked.Remedy = "Whether it arrived could not be read back."
			return
		}
		if l.wordOn(pending) != recovery.Pending {
			continue // a call has had it read meanwhile, and it was taken
		}
		l.takeRemedyReceipt(ctx, receipt)
	}
}

// progress is what the words may say of the remedy now.
func (l *life) progress() recovery.Progress {
	switch {
	case l.byHand(), l.missing.Remedy && l.blocked.Remedy != "":
		return recovery.RemedyByPerson
	case !l.missing.Remedy:
		return recovery.RemedyDone
	}
	return recovery.RemedyComing
}
