package activities

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// Refund gives money back to the way it was paid, once. Where less is left of the
// payment, that is given, and the receipt says how much. The receipt says arrived
// where Stripe says succeeded, which may still turn into failed days later.
func (r *Remedies) Refund(ctx context.Context, order RefundOrder) (recovery.Receipt, error) {
	return r.give(ctx, transfer{
		step: order.Step, money: order.Money,
		make: func(ctx context.Context, key string) (recovery.Receipt, error) { return r.refund(ctx, order, key) },
		part: func(ctx context.Context, key string) (recovery.Receipt, bool, error) {
			return r.refundRest(ctx, order, key)
		},
		find: func(ctx context.Context) (recovery.Receipt, bool, error) { return r.findRefund(ctx, order) },
	})
}

func (r *Remedies) refund(ctx context.Context, order RefundOrder, key string) (recovery.Receipt, error) {
	params := &stripe.RefundParams{
		Amount: stripe.Int64(order.Money.Amount),
		// Never "fraudulent": it puts the customer's card on a block list.
		Reason:   stripe.String(string(stripe.RefundReasonRequestedByCustomer)),
		Metadata: metadata(order.Step),
	}
	if order.Payment.PaymentIntent != "" {
		params.PaymentIntent = stripe.String(order.Payment.PaymentIntent)
	} else {
		params.Charge = stripe.String(order.Payment.Charge)
	}
	params.Context = ctx
	params.SetIdempotencyKey(key)
	refund, err := r.stripe.Refunds.New(params)
	if err != nil {
		return recovery.Receipt{}, err
	}
	r.Lanes.works(ctx, balance)
	return refundReceipt(refund, r.Now())
}

// findRefund reads through the payment's refunds: Stripe filters by payment, and
// not by metadata.
func (r *Remedies) findRefund(ctx context.Context, order RefundOrder) (recovery.Receipt, bool, error) {
	params := &stripe.RefundListParams{}
	if order.Payment.PaymentIntent != "" {
		params.PaymentIntent = stripe.String(order.Payment.PaymentIntent)
	} else {
		params.Charge = stripe.String(order.Payment.Charge)
	}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	refunds := r.stripe.Refunds.List(params)
	for refunds.Next() {
		if refund := refunds.Refund(); isOf(order.Step, refund.Metadata) {
			receipt, err := refundReceipt(refund, r.Now())
			return receipt, err == nil, err
		}
	}
	return recovery.Receipt{}, false, refunds.Err()
}

// isOf says whether an object at Stripe was made by this step.
func isOf(step Step, written map[string]string) bool {
	return written[MetaRecovery] == step.Recovery && written[MetaStep] == step.Name
}

// errEmpty is an answer that parsed and said nothing: no more is known than
// without it.
var errEmpty = errors.New("the answer holds no object")

// refundReceipt reads a refund's status.
func refundReceipt(refund *stripe.Refund, now time.Time) (recovery.Receipt, error) {
	if refund == nil || refund.ID == "" {
		return recovery.Receipt{}, errEmpty
	}
	receipt := recovery.Receipt{
		Provider: ProviderStripe, ID: refund.ID, Status: string(refund.Status), At: now.UTC(),
		Money: recovery.Money{Amount: refund.Amount, Currency: recovery.Currency(strings.ToLower(string(refund.Currency)))},
	}
	return RefundStatus(receipt, string(refund.FailureReason)), nil
}

// RefundStatus reads what a refund's status and failure_reason come to. It is for
// what Stripe answers and for what its events tell alike.
func RefundStatus(receipt recovery.Receipt, reason string) recovery.Receipt {
	receipt.Word = recovery.Pending
	switch stripe.RefundStatus(receipt.Status) {
	case stripe.RefundStatusSucceeded:
		receipt.Word = recovery.Arrived
	case stripe.RefundStatusFailed, stripe.RefundStatusCanceled:
		if reason == "" {
			reason = receipt.Status
		}
		return stripeRefundFailed.verdict(0, 0, reason).refusedReceipt(receipt)
	default: // pending, requires_action
	}
	return receipt
}
