package proof

import (
	"fmt"

	"makegood/recovery"
)

// budget remarks on a budget that holds up nothing, or everything.
func (r *reader) budget() {
	play := r.work.Play
	if play.Budget == nil {
		return
	}
	if !givesMoney(play) {
		r.at("budget", Remark{
			Kind: IdleBudget, What: "the play gives no money that a budget could hold up",
			Why:  "a share off the next purchase, and a remedy of your own, have no amount that counts",
			Mend: "remove it, or give an amount",
		})
	}
	for i, limit := range play.Budget.PerDay {
		tier, most := 0, recovery.Money{}
		for j := range play.Tiers {
			if flat := flatOf(play.Tiers[j].Remedy); flat.Currency == limit.Currency && flat.Amount > most.Amount {
				tier, most = j, flat
			}
		}
		if most.Amount <= limit.Amount {
			continue
		}
		path := "budget.per_day"
		if len(play.Budget.PerDay) > 1 {
			path = fmt.Sprintf("%s[%d]", path, i)
		}
		r.at(path, Remark{
			Kind: LowBudget, What: fmt.Sprintf("%s a day is less than a single customer gets: from %s on it is %s", limit, play.Label(tier), most),
			Why:  "what goes beyond a day's budget waits for a person, or for approve_within to be over",
			Mend: fmt.Sprintf("write %s at the least, for each customer whom a day may have", most),
		})
	}
}

// flatOf is what a remedy gives at the least, of what is flat in it.
func flatOf(remedy recovery.Remedy) recovery.Money {
	if amount := remedy.Money(); amount != nil {
		return leastOf(amount)
	}
	if coupon := remedy.Coupon; coupon != nil {
		return leastOf(&recovery.Amount{Amount: coupon.Amount, Dated: coupon.Dated})
	}
	return recovery.Money{}
}

// leastOf is what an amount comes to at least, of what is flat in it; nothing where
// nothing is.
func leastOf(a *recovery.Amount) (least recovery.Money) {
	switch {
	case a.Per > 0:
		return least // it may be no period at all
	case a.Amount != nil:
		least = *a.Amount
	}
	for _, row := range a.Dated {
		if row.Money.Amount > least.Amount {
			least = row.Money
		}
	}
	for i := range a.Sum {
		if part := leastOf(&a.Sum[i]); part.Amount > 0 {
			least = recovery.Money{Amount: least.Amount + part.Amount, Currency: part.Currency}
		}
	}
	if a.AtMost != nil && a.AtMost.Currency == least.Currency {
		least.Amount = min(least.Amount, a.AtMost.Amount)
	}
	return least
}
