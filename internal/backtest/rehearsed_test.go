package backtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"makegood/config"
	"makegood/internal/backtest"
	"makegood/internal/rehearsal"
	"makegood/recovery"
)

// came is what the recoveries of a play came to.
type came struct {
	Recoveries, Dismissed, Person int64
	Tiers                         map[string]int64
	Cost                          backtest.Money
}

// What the backtest says of scenarios that once went wrong is what the workflow does.
func TestTheBacktestSaysWhatTheWorkflowDoes(t *testing.T) {
	for _, name := range []string{"stacked-seen-again", "stacked-measure", "stacked-on-person", "tier-adds-nothing", "hold-end"} {
		folder := filepath.Join("..", "rehearsal", "testdata", "found", name)
		book, err := config.LoadPlaybook(folder)
		if err != nil {
			t.Fatal(err)
		}
		texts, err := config.FindScenarios(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			file, err := config.ParseScenarios(text.File, text.Data, book.TriggerOf(text))
			if err != nil {
				t.Fatal(err)
			}
			for i := range file.Scenarios {
				t.Run(name+"/"+file.Scenarios[i].Name, func(t *testing.T) { same(t, book, &file.Scenarios[i]) })
			}
		}
	}
}

const drawn = `
version: 1
trigger: late
measure: m
once_per: incident
apology: {channels: [email], subject: {en: "Late"}, text: {en: "Sorry. {{.Remedy}} Ref {{.Ref}}"}}
`

// So do some of one incident, seen again and again.
func TestIncidentsSeenAgainAreThoseOfTheWorkflow(t *testing.T) {
	var plays []*recovery.Play
	for _, text := range []string{
		"play: gold\nwhen: 'attributes.gold'\ntiers: [{at_least: 20, remedy: {refund: {percent: 10}}}]",
		"play: late\nhold: 10m\ntiers: [{at_least: 20, remedy: {refund: {percent: 50, at_most: 6.00 EUR}}}, {at_least: 40, remedy: {refund: {percent: 80}}}]",
		"play: more\nwhen: 'attributes.more'\ntop_up: true\ntiers: [{at_least: 20, remedy: {credit: {amount: 4.00 EUR}}}, {at_least: 40, remedy: {credit: {amount: 9.00 EUR}}}]",
	} {
		play, err := config.ParsePlay("play.yaml", []byte(text+drawn))
		if err != nil {
			t.Fatal(err)
		}
		plays = append(plays, play)
	}
	book := config.NewPlaybook(plays...)
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 7))
		scenario := &config.Scenario{Start: time.Date(2026, 10, 12, 10, 0, 0, 0, time.UTC)}
		at := time.Duration(0)
		for number := range 3 + random.IntN(6) {
			at += time.Duration(1+random.IntN(40)) * time.Minute
			if random.IntN(8) == 0 {
				at += 8 * 24 * time.Hour // each play has closed
			}
			o := recovery.Observation{
				ID: fmt.Sprint("o-", number), Trigger: "late", Experience: []string{"a", "b", "c"}[random.IntN(3)], ObservedAt: scenario.Start.Add(at), Resolved: random.IntN(2) == 0,
				Incident:   []string{"", "i1", "i1", "i2"}[random.IntN(4)],
				Measures:   map[string]float64{"m": float64(5 + 20*random.IntN(3))},
				Attributes: map[string]any{"gold": random.IntN(3) == 0, "more": random.IntN(3) == 0},
				Customer:   recovery.Customer{ID: "c-1", Email: "ada@example.com"},
				Payment:    &recovery.Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 100 * (1 + random.Int64N(40)), Currency: "eur"},
			}
			scenario.Observed = append(scenario.Observed, config.Observed{At: at, Observation: o})
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) { same(t, book, scenario) })
	}
}

// same plays a scenario, and holds what came of it against the backtest.
func same(t *testing.T, book *config.Playbook, scenario *config.Scenario) {
	outcome := rehearsal.Rehearse(t.Context(), book, scenario)
	if outcome.Err != nil {
		t.Fatal(outcome.Err)
	}
	want, got := map[string]*came{}, map[string]*came{}
	for _, play := range book.Plays() {
		want[play.Name] = &came{Tiers: map[string]int64{}, Cost: backtest.Money{}}
	}
	for _, id := range outcome.Recoveries {
		state, _ := outcome.State(id)
		to := want[state.Play]
		if state.Stage == recovery.Dismissed {
			to.Dismissed++
			continue
		}
		to.Recoveries++
		to.Tiers[state.Tier]++
		if state.Stage == recovery.NeedsPerson {
			to.Person++
		}
		for _, gift := range outcome.Gifts {
			if gift.Recovery == id {
				to.Cost[gift.Money.Currency] += gift.Money.Amount
			}
		}
	}

	var lines bytes.Buffer
	for i := range scenario.Observed {
		if err := json.NewEncoder(&lines).Encode(&scenario.Observed[i].Observation); err != nil {
			t.Fatal(err)
		}
	}
	recorded := lines.String()
	until := scenario.Start.Add(90 * 24 * time.Hour)
	result, err := backtest.Run(t.Context(), backtest.Options{
		Inputs: []backtest.Input{{Name: "recorded", Open: func() (io.ReadCloser, error) { return io.NopCloser(&lines), nil }}},
		Play:   book, Until: until, Now: until.Add(time.Hour),
	})
	if err != nil || result.Read.Unusable > 0 {
		t.Fatal(err, result.Read.FirstUnusable)
	}
	observations := int64(0)
	for _, play := range result.Plays {
		one := &came{play.Recoveries, play.Dismissed, play.NeedsPerson, map[string]int64{}, play.Cost}
		for _, tier := range play.Tiers {
			if tier.Recoveries > 0 {
				one.Tiers[tier.Label] = tier.Recoveries
			}
		}
		got[play.Name] = one
		observations += play.Observations
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the backtest says otherwise (-workflow +backtest): %s\n%s", diff, recorded)
	}
	if observations != int64(len(scenario.Observed)) {
		t.Errorf("%d of %d observations are counted\n%s", observations, len(scenario.Observed), recorded)
	}
}
