package backtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// seen is an observation as this file's own calculation reads it.
type seen struct {
	ID, Trigger, Experience string
	ObservedAt              time.Time `json:"observed_at"`
	OccurredAt              time.Time `json:"occurred_at"`
	Measures                map[string]float64
	Resolved                bool
	Customer                struct{ ID string }
	Payment                 *struct {
		Amount   int64
		Currency string
	}
}

// came is what the play late-flight 3 comes to, and how it is counted here: by its words
// alone, on paper so to say. Nothing of it calls Makegood.
type came struct {
	Observations, Recoveries, Dismissed, Watching, Customers, Repeats int64
	Tiers                                                             [3]int64
	Coupons                                                           int64
	Refunds                                                           map[string]string // by currency
	Days                                                              map[string]string // by day and currency
	Median, P90, Max                                                  float64           // seconds
}

// onPaper works through the flights one by one. The play: 120 minutes a coupon, 180 a
// quarter of what was paid, 360 all of it; a number holds for ten minutes, unless it is
// the last; after 36 hours nobody looks any more.
func onPaper(t *testing.T, text []byte) came {
	t.Helper()
	flights := map[string][]seen{}
	var until time.Time
	for line := range bytes.Lines(text) {
		var one seen
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		if one.ObservedAt.After(until) {
			until = one.ObservedAt
		}
		flight := one.Experience + " " + one.Customer.ID
		if !slices.ContainsFunc(flights[flight], func(known seen) bool { return known.ID == one.ID }) {
			flights[flight] = append(flights[flight], one)
		}
	}
	result := came{Refunds: map[string]string{}, Days: map[string]string{}}
	refunds, days, times, lengths := map[string]*big.Int{}, map[string]*big.Int{}, map[string]int{}, []float64{}
	for _, all := range flights {
		slices.SortFunc(all, func(a, b seen) int { return a.ObservedAt.Compare(b.ObservedAt) })
		result.Observations += int64(len(all))
		tier, at, over := -1, time.Time{}, false
		for i, one := range all { // the first number that held
			holds := one.ObservedAt.Add(10 * time.Minute)
			next := until.Add(time.Nanosecond)
			if i+1 < len(all) {
				next = all[i+1].ObservedAt
			}
			if one.Resolved {
				holds, over = one.ObservedAt, true
			}
			if closes := all[0].ObservedAt.Add(36 * time.Hour); !one.Resolved && i+1 == len(all) && !closes.After(until) {
				over = true
			}
			minutes := one.Measures["delay_minutes"]
			if minutes >= 120 && holds.Before(next) {
				tier, at = 0, holds
				if minutes >= 180 {
					tier = 1
				}
				if minutes >= 360 {
					tier = 2
				}
				break
			}
		}
		switch {
		case tier < 0 && over:
			result.Dismissed++
			continue
		case tier < 0:
			result.Watching++
			continue
		}
		result.Recoveries++
		result.Tiers[tier]++
		times[all[0].Customer.ID]++
		lengths = append(lengths, at.Sub(all[0].OccurredAt).Seconds())
		if tier == 0 {
			result.Coupons++
			continue
		}
		amount := big.NewInt(all[0].Payment.Amount)
		if tier == 1 { // a quarter, rounded up
			amount.Add(amount, big.NewInt(3))
			amount.Quo(amount, big.NewInt(4))
		}
		currency := all[0].Payment.Currency
		for sums, key := range map[*map[string]*big.Int]string{&refunds: currency, &days: at.Format("2006-01-02 ") + currency} {
			if (*sums)[key] == nil {
				(*sums)[key] = new(big.Int)
			}
			(*sums)[key].Add((*sums)[key], amount)
		}
	}
	for currency, sum := range refunds {
		result.Refunds[currency] = sum.String()
	}
	for day, sum := range days {
		result.Days[day] = sum.String()
	}
	for _, recoveries := range times {
		result.Customers++
		if recoveries > 1 {
			result.Repeats++
		}
	}
	if slices.Sort(lengths); len(lengths) > 0 {
		result.Median, result.P90, result.Max = lengths[(len(lengths)+1)/2-1], lengths[(9*len(lengths)+9)/10-1], lengths[len(lengths)-1]
	}
	return result
}

