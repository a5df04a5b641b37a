package show

import (
	"testing"

	"makegood/internal/backtest"
)

func TestWhatABudgetKeepsWaiting(t *testing.T) {
	for name, test := range map[string]struct {
		waits  int64
		custom int64
		want   string
	}{
		"some":          {4, 0, "a budget of 5.00 EUR a day would have had 4 recoveries wait for a person, with 6.00 EUR, on 1 of 1 day with recoveries"},
		"one":           {1, 0, "a budget of 5.00 EUR a day would have had 1 recovery wait for a person, with 6.00 EUR, on 1 of 1 day with recoveries"},
		"none":          {0, 0, "a budget of 5.00 EUR a day would have had nothing wait for a person"},
		"custom alone":  {0, 48, "a budget of 5.00 EUR a day would have had nothing wait for a person; the custom remedies (48) are not in it, as they have no amount in money"},
		"custom beside": {1, 2, "a budget of 5.00 EUR a day would have had 1 recovery wait for a person, with 6.00 EUR, on 1 of 1 day with recoveries; the custom remedies (2) are not in it, as they have no amount in money"},
	} {
		play := &backtest.Play{
			Days: []backtest.Day{{Date: "2026-01-01"}}, Tiers: []backtest.Tier{{Given: backtest.Given{Custom: test.custom}}},
			Budget: &backtest.Budget{PerDay: backtest.Money{"eur": 500}, Recoveries: test.waits, Money: backtest.Money{}},
		}
		if test.waits > 0 {
			play.Budget.Money, play.Budget.Days = backtest.Money{"eur": 600}, 1
		}
		if got := budgetSaid(play); got != test.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
