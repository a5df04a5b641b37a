package activities

import (
	"context"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// Coupon makes a coupon and the promotion code for it, once. The receipt's ID is
// the promotion code's; it says arrived when both exist.
//
// Both have a natural key of their own that lasts longer than any idempotency
// key: the coupon an id that we choose, the code itself, which is unique among
// active ones. So what is there is always found, and never made twice.
func (r *Remedies) Coupon(ctx context.Context, order CouponOrder) (recovery.Receipt, error) {
	return r.give(ctx, transfer{
		step: order.Step, money: order.Money,
		make: func(ctx context.Context, key string) (recovery.Receipt, error) {
			if err := r.coupon(ctx, order, key); err != nil {
				return recovery.Receipt{}, err
			}
			receipt, err := r.promotionCode(ctx, order, key)
			receipt.Money = order.Money
			return receipt, err
		},
		find: func(ctx context.Context) (recovery.Receipt, bool, error) {
			receipt, found, err := r.findCode(ctx, order)
			receipt.Money = order.Money
			return receipt, found, err
		},
	})
}

// couponID is the coupon's own id. A colon, as in "coupon:2", is kept out of it,
// since it stands in URLs.
func couponID(step Step) string { return strings.ReplaceAll(step.Key(), ":", "-") }

func (r *Remedies) coupon(ctx context.Context, order CouponOrder, key string) error {
	params := &stripe.CouponParams{
		ID:             stripe.String(couponID(order.Step)),
		Name:           stripe.String(shorten(order.Name, 40)), // Stripe's limit
		Duration:       stripe.String(string(stripe.CouponDurationOnce)),
		MaxRedemptions: stripe.Int64(1),
		RedeemBy:       stripe.Int64(order.Expires.Unix()),
		Metadata:       metadata(order.Step),
	}
	if order.Percent > 0 {
		params.PercentOff = stripe.Float64(order.Percent.Float())
	} else {
		params.AmountOff = stripe.Int64(order.Money.Amount)
		params.Currency = stripe.String(string(order.Money.Currency))
	}
	params.Context = ctx
	params.SetIdempotencyKey(key)
	made, err := r.stripe.Coupons.New(params)
	if verdict := classifyStripe(err); verdict != nil && verdict.Code == string(stripe.ErrorCodeResourceAlreadyExists) {
		return r.sameCoupon(ctx, order, err)
	}
	if err == nil && made.ID == "" {
		return errEmpty
	}
	return err
}

// sameCoupon says whether the coupon that has our id is the one we meant: ours,
// and worth the same.
func (r *Remedies) sameCoupon(ctx context.Context, order CouponOrder, exists error) error {
	params := &stripe.CouponParams{}
	params.Context = ctx
	there, err := r.stripe.Coupons.Get(couponID(order.Step), params)
	if err != nil {
		return err
	}
	worth := there.AmountOff == order.Money.Amount && there.PercentOff == 0
	if order.Percent > 0 {
		worth = there.PercentOff == order.Percent.Float()
	}
	if !worth || !isOf(order.Step, there.Metadata) {
		return exists
	}
	return nil
}

func (r *Remedies) promotionCode(ctx context.Context, order CouponOrder, key string) (recovery.Receipt, error) {
	params := &stripe.PromotionCodeParams{
		Coupon:         stripe.String(couponID(order.Step)),
		Code:           stripe.String(order.Code),
		MaxRedemptions: stripe.Int64(1),
		ExpiresAt:      stripe.Int64(order.Expires.Unix()),
		Metadata:       metadata(order.Step),
	}
	if order.Customer != "" {
		params.Customer = stripe.String(order.Customer)
	}
	params.Context = ctx
	params.SetIdempotencyKey(key + ":code") // another endpoint under the same key would be an idempotency_error
	made, err := r.stripe.PromotionCodes.New(params)
	if verdict := classifyStripe(err); verdict != nil && verdict.Kind == Final {
		// Which code Stripe gives to a promotion code that is taken is not
		// documented: whatever it says, ours being there settles it.
		if receipt, found, lookErr := r.findCode(ctx, order); lookErr != nil || found {
			return receipt, lookErr
		}
	}
	if err != nil {
		return recovery.Receipt{}, err
	}
	return codeReceipt(made, r.Now())
}

// findCode looks for the promotion code among those of the same word.
func (r *Remedies) findCode(ctx context.Context, order CouponOrder) (recovery.Receipt, bool, error) {
	params := &stripe.PromotionCodeListParams{Code: stripe.String(order.Code)}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	codes := r.stripe.PromotionCodes.List(params)
	for codes.Next() {
		if code := codes.PromotionCode(); isOf(order.Step, code.Metadata) {
			receipt, err := codeReceipt(code, r.Now())
			return receipt, err == nil, err
		}
	}
	return recovery.Receipt{}, false, codes.Err()
}

func codeReceipt(code *stripe.PromotionCode, now time.Time) (recovery.Receipt, error) {
	if code == nil || code.ID == "" {
		return recovery.Receipt{}, errEmpty
	}
	status := "active"
	if !code.Active {
		status = "inactive" // used, or withdrawn by a person: it was given all the same
	}
	return recovery.Receipt{Provider: ProviderStripe, ID: code.ID, Status: status, Word: recovery.Arrived, At: now.UTC()}, nil
}

// shorten keeps whole characters.
func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
