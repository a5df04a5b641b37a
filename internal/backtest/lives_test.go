package backtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/config"
	"makegood/recovery"
)

// stood is how many experiences came to what, by the play that they ran by in the end.
type stood struct {
	Recoveries, Dismissed, Watching, Person int64
	Cost                                    Money
}

// stands is what the backtest says of the same.
func stands(t *rapid.T, text []byte, book Playbook, until time.Time) (map[string]*stood, *Result) {
	result, err := Run(t.Context(), Options{Inputs: []Input{input(text)}, Play: book, Until: until, Now: clock, Memory: 1, Workers: 2})
	if err != nil || result.Read.Unusable > 0 {
		t.Fatalf("%v, %+v", err, result.Read.FirstUnusable)
	}
	got := map[string]*stood{"": {Dismissed: result.Sides[0].Inapplicable, Cost: Money{}}}
	for _, play := range result.Plays {
		got[play.Name] = &stood{play.Recoveries, play.Dismissed, play.Watching, play.NeedsPerson, play.Cost}
	}
	return got, result
}

// drawBook is some plays of one trigger, which apply to some observations each.
func drawBook(random *rand.Rand) []*recovery.Play {
	var plays []*recovery.Play
	for i, when := range []string{`attributes.a == "x"`, `attributes.b == "x"`, ""}[:2+random.IntN(2)] {
		dated := []recovery.DatedMoney{{From: "2026-01-01", Money: recovery.Money{Amount: 100, Currency: "eur"}}, {From: "2026-11-19", Money: recovery.Money{Amount: 900, Currency: "eur"}}}
		play := &recovery.Play{
			Name: fmt.Sprint("p", i), Version: 1, Trigger: "t", When: when, Measure: pick(random, "late", "late", "far", recovery.MeasureOpen, recovery.MeasureOccurrences),
			Within: recovery.Duration(5 * time.Hour), CloseAfter: recovery.Duration(time.Duration(5+random.IntN(20)) * time.Hour),
			Settle: pick(random, "", "", recovery.SettleResolved), TopUp: random.IntN(4) == 0,
			Tiers: []recovery.Tier{
				{AtLeast: 3, Remedy: recovery.Remedy{Refund: &recovery.Refund{Dated: dated}}},
				{AtLeast: 5, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 333_333}}},
			},
		}
		if random.IntN(3) == 0 {
			play.Exempt = recovery.Exempt{"cause": {"weather"}}
		}
		if play.Measure == recovery.MeasureOpen {
			play.Tiers[0].AtLeast, play.Tiers[1].AtLeast = 3*3600, 5*3600
		}
		if play.Settle == "" {
			play.Hold = recovery.Duration(pick(random, 0, 0, 20*time.Minute))
		} else {
			play.TopUp = false
		}
		plays = append(plays, play)
	}
	return plays
}

// Experiences that are dismissed and seen again, by several plays and by none.
func TestLivesAreThoseOfTheRunningSystem(t *testing.T) {
	again := 0
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5))
		plays := drawBook(random)
		book, until := config.NewPlaybook(plays...), clock.Add(-time.Hour)
		want := map[string]*stood{"": {Cost: Money{}}}
		for _, play := range plays {
			want[play.Name] = &stood{Cost: Money{}}
		}
		var text []byte
		for experience := range 12 {
			var observed []*recovery.Observation
			at := clock.Add(-time.Duration(60+random.IntN(20)) * time.Hour)
			for number := range 1 + random.IntN(7) {
				at = at.Add(time.Duration(1+random.IntN(pick(random, 60, 600, 1400))) * time.Minute)
				o := &recovery.Observation{
					ID: fmt.Sprint("o-", number), Trigger: "t", Experience: fmt.Sprint("e-", experience), ObservedAt: at, Resolved: random.IntN(3) == 0,
					Customer: recovery.Customer{ID: fmt.Sprint("c-", experience)}, Measures: map[string]float64{"late": float64(random.IntN(7)), "far": float64(random.IntN(5))},
					Attributes: map[string]any{"a": pick(random, "x", "y", "y"), "b": pick(random, "x", "y"), "cause": pick(random, "weather", "staff", "staff")},
				}
				if random.IntN(3) == 0 {
					o.Payment = &recovery.Payment{Amount: 1000 + random.Int64N(1e4), Currency: pick[recovery.Currency](random, "eur", "eur", "gbp"), PaymentIntent: "pi_1"}
				}
				if o.ObservedAt.After(until) {
					break
				}
				observed = append(observed, o)
			}
			for _, i := range random.Perm(len(observed)) {
				line, err := json.Marshal(observed[i])
				if err != nil {
					t.Fatal(err)
				}
				text = append(append(text, line...), '\n')
			}
			count(want, book, observed, until, &again)
		}
		got, result := stands(t, text, book, until)
		if !slices.ContainsFunc(plays, func(play *recovery.Play) bool { return play.TopUp }) {
			if difference := cmp.Diff(want, got); difference != "" {
				t.Fatalf("%s\n%s", difference, text)
			}
		}
		for i, play := range plays { // each point of the curve is the play asked again, whatever lives that leaves
			points := result.Plays[i].Curve
			for _, point := range []Shift{points[0], points[len(points)-1]} {
				moved, others := *play, slices.Clone(plays)
				moved.Tiers = slices.Clone(play.Tiers)
				moved.Tiers[point.Tier].AtLeast = recovery.Threshold(point.AtLeast)
				others[i] = &moved
				again, _ := stands(t, text, config.NewPlaybook(others...), until)
				if one := again[play.Name]; one.Recoveries != point.Recoveries || !maps.Equal(one.Cost, point.Cost) {
					t.Fatalf("%s at %v: %+v, a backtest of it %+v\n%s", play.Name, point.AtLeast, point, one, text)
				}
			}
		}
	})
	if again < 100 {
		t.Errorf("only %d were owed to anyone after a dismissal", again)
	}
}

// count adds one experience to what is wanted.
func count(want map[string]*stood, book Playbook, observed []*recovery.Observation, until time.Time, again *int) {
	w := watched(book, observed, until)
	switch {
	case len(observed) == 0:
	case w.play == nil:
		want[""].Dismissed++
	case w.verdict.Verdict == recovery.LetItGo:
		want[w.play.Name].Dismissed++
	case w.verdict.Verdict == recovery.Watch:
		want[w.play.Name].Watching++
	default:
		to := want[w.play.Name]
		to.Recoveries++
		if len(w.known) < len(observed) {
			*again++
		}
		if debt, err := w.owes(); err != nil {
			to.Person++
		} else {
			to.Cost[debt.Money.Currency] += debt.Money.Amount
		}
	}
}
