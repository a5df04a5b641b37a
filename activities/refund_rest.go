package activities

import (
	"context"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// refundRest gives back what is left of a payment that less is left of than we
// owe. The key is one of its own: under the step's, other parameters would be an
// idempotency_error. Where nothing is left any more, what an earlier try sent may
// have landed since we looked.
func (r *Remedies) refundRest(ctx context.Context, order RefundOrder, key string) (recovery.Receipt, bool, error) {
	left, err := r.refundable(ctx, order.Payment)
	switch {
	case err != nil || left >= order.Money.Amount:
		return recovery.Receipt{}, false, err
	case left <= 0:
		return r.findRefund(ctx, order)
	}
	order.Money.Amount = left
	receipt, err := r.refund(ctx, order, key)
	return receipt, err == nil, err
}

// refundable is how much of a payment has not been given back.
func (r *Remedies) refundable(ctx context.Context, payment recovery.Payment) (int64, error) {
	charge := payment.Charge
	if payment.PaymentIntent != "" {
		params := &stripe.PaymentIntentParams{}
		params.Context = ctx
		intent, err := r.stripe.PaymentIntents.Get(payment.PaymentIntent, params)
		switch {
		case err != nil:
			return 0, err
		case intent.LatestCharge == nil:
			return 0, nil
		}
		charge = intent.LatestCharge.ID
	}
	params := &stripe.ChargeParams{}
	params.Context = ctx
	paid, err := r.stripe.Charges.Get(charge, params)
	if err != nil {
		return 0, err
	}
	return paid.Amount - paid.AmountRefunded, nil
}
