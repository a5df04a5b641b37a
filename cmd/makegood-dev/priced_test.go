package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"makegood/internal/backtest"
	"makegood/recovery"
)

// tally is what some recoveries came to: how many, and how much, by tier.
type tally map[float64]backtest.Given

// What the backtest says that flights will cost is what they cost on the running system.
func TestTheBacktestSaysWhatItCosts(t *testing.T) {
	h := live(t)
	const play = "late-flight"
	random := rand.New(rand.NewPCG(4, 2))
	var recorded bytes.Buffer
	var all []*recovery.Observation
	for i := range 60 {
		o := observation("1", "flight.delayed", fmt.Sprintf("priced-%d", i), "delay_minutes", float64(100+random.IntN(320)))
		o.Resolved = true
		o.Payment.Amount, o.Payment.Currency = 1000+random.Int64N(60_000), []recovery.Currency{"eur", "gbp", "usd"}[random.IntN(3)]
		all = append(all, o)
		if err := json.NewEncoder(&recorded).Encode(o); err != nil {
			t.Fatal(err)
		}
	}
	foretold, err := backtest.Run(t.Context(), backtest.Options{
		Inputs: []backtest.Input{{Name: "recorded", Open: func() (io.ReadCloser, error) { return io.NopCloser(&recorded), nil }}},
		Play:   h.playbook, Only: []string{play}, Now: time.Now().Add(time.Minute),
	})
	if err != nil {
		t.Fatal(err)
	}
	want, dismissed := tally{}, foretold.Plays[0].Dismissed
	for _, tier := range foretold.Plays[0].Tiers {
		want[tier.AtLeast] = tier.Given
	}

	h.paid(t, all...)
	h.takes(t, all...)
	got := tally{}
	for _, o := range all {
		state := h.ended(t, o.RecoveryID())
		if state.Stage == recovery.Dismissed {
			dismissed--
			continue
		}
		tier, err := strconv.ParseFloat(state.Tier, 64)
		if err != nil || state.Stage != recovery.Delivered {
			t.Fatalf("%s is %s at tier %q: %s", state.ID, state.Stage, state.Tier, state.Why)
		}
		one := got[tier]
		if one.Refunds == nil {
			one.Refunds, one.Credits = backtest.Money{}, backtest.Money{}
		}
		one.Recoveries++
		given := h.provided(t, state.ID)
		for _, amount := range given.refunds {
			one.Refunds[o.Payment.Currency] += amount
		}
		one.Coupons += int64(len(given.codes))
		got[tier] = one
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || dismissed != 0 {
		t.Errorf("the backtest foretold otherwise (-foretold +given), and %d more dismissals: %s", dismissed, diff)
	}
}
