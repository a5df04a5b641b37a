package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// claims makes so many claims at once, in any order, and answers what each was allowed.
func claimsAtOnce(t *testing.T, l *ledger.Ledger, n int, of func(i int) (recovery.State, recovery.Asked)) []recovery.Allowed {
	t.Helper()
	allowed := make([]recovery.Allowed, n)
	var all sync.WaitGroup
	for _, i := range rand.Perm(n) {
		all.Go(func() {
			state, asked := of(i)
			var err error
			if _, allowed[i], err = l.ClaimWithin(t.Context(), state, at(60), asked); err != nil {
				t.Errorf("claim %d: %v", i, err)
			}
		})
	}
	all.Wait()
	return allowed
}

func euros(amount int64) recovery.Debt {
	return recovery.Debt{Kind: recovery.KindRefund, Money: recovery.Money{Amount: amount, Currency: "eur"}}
}

// Whatever comes at once, one customer gets for one failure as much as the largest debt,
// and asked again each gets the same answer.
func testAllowedOnce(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	const n = 12
	of := func(i int) (recovery.State, recovery.Asked) {
		s := state(fmt.Sprintf("of-%d", i), recovery.Confirmed)
		s.Customer = "c-same"
		return s, recovery.Asked{Tier: "180", Debt: euros(int64(1000 + 100*(i%5))), Failure: "storm-23"}
	}
	first := claimsAtOnce(t, l, n, of)
	given := int64(0)
	for i, one := range first {
		_, asked := of(i)
		switch {
		case one.Covered && one.By == "":
			t.Errorf("claim %d is covered by nobody", i)
		case one.Covered:
		case one.Debt != nil:
			given += one.Debt.Money.Amount
		default:
			given += asked.Debt.Money.Amount
		}
	}
	if given != 1400 {
		t.Errorf("%d were given in all; the largest debt is 1400", given)
	}
	for i, one := range claimsAtOnce(t, l, n, of) {
		if diff := cmp.Diff(first[i], one); diff != "" && !one.Covered {
			t.Errorf("claim %d, asked again: %s", i, diff)
		}
		state, _ := of(i)
		if _, found, err := l.Recovery(t.Context(), state.ID); err != nil || found == first[i].Covered {
			t.Errorf("claim %d is on record: %v, and covered: %v (%v)", i, found, first[i].Covered, err)
		}
	}
}

func testAllowedWithinBudget(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	limit := recovery.Money{Amount: 100, Currency: "eur"}
	of := func(i int) (recovery.State, recovery.Asked) {
		s := state(fmt.Sprintf("of-%d", i), recovery.Confirmed)
		s.Customer = fmt.Sprintf("c-%d", i)
		return s, recovery.Asked{Tier: "180", Debt: euros(30), Day: "2026-11-21", Budget: &limit}
	}
	for range 2 {
		over := 0
		for _, one := range claimsAtOnce(t, l, 10, of) {
			if one.OverBudget {
				over++
			}
		}
		if over != 7 {
			t.Errorf("%d of ten claims of 30 are beyond a budget of 100; 7 are", over)
		}
	}
	state, asked := of(10)
	asked.Day = "2026-11-22"
	if _, allowed, err := l.ClaimWithin(t.Context(), state, at(60), asked); err != nil || allowed.OverBudget {
		t.Errorf("the next day has a budget of its own: %+v, %v", allowed, err)
	}
	state, asked = of(11)
	asked.Debt = euros(10)
	if _, allowed, err := l.ClaimWithin(t.Context(), state, at(60), asked); err != nil || allowed.OverBudget {
		t.Errorf("what waits is not spent, so 10 fit into what is left: %+v, %v", allowed, err)
	}
}

func testAllowedApologies(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	said := state("said", recovery.Delivered) // by a play that counts nothing
	said.Customer, said.ApologyAt = "c-same", time.Now().Add(-time.Hour)
	record(t, l, said)
	of := func(i int) (recovery.State, recovery.Asked) {
		s := state(fmt.Sprintf("of-%d", i), recovery.Confirmed)
		s.Customer = "c-same"
		return s, recovery.Asked{Tier: "180", Debt: euros(30), Fatigue: &recovery.Fatigue{Apologies: 3, Within: recovery.Duration(24 * time.Hour)}}
	}
	tired := 0
	for _, one := range claimsAtOnce(t, l, 10, of) {
		if one.Tired {
			tired++
		}
	}
	if tired != 8 {
		t.Errorf("of ten more apologies at once %d go to a person; one of three has been said, so 8 do", tired)
	}
}

// A higher tier of a recovery that is on record is weighed anew, and only once.
func testAllowedMore(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	limit := recovery.Money{Amount: 100, Currency: "eur"}
	s := state("one", recovery.Confirmed)
	s.Tier = "60"
	asked := recovery.Asked{Tier: "60", Debt: euros(60), Day: "2026-11-21", Budget: &limit}
	if prior, allowed, err := l.ClaimWithin(t.Context(), s, at(60), asked); err != nil || prior != nil || allowed.OverBudget {
		t.Fatalf("got %+v, %+v, %v", prior, allowed, err)
	}
	asked.Tier, asked.Debt, asked.Given, asked.Anew = "120", euros(120), []recovery.Debt{euros(60)}, true
	for range 2 {
		prior, allowed, err := l.ClaimWithin(t.Context(), s, at(60), asked)
		if err != nil || prior == nil || !allowed.OverBudget {
			t.Errorf("got %+v, %+v, %v", prior, allowed, err)
		}
	}
}

// What was allowed stands once it was given too: a run that is taken back to before it
// asks again. What was beyond a budget and is given waits no more.
func testAllowedAfterTheEnd(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	other := state("other", recovery.Confirmed)
	other.Customer = "c-same"
	asked := recovery.Asked{Tier: "60", Debt: euros(30), Failure: "storm-23"}
	if _, _, err := l.ClaimWithin(t.Context(), other, at(60), asked); err != nil {
		t.Fatal(err)
	}
	s := state("one", recovery.Confirmed)
	s.Customer, s.Tier = "c-same", "60"
	asked.Debt = euros(40)
	if _, _, err := l.ClaimWithin(t.Context(), s, at(60), asked); err != nil {
		t.Fatal(err)
	}
	asked.Tier, asked.Debt, asked.Given, asked.Anew = "120", euros(80), []recovery.Debt{euros(10)}, true
	asked.Day, asked.Budget = "2026-11-21", &recovery.Money{Amount: 1, Currency: "eur"}
	_, before, err := l.ClaimWithin(t.Context(), s, at(60), asked)
	if err != nil || before.Debt == nil || before.Debt.Money.Amount != 50 || !before.OverBudget {
		t.Fatalf("got %+v, %v", before, err)
	}
	s.Tier, s.Stage = "120", recovery.Delivered
	record(t, l, s)
	prior, after, err := l.ClaimWithin(t.Context(), s, at(60), asked)
	before.OverBudget = false
	if diff := cmp.Diff(before, after); err != nil || diff != "" || prior == nil || prior.Stage != recovery.Delivered {
		t.Errorf("once it is given, it was allowed otherwise: %v, %s", err, diff)
	}
}
