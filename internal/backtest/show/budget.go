package show

import (
	"fmt"

	"makegood/internal/backtest"
)

// budgetSaid says what a play's budget would have kept waiting. Only money counts
// against one: of coupons for a share and of remedies of the author's own it knows
// nothing.
func budgetSaid(p *backtest.Play) string {
	said, custom := "a budget of "+money(p.Budget.PerDay, " and ")+" a day would have had ", int64(0)
	for i := range p.Tiers {
		custom += p.Tiers[i].Custom
	}
	if p.Budget.Recoveries > 0 {
		said += fmt.Sprintf("%s wait for a person, with %s, on %s of %s with recoveries", counted(p.Budget.Recoveries, "recovery", "recoveries"),
			money(p.Budget.Money, " and "), count(p.Budget.Days), counted(int64(len(p.Days)), "day", "days"))
	} else {
		said += "nothing wait for a person"
	}
	if custom > 0 {
		said += "; the custom remedies (" + count(custom) + ") are not in it, as they have no amount in money"
	}
	return said
}

// counted is a number and what it counts.
func counted(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + more
}