// answered is the same of what the backtest answers.
func answered(t *testing.T, o Options) came {
	t.Helper()
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if result.Read.Unusable != 0 || result.Read.NoPlay != 0 {
		t.Fatalf("%+v", result.Read)
	}
	play := result.Plays[0]
	got := came{
		Observations: play.Observations, Recoveries: play.Recoveries, Dismissed: play.Dismissed, Watching: play.Watching, Customers: play.Customers, Repeats: play.Repeats,
		Refunds: map[string]string{}, Days: map[string]string{},
		Median: float64(play.Confirmed.Median), P90: float64(play.Confirmed.P90), Max: float64(play.Confirmed.Max),
	}
	sums := map[string]int64{}
	for i, tier := range play.Tiers {
		got.Tiers[i] = tier.Recoveries
		got.Coupons += tier.Coupons
		for currency, amount := range tier.Refunds {
			sums[string(currency)] += amount
		}
	}
	for currency, sum := range sums {
		got.Refunds[currency] = fmt.Sprint(sum)
	}
	for _, day := range play.Days {
		for currency, amount := range day.Cost {
			got.Days[day.Date+" "+string(currency)] = fmt.Sprint(amount)
		}
	}
	return got
}

func TestTheCostAgreesWithACalculationOnPaper(t *testing.T) {
	count := 250_000
	if slowly {
		count /= 5
	}
	text := newFlights(21, count/4).lines(count)
	want := onPaper(t, text)
	if want.Recoveries < 1000 || want.Repeats < 10 || want.Watching == 0 {
		t.Fatalf("the flights try nothing: %+v", want)
	}
	play := shipped(t, "late-flight")
	shuffled := bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for i := range shuffled {
		shuffled[i] = append(bytes.TrimSpace(shuffled[i]), '\n')
	}
	half := len(shuffled) / 2
	for name, options := range map[string]Options{
		"in order":         {Inputs: []Input{input(text)}, Play: play},
		"in any order":     {Inputs: []Input{input(bytes.Join(shuffled[:half], nil)), input(bytes.Join(shuffled[half:], nil))}, Play: play},
		"one worker":       {Inputs: []Input{input(text)}, Play: play, Workers: 1, Memory: 4 << 20},
		"in little memory": {Inputs: []Input{input(bytes.Join(shuffled, nil))}, Play: play, Memory: 1, Workers: 3},
	} {
		t.Run(name, func(t *testing.T) {
			if difference := cmp.Diff(want, answered(t, options)); difference != "" {
				t.Error(difference)
			}
		})
	}
}

// TestRealFlightsAgreeWithACalculationOnPaper is over the flights of the sample that lies
// beside the project, on some machines only.
func TestRealFlightsAgreeWithACalculationOnPaper(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "flights-20k.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the sample of 20,000 flights is not beside the project")
	}
	if err != nil {
		t.Fatal(err)
	}
	var sample []struct {
		Date, Origin, Destination string
		Delay, Distance           float64
	}
	if err := json.Unmarshal(data, &sample); err != nil {
		t.Fatal(err)
	}
	var text []byte
	for i, flight := range sample {
		departs, err := time.Parse("2006/01/02 15:04", flight.Date)
		if err != nil {
			t.Fatal(err)
		}
		lands := departs.Add(time.Duration(flight.Delay) * time.Minute)
		began := departs
		if lands.Before(began) {
			began = lands
		}
		text = fmt.Appendf(text, `{"id":"bts-%d","trigger":"flight.delayed","experience":"%s-%s-%d","observed_at":%q,"occurred_at":%q,"measures":{"delay_minutes":%g},"resolved":%v,"attributes":{"distance_miles":%g},"customer":{"id":"c-%d"},"payment":{"payment_intent":"pi_%d","amount":%d,"currency":"usd"}}`+"\n",
			i, flight.Origin, flight.Destination, i, lands.Format(time.RFC3339), began.Format(time.RFC3339), flight.Delay, i%7 != 0, flight.Distance, i%9000, i, 5000+int(flight.Distance)*7+i%101)
	}
	want := onPaper(t, text)
	if len(sample) != 20_000 || want.Recoveries < 200 {
		t.Fatalf("%d flights, %d recoveries", len(sample), want.Recoveries)
	}
	if difference := cmp.Diff(want, answered(t, Options{Inputs: []Input{input(text)}, Play: shipped(t, "late-flight")})); difference != "" {
		t.Error(difference)
	}
}
