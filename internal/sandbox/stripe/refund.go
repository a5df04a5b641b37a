package stripe

import (
	"time"

	"makegood/internal/sandbox/twin"
)

const (
	statusPending   = "pending"
	statusSucceeded = "succeeded"
	statusFailed    = "failed"
)

// Refund is kept as it was accepted; its status follows from the time.
type Refund struct {
	ID        string            `json:"id"`
	Amount    int64             `json:"amount"`
	Payment   string            `json:"payment"`
	Reason    string            `json:"reason,omitempty"`
	Metadata  map[string]string `json:"metadata"`
	Behaviour string            `json:"behaviour,omitempty"`
	Created   time.Time         `json:"created"`
	Settles   time.Time         `json:"settles"` // when a pending or failing one changes
}

func (r *Refund) status(now time.Time) string {
	settled := !now.Before(r.Settles)
	switch {
	case r.Behaviour == "pending" && !settled:
		return statusPending
	case r.Behaviour == "fails" && settled:
		return statusFailed
	}
	return statusSucceeded
}

var refundFields = expandable("amount", "charge", "payment_intent", "reason", "metadata[]",
	"refund_application_fee", "reverse_transfer", "instructions_email", "currency", "customer", "origin")

func (t *Twin) createRefund(c *twin.Call, p *params) execution {
	p.unmodelled("refund_application_fee", "reverse_transfer", "instructions_email", "currency", "customer", "origin")
	r := Refund{
		Amount:   p.amount("amount", 1),
		Reason:   p.oneOf("reason", "duplicate", "fraudulent", "requested_by_customer"),
		Metadata: p.metadata(),
	}
	intent, charge := p.text("payment_intent"), p.text("charge")
	if intent == "" && charge == "" {
		p.refuse(invalid("parameter_missing", "", "One of the following params should be provided for this request: payment_intent or charge."))
	}
	return func(tx *twin.Tx) (object, *Error) {
		paid, err := t.paid(intent, charge)
		if err != nil {
			return nil, err
		}
		if err := t.refundable(tx, paid, &r); err != nil {
			return nil, err
		}
		r.ID, r.Payment, r.Behaviour = twin.ID("re_3", 23), paid.ID, paid.Behaviour
		r.Created, r.Settles = tx.Now, tx.Now.Add(t.world.Pace)
		t.refunds.Add(tx, r.ID, &r)
		t.indexRefund(&r)
		t.tell(tx, &r, object{"id": p.request, "idempotency_key": orNull(c.Header.Get(keyHeader))})
		return t.refundOf(tx, &r), nil
	}
}

// paid finds the payment by its intent, its charge, or both where they agree.
func (t *Twin) paid(intent, charge string) (*Payment, *Error) {
	byIntent, byCharge := t.payments.Get(intent), t.byCharge[charge]
	switch {
	case intent != "" && byIntent == nil:
		return nil, missing("payment_intent", intent, "payment_intent")
	case charge != "" && byCharge == nil:
		return nil, missing("charge", charge, "charge")
	case byIntent != nil && byCharge != nil && byIntent != byCharge:
		return nil, invalid("", "charge", "The charge %s does not belong to the PaymentIntent %s.", charge, intent)
	case byIntent != nil:
		return byIntent, nil
	}
	return byCharge, nil
}

// refundable refuses what Stripe would not give back, and fills in the amount
// where none was asked for: all that remains.
func (t *Twin) refundable(tx *twin.Tx, paid *Payment, r *Refund) *Error {
	left := paid.Amount - t.refunded(tx, paid)
	var e *Error
	switch {
	case paid.Behaviour == "disputed":
		e = invalid("charge_disputed", "", "Charge %s has been charged back; cannot issue a refund.", paid.charge())
	case left == 0:
		e = invalid("charge_already_refunded", "", "Charge %s has already been refunded.", paid.charge())
	case r.Amount > left:
		// Stripe gives this one no code.
		e = invalid("", "amount", "Refund amount (%s) is greater than unrefunded amount on charge (%s)",
			written(r.Amount, paid.Currency), written(left, paid.Currency))
	case r.Amount == 0:
		r.Amount = left
	}
	if e != nil {
		e.Charge = paid.charge()
	}
	return e
}

func (t *Twin) indexRefund(r *Refund) {
	t.byPayment[r.Payment] = append(t.byPayment[r.Payment], r)
}

func (t *Twin) getRefund(c *twin.Call, _ *params) execution {
	id := c.PathValue("id")
	return func(tx *twin.Tx) (object, *Error) {
		r := t.refunds.Get(id)
		if r == nil {
			return nil, missing("refund", id, "id")
		}
		return t.refundOf(tx, r), nil
	}
}

func (t *Twin) listRefunds(c *twin.Call, p *params) execution {
	l, intent, charge := p.listing(), p.text("payment_intent"), p.text("charge")
	return func(tx *twin.Tx) (object, *Error) {
		items := t.refunds.All()
		if intent != "" || charge != "" {
			paid, err := t.paid(intent, charge)
			if err != nil {
				return nil, err
			}
			items = t.byPayment[paid.ID]
		}
		return l.page(c.URL.Path, "refund", newest(items, nil, func(r *Refund) listed {
			return listed{r.ID, r.Created.Unix(), func() object { return t.refundOf(tx, r) }}
		}))
	}
}

func (t *Twin) refundOf(tx *twin.Tx, r *Refund) object {
	paid := t.payments.Get(r.Payment)
	out := object{
		"id": r.ID, "object": "refund",
		"amount": r.Amount, "balance_transaction": "txn_" + r.ID[len("re_"):], "charge": paid.charge(),
		"created": r.Created.Unix(), "currency": paid.Currency,
		"destination_details": object{"card": object{"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"}, "type": "card"},
		"metadata":            r.Metadata, "payment_intent": paid.ID, "reason": orNull(r.Reason),
		"receipt_number": nil, "source_transfer_reversal": nil, "status": r.status(tx.Now), "transfer_reversal": nil,
	}
	if out["status"] == statusFailed {
		out["failure_reason"] = "expired_or_canceled_card"
		out["failure_balance_transaction"] = "txn_f" + r.ID[len("re_"):]
	}
	return out
}
