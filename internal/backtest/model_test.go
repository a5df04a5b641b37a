package backtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	difference "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/recovery"
)

// modelled is what the model and the backtest are held against each other by.
type modelled struct {
	Observations, Repeated, Recoveries, Dismissed, Watching, Customers, Repeats, Person int64
	Tiers                                                                               []int64
	Cost                                                                                Money
}

// model keeps everything in memory and takes each observation as a recovery would take
// it: parsed, checked, added to what was seen, and then decided.
func model(play *recovery.Play, lines [][]byte, until time.Time) modelled {
	type life struct {
		customer string
		seen     recovery.Seen
		known    []*recovery.Observation
	}
	lives, result := map[string]*life{}, modelled{Tiers: make([]int64, len(play.Tiers)), Cost: Money{}}
	for _, line := range lines {
		o, err := recovery.ParseObservation(line)
		if err != nil || o.Check(clock) != nil || o.Trigger != play.Trigger || play.Check(o) != nil || o.ObservedAt.After(until) {
			continue
		}
		one := lives[o.RecoveryID()]
		if one == nil {
			one = &life{customer: o.Customer.ID}
			lives[o.RecoveryID()] = one
		}
		if !one.seen.Add(play.SightingOf(o)) {
			result.Repeated++
			continue
		}
		result.Observations++
		one.known = append(one.known, o)
	}
	times := map[string]int{}
	for _, one := range lives {
		slices.SortFunc(one.known, func(a, b *recovery.Observation) int {
			return cmp.Or(a.ObservedAt.Compare(b.ObservedAt), strings.Compare(a.ID, b.ID))
		})
		w := watched(bookOf(play), one.known, until)
		if decision := recovery.Decide(play, one.seen, until); decision.Verdict != w.verdict.Verdict {
			panic("who watches all of it decides otherwise")
		}
		switch w.verdict.Verdict {
		case recovery.LetItGo:
			result.Dismissed++
		case recovery.Watch:
			result.Watching++
		default:
			result.Recoveries++
			result.Tiers[w.verdict.Tier]++
			times[one.customer]++
			debt, err := w.owes()
			if err != nil {
				result.Person++
			} else if debt.Kind != recovery.KindCoupon {
				result.Cost[debt.Money.Currency] += debt.Money.Amount
			}
		}
	}
	for _, recoveries := range times {
		result.Customers++
		if recoveries > 1 {
			result.Repeats++
		}
	}
	maps.DeleteFunc(result.Cost, func(_ recovery.Currency, amount int64) bool { return amount == 0 })
	return result
}

// Observations of every kind, in any order and told more than once, in no memory at all.
func TestTheBacktestAgreesWithTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		play := &recovery.Play{
			Name: "p", Version: 1, Trigger: "t", Measure: pick(random, "late", recovery.MeasureOpen, recovery.MeasureOccurrences),
			Within: recovery.Duration(time.Hour), Hold: recovery.Duration(pick(random, 0, 0, 20*time.Minute)), CloseAfter: recovery.Duration(pick(random, 3*time.Hour, 48*time.Hour)),
			Settle: pick(random, "", recovery.SettleResolved), Clock: recovery.Clock{Days: pick(random, "", recovery.WorkingDays), Zone: "Europe/London"},
			Tiers: []recovery.Tier{
				{AtLeast: 2, Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Percent: 100_000}}},
				{AtLeast: 3, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 333_333}}},
				{AtLeast: 5, Remedy: recovery.Remedy{Credit: &recovery.Credit{Amount: &recovery.Money{Amount: 7, Currency: "eur"}, Per: 2}}},
			},
		}
		if random.IntN(3) == 0 {
			play.Exempt = recovery.Exempt{"cause": {"weather"}}
		}
		if play.Measure == recovery.MeasureOpen {
			for i := range play.Tiers {
				play.Tiers[i].AtLeast *= 1800
			}
		}
		if play.Settle == recovery.SettleResolved {
			play.Hold = 0
		}
		var lines [][]byte
		until := clock.Add(-50 * time.Hour)
		for range 1 + random.IntN(60) {
			at := clock.Add(-time.Duration(50*60+random.IntN(600)) * time.Minute)
			o := recovery.Observation{
				ID: fmt.Sprint("o-", random.IntN(30)), Trigger: pick(random, "t", "t", "t", "t", "other"), Experience: fmt.Sprint("e-", random.IntN(4)), ObservedAt: at,
				Resolved: random.IntN(6) == 0, Customer: recovery.Customer{ID: fmt.Sprint("c-", random.IntN(4))},
			}
			if random.IntN(8) > 0 {
				o.Measures = map[string]float64{"late": float64(random.IntN(14)) / 2, "other": 9}
			}
			if random.IntN(3) == 0 {
				o.OccurredAt = at.Add(-time.Duration(random.IntN(200)) * time.Minute)
			}
			if random.IntN(2) == 0 {
				o.Attributes = map[string]any{"cause": pick(random, "weather", "staff", "WEATHER ")}
			}
			if random.IntN(3) > 0 {
				o.Payment = &recovery.Payment{Amount: 1 + random.Int64N(1e6), Currency: pick[recovery.Currency](random, "eur", "eur", "kwd", "jpy"), PaymentIntent: pick(random, "", "pi_1"), Customer: pick(random, "", "cus_1")}
			}
			line, err := json.Marshal(&o)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
		if random.IntN(2) == 0 {
			until = until.Add(-time.Duration(random.IntN(300)) * time.Minute)
		}
		result, err := Run(t.Context(), Options{Inputs: []Input{input(bytes.Join(lines, []byte("\n")))}, Play: bookOf(play), Until: until, Now: clock, Memory: 1, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		p := result.Plays[0]
		got := modelled{p.Observations, p.Repeated, p.Recoveries, p.Dismissed, p.Watching, p.Customers, p.Repeats, p.NeedsPerson, nil, maps.Clone(p.Cost)}
		for _, tier := range p.Tiers {
			got.Tiers = append(got.Tiers, tier.Recoveries)
		}
		maps.DeleteFunc(got.Cost, func(_ recovery.Currency, amount int64) bool { return amount == 0 })
		if differs := difference.Diff(model(play, lines, until), got); differs != "" {
			t.Fatalf("%s\n%s", differs, bytes.Join(lines, []byte("\n")))
		}
	})
}
