package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

var (
	remedies *activities.Remedies
	receipts *activities.Receipts
)

// orderRemedy orders what is owed, for a bounded time, or without end where the
// bound is 0. It is always the same step with the same keys, so that ordering it
// again gives nothing twice. It returns nil where there is nothing to order.
func (l *life) orderRemedy(ctx workflow.Context, within time.Duration) workflow.Future {
	if !l.missing.Remedy || l.blocked.Remedy != "" || l.remedyPending() {
		return nil
	}
	debt := l.state.Owed
	ctx = outside(ctx, debt.String(), within)
	step := l.again(string(debt.Kind))
	switch debt.Kind {
	case recovery.KindRefund:
		return workflow.ExecuteActivity(ctx, remedies.Refund, activities.RefundOrder{Step: step, Money: debt.Money, Payment: *l.facts.Payment.Value})
	case recovery.KindCredit:
		return workflow.ExecuteActivity(ctx, remedies.Credit, activities.CreditOrder{Step: step, Money: debt.Money, Customer: l.facts.Payment.Value.Customer})
	default:
		return workflow.ExecuteActivity(ctx, remedies.Coupon, l.couponOrder(step))
	}
}

func (l *life) couponOrder(step activities.Step) activities.CouponOrder {
	order := activities.CouponOrder{
		Step: step, Percent: l.state.Owed.Percent, Money: l.state.Owed.Money,
		Code: recovery.Code(l.state.ID), Name: "Apology " + l.state.Ref,
		Expires: l.state.ConfirmedAt.Add(l.state.Owed.Valid.Std()).Truncate(time.Second),
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
	if refusal, refused := refusalOf(err); refused {
		l.note(ctx, fmt.Sprintf("%s was refused: %s", l.state.Owed, sentence(refusal.Why)), refusal.Provider+" "+refusal.Code)
		l.blocked.Remedy = sentence(refusal.Why)
		return
	}
	if err != nil {
		return // not known: the same step is ordered again, without a bound
	}
	l.takeRemedyReceipt(ctx, receipt)
}

func (l *life) takeRemedyReceipt(ctx workflow.Context, receipt recovery.Receipt) {
	switch given := receipt.Money; {
	case given.Amount == 0 || given == l.state.Owed.Money:
	case receipt.Word != recovery.Refused:
		l.blocked.Remedy = "The provider gave " + given.String() + ", and " + l.state.Owed.Money.String() + " is owed: what was reported of the payment is not what it was."
		l.keep(ctx, receipt, l.blocked.Remedy)
		return
	}
	switch receipt.Word {
	case recovery.Arrived:
		l.missing.Remedy = false
		l.keep(ctx, receipt, l.state.Owed.String()+": done.")
	case recovery.Refused:
		l.blocked.Remedy = sentence(receipt.Why)
		l.keep(ctx, receipt, l.state.Owed.String()+": it did not arrive. "+l.blocked.Remedy)
	default:
		l.keep(ctx, receipt, l.state.Owed.String()+": accepted, not yet final.")
	}
}

// pendingRemedy is the provider's word on the remedy where that is not final.
func (l *life) pendingRemedy() (recovery.Receipt, bool) {
	kind := string(l.state.Owed.Kind)
	for _, receipt := range l.state.Receipts {
		if receipt.Word == recovery.Pending && (receipt.Step == kind || receipt.Step == stepName(kind, l.tries[kind])) {
			return receipt, true
		}
	}
	return recovery.Receipt{}, false
}

func (l *life) remedyPending() bool {
	_, pending := l.pendingRemedy()
	return pending
}

// awaitRemedy reads an accepted remedy back until it is final, however long.
func (l *life) awaitRemedy(ctx workflow.Context) {
	pending, is := l.pendingRemedy()
	if !is || !l.missing.Remedy {
		return
	}
	var receipt recovery.Receipt
	order := activities.ReceiptOrder{Step: activities.Step{Recovery: l.state.ID, Name: pending.Step, Since: l.state.ConfirmedAt}, Provider: pending.Provider, ID: pending.ID}
	l.state.Next = "Waiting until the money has arrived."
	l.flush(ctx)
	err := workflow.ExecuteActivity(outside(ctx, "Has it arrived? "+l.state.Owed.String(), 0), receipts.AwaitReceipt, order).Get(ctx, &receipt)
	if refusal, refused := refusalOf(err); refused {
		l.blocked.Remedy = sentence(refusal.Why)
		return
	}
	if err != nil {
		l.blocked.Remedy = "Whether it arrived could not be read back."
		return
	}
	l.takeRemedyReceipt(ctx, receipt)
}

// progress is what the words may say of the remedy now.
func (l *life) progress() recovery.Progress {
	switch {
	case !l.missing.Remedy:
		return recovery.RemedyDone
	case l.blocked.Remedy != "":
		return recovery.RemedyByPerson
	}
	return recovery.RemedyComing
}
