package proof

import (
	"fmt"
	"strings"

	"makegood/recovery"
)

// money remarks on amounts that do not come to what one would think.
func (r *reader) money() {
	play := r.work.Play
	for i, tier := range play.Tiers {
		if refund := tier.Remedy.Refund; refund != nil && isFlat((*recovery.Amount)(refund)) && !strings.Contains(play.When, "payment.amount") {
			r.at(fmt.Sprintf("tiers[%d].remedy.refund", i), Remark{
				Kind: FlatRefund, What: "a flat refund above what was paid is cut to it, and no other way gives the rest",
				Why:  "only what was paid can go back: of 250.00 EUR for a ticket of 89.00 EUR, 161.00 EUR are never given",
				Mend: "begin with credit, or say in when how much must have been paid (payment.amount)",
			})
		}
		if amount := tier.Remedy.Money(); amount != nil && amount.Grows() && play.Settle != recovery.SettleResolved {
			r.at(fmt.Sprintf("tiers[%d].remedy.%s.per", i, tier.Remedy.Kind()), Remark{
				Kind: Growth, What: "what this grows by after the tier is met is not given, not with top_up either",
				Why:  "the play settles as soon as the tier is reached, and later reports within the tier add nothing",
				Mend: "write settle: resolved",
			})
		}
		if tier.AtLeast < 0 {
			r.at(fmt.Sprintf("tiers[%d].at_least", i), Remark{
				Kind: BelowZero, What: "this is below 0",
				Why:  "a measure that is never below 0 meets it with every report",
				Mend: "write a number above 0, where the measure cannot be below it",
			})
		}
	}
}

// isFlat says whether a part of an amount does not hang on what was paid.
func isFlat(a *recovery.Amount) bool {
	flat := a.Amount != nil || len(a.Dated) > 0
	for i := range a.Sum {
		flat = flat || isFlat(&a.Sum[i])
	}
	return flat
}

// givesMoney says whether any tier owes an amount.
func givesMoney(play *recovery.Play) bool {
	for _, tier := range play.Tiers {
		coupon := tier.Remedy.Coupon
		if tier.Remedy.Money() != nil || coupon != nil && (coupon.Amount != nil || len(coupon.Dated) > 0) {
			return true
		}
	}
	return false
}
