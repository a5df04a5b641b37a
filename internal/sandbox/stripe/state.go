package stripe

import "makegood/internal/sandbox/twin"

// State is everything, as Stripe's objects, oldest first.
type State struct {
	Payments            []map[string]any `json:"payments"`
	Refunds             []object         `json:"refunds"`
	Coupons             []object         `json:"coupons"`
	PromotionCodes      []object         `json:"promotion_codes"`
	BalanceTransactions []object         `json:"balance_transactions"`
}

// State needs the world's lock.
func (t *Twin) State(tx *twin.Tx) State {
	return State{
		Payments:            all(t.payments.All(), func(p *Payment) map[string]any { return t.PaymentState(tx, p) }),
		Refunds:             all(t.refunds.All(), func(r *Refund) object { return t.refundOf(tx, r) }),
		Coupons:             all(t.coupons.All(), func(c *Coupon) object { return c.object(tx) }),
		PromotionCodes:      all(t.codes.All(), func(p *PromotionCode) object { return t.promotionCodeOf(tx, p) }),
		BalanceTransactions: all(t.credits.All(), func(b *Credit) object { return b.object() }),
	}
}

// PaymentState is a payment as it was seeded, and what became of it.
func (t *Twin) PaymentState(tx *twin.Tx, p *Payment) map[string]any {
	refunded := t.refunded(tx, p)
	out := map[string]any{
		"id": p.ID, "charge": p.charge(), "amount": p.Amount, "currency": p.Currency, "customer": orNull(p.Customer),
		"created": p.Created, "amount_refunded": refunded, "amount_left": p.Amount - refunded,
	}
	if p.Behaviour != "" {
		out["behaviour"] = p.Behaviour
	}
	return out
}

func all[T, S any](items []T, show func(T) S) []S {
	out := make([]S, len(items))
	for i, item := range items {
		out[i] = show(item)
	}
	return out
}
