package backtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

// said is one observation of these tests: who, what, when in minutes, and the rest.
func said(customer, experience string, minute int, more string) string {
	at := time.Date(2026, 4, 1, 10, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute)
	return fmt.Sprintf(`{"id":"%s-%s-%d","trigger":"train.late","experience":"%s","observed_at":"%s","customer":{"id":"%s"},"payment":{"payment_intent":"pi_1","customer":"cus_1","amount":1000,"currency":"gbp"}%s}`+"\n",
		customer, experience, minute, experience, at.Format(time.RFC3339), customer, more)
}

func minutes(n int, more string) string {
	return fmt.Sprintf(`,"measures":{"delay_minutes":%d}%s`, n, more)
}

const (
	over  = `,"resolved":true`
	yaml1 = `play: train
version: 1
about: A train is late.
trigger: train.late
`
	tiers = `tiers:
  - {at_least: 15, remedy: {refund: {percent: 25}}}
  - {at_least: 30, remedy: {refund: {percent: 50}}}
  - {at_least: 60, remedy: {credit: {amount: 20.00 GBP}}}
apology:
  channels: [sms]
  text: {en: "{{.Customer.Name}}, we are sorry. {{.Remedy}} Ref {{.Ref}}"}
surveys: {suppress: 90d}
`
)

// Each word of the language counts in the cost as it does in a recovery.
func TestTheLanguageCounts(t *testing.T) {
	type want struct {
		Observations, Recoveries, Dismissed, Watching, Customers, Repeats, Person, Inapplicable int64
		Tiers                                                                                   []int64
		Cost                                                                                    Money
		Days                                                                                    map[string]Money
	}
	for name, test := range map[string]struct {
		plays []string
		lines []string
		want  want
	}{
		"settle: the last word decides": {
			[]string{yaml1 + "measure: delay_minutes\nsettle: resolved\n" + tiers},
			[]string{said("a", "1", 0, minutes(70, "")), said("a", "1", 5, minutes(20, over)), said("b", "1", 0, minutes(70, ""))},
			want{Observations: 3, Recoveries: 1, Watching: 1, Customers: 1, Tiers: []int64{1, 0, 0}, Cost: Money{"gbp": 250}, Days: map[string]Money{"2026-04-01": {"gbp": 250}}},
		},
		"top_up: what a higher tier adds is given on its day": {
			[]string{yaml1 + "measure: delay_minutes\ntop_up: true\n" + strings.Replace(tiers, "  text:", "  more: {en: \"{{.Customer.Name}}, we are sorry. {{.Remedy}} Ref {{.Ref}}\"}\n  text:", 1)},
			[]string{said("a", "1", 0, minutes(16, "")), said("a", "1", 20*60, minutes(31, "")), said("a", "1", 20*60+30, minutes(61, ""))},
			want{Observations: 3, Recoveries: 1, Customers: 1, Tiers: []int64{0, 0, 1}, Cost: Money{"gbp": 2000}, Days: map[string]Money{"2026-04-01": {"gbp": 250}, "2026-04-02": {"gbp": 1750}}},
		},
		"top_up: what waits for a person is not added to": {
			[]string{yaml1 + "measure: delay_minutes\ntop_up: true\ntiers:\n  - {at_least: 2, remedy: {refund: {amount: 1.00 EUR}}}\n  - {at_least: 4, remedy: {refund: {percent: 25}}}\n" + tiers[strings.Index(tiers, "apology"):]},
			[]string{said("a", "1", 0, minutes(3, "")), said("a", "1", 5, minutes(5, over))},
			want{Observations: 2, Recoveries: 1, Customers: 1, Person: 1, Tiers: []int64{1, 0}, Cost: Money{}, Days: map[string]Money{"2026-04-01": {}}},
		},
		"exempt: nothing is owed for the weather": {
			[]string{yaml1 + "measure: delay_minutes\nexempt: {cause: [weather]}\n" + tiers},
			[]string{said("a", "1", 0, minutes(20, over+`,"attributes":{"cause":"Weather"}`)), said("b", "1", 0, minutes(20, over+`,"attributes":{"cause":"staff"}`))},
			want{Observations: 2, Recoveries: 1, Dismissed: 1, Customers: 1, Tiers: []int64{1, 0, 0}, Cost: Money{"gbp": 250}, Days: map[string]Money{"2026-04-01": {"gbp": 250}}},
		},
		"when: the first play that applies, by what came first": {
			[]string{yaml1 + "when: attributes.ticket == \"single\"\nmeasure: delay_minutes\n" + tiers},
			[]string{
				said("a", "1", 0, minutes(5, `,"attributes":{"ticket":"single"}`)), said("a", "1", 5, minutes(20, over)),
				said("b", "1", 0, minutes(20, over+`,"attributes":{"ticket":"return"}`)), said("c", "1", 0, minutes(20, over)),
			},
			want{Observations: 2, Recoveries: 1, Customers: 1, Inapplicable: 2, Tiers: []int64{1, 0, 0}, Cost: Money{"gbp": 250}, Days: map[string]Money{"2026-04-01": {"gbp": 250}}},
		},
		"seen again after it was over: another play, chosen anew": {
			[]string{
				yaml1 + "when: measures.delay_minutes < 5.0\nmeasure: delay_minutes\ntiers:\n  - {at_least: 2, remedy: {refund: {amount: 1.00 GBP}}}\n" + tiers[strings.Index(tiers, "apology"):],
				strings.Replace(yaml1, "play: train", "play: rest", 1) + "measure: delay_minutes\ntiers:\n  - {at_least: 2, remedy: {refund: {amount: 9.00 GBP}}}\n" + tiers[strings.Index(tiers, "apology"):],
			},
			[]string{said("a", "1", 0, minutes(1, over)), said("a", "1", 60, minutes(6, over)), said("b", "1", 0, minutes(1, over))},
			want{Observations: 2, Dismissed: 1, Tiers: []int64{0}, Cost: Money{}, Days: map[string]Money{}},
		},
		"seen again after it was over: the payment is forgotten": {
			[]string{yaml1 + "measure: delay_minutes\n" + tiers},
			[]string{
				said("a", "1", 0, minutes(1, over)), strings.Replace(said("a", "1", 60, minutes(40, over)), `"amount":1000`, `"amount":2000`, 1),
				said("b", "1", 0, minutes(1, over)), strings.Replace(said("b", "1", 60, minutes(40, over)), `,"payment":{"payment_intent":"pi_1","customer":"cus_1","amount":1000,"currency":"gbp"}`, "", 1),
			},
			want{Observations: 4, Recoveries: 2, Customers: 2, Person: 1, Tiers: []int64{0, 2, 0}, Cost: Money{"gbp": 1000}, Days: map[string]Money{"2026-04-01": {"gbp": 1000}}},
		},
		"over, or closed, before a play applied": {
			[]string{yaml1 + "when: measures.delay_minutes >= 8.0\nmeasure: occurrences\nwithin: 24h\ntiers:\n  - {at_least: 3, remedy: {credit: {amount: 5.00 GBP}}}\n" + tiers[strings.Index(tiers, "apology"):]},
			[]string{
				said("a", "1", 0, minutes(1, "")), said("a", "1", 60, minutes(1, "")), said("a", "1", 120, minutes(1, over)), said("a", "1", 24*60, minutes(9, over)),
				said("b", "1", 0, minutes(1, "")), said("b", "1", 60, minutes(1, "")), said("b", "1", 8*24*60, minutes(9, over)),
				said("c", "1", 0, minutes(1, "")), said("c", "1", 60, minutes(1, "")), said("c", "1", 7*24*60, minutes(9, "")), said("c", "1", 7*24*60+1, minutes(9, "")), said("c", "1", 7*24*60+2, minutes(1, "")),
				said("d", "1", 0, minutes(1, "")), said("d", "1", 60, minutes(1, "")), said("d", "1", 120, minutes(9, "")),
			},
			want{Observations: 10, Recoveries: 1, Dismissed: 2, Watching: 1, Customers: 1, Tiers: []int64{1}, Cost: Money{"gbp": 500}, Days: map[string]Money{"2026-04-01": {"gbp": 500}}},
		},
		"decided when the play is chosen, by what is known then": {
			[]string{yaml1 + "when: attributes.ticket == \"single\"\nmeasure: delay_minutes\nhold: 10m\n" + tiers},
			[]string{
				said("a", "1", 0, minutes(40, "")),
				strings.Replace(said("a", "1", 15*60, minutes(40, over+`,"attributes":{"ticket":"single"}`)), `"amount":1000`, `"amount":2000`, 1),
			},
			want{Observations: 2, Recoveries: 1, Customers: 1, Tiers: []int64{0, 1, 0}, Cost: Money{"gbp": 1000}, Days: map[string]Money{"2026-04-02": {"gbp": 1000}}},
		},
		"once_per incident: a larger claim gives the difference, a smaller one nothing": {
			[]string{yaml1 + "measure: delay_minutes\nonce_per: incident\n" + tiers},
			[]string{
				said("a", "1", 0, minutes(20, over+`,"incident":"storm"`)), said("a", "2", 10, minutes(40, over+`,"incident":"storm"`)), said("a", "3", 20, minutes(20, over+`,"incident":"storm"`)),
				said("a", "4", 30, minutes(20, over)), said("b", "1", 0, minutes(20, over+`,"incident":"storm"`)),
			},
			want{Observations: 5, Recoveries: 4, Dismissed: 1, Customers: 2, Repeats: 1, Tiers: []int64{3, 1, 0}, Cost: Money{"gbp": 250 + 250 + 250 + 250}, Days: map[string]Money{"2026-04-01": {"gbp": 1000}}},
		},
		"clock: the day is the play's": {
			[]string{yaml1 + "measure: delay_minutes\nclock: {zone: Asia/Tokyo}\n" + tiers},
			[]string{said("a", "1", 5*60, minutes(20, over))}, // 15:00 UTC is midnight in Tokyo
			want{Observations: 1, Recoveries: 1, Customers: 1, Tiers: []int64{1, 0, 0}, Cost: Money{"gbp": 250}, Days: map[string]Money{"2026-04-02": {"gbp": 250}}},
		},
		"an amount for each day that it goes on": {
			[]string{yaml1 + "measure: open\nsettle: resolved\ntiers:\n  - {at_least: 2d, remedy: {credit: {amount: 10.34 GBP, per: 1d, after: 2d}}}\n" + tiers[strings.Index(tiers, "apology"):]},
			[]string{said("a", "1", 0, ""), said("a", "1", 4*24*60+1, over)},
			want{Observations: 2, Recoveries: 1, Customers: 1, Tiers: []int64{1}, Cost: Money{"gbp": 3 * 1034}, Days: map[string]Money{"2026-04-05": {"gbp": 3 * 1034}}},
		},
		"occurrences are counted one by one": {
			[]string{yaml1 + "measure: occurrences\nwithin: 24h\ntiers:\n  - {at_least: 3, remedy: {credit: {amount: 5.00 GBP}}}\n" + tiers[strings.Index(tiers, "apology"):]},
			[]string{said("a", "1", 0, ""), said("a", "1", 10, ""), said("a", "1", 10, ""), said("b", "1", 0, ""), said("a", "1", 20, "")},
			want{Observations: 4, Recoveries: 1, Watching: 1, Customers: 1, Tiers: []int64{1}, Cost: Money{"gbp": 500}, Days: map[string]Money{"2026-04-01": {"gbp": 500}}},
		},
		"another way is taken where the first cannot be": {
			[]string{yaml1 + "measure: delay_minutes\ntiers:\n  - {at_least: 15, remedy: [{refund: {amount: 3.00 GBP}}, credit]}\n" + tiers[strings.Index(tiers, "apology"):]},
			[]string{
				strings.Replace(said("a", "1", 0, minutes(20, over)), `"payment_intent":"pi_1",`, "", 1),
				strings.Replace(said("b", "1", 0, minutes(20, over)), `"payment_intent":"pi_1","customer":"cus_1",`, "", 1),
			},
			want{Observations: 2, Recoveries: 2, Customers: 2, Person: 1, Tiers: []int64{2}, Cost: Money{"gbp": 300}, Days: map[string]Money{"2026-04-01": {"gbp": 300}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var plays []*recovery.Play
			for _, text := range test.plays {
				play, err := config.ParsePlay("play.yaml", []byte(text))
				if err != nil {
					t.Fatal(err)
				}
				plays = append(plays, play)
			}
			result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(strings.Join(test.lines, "")))}, Play: config.NewPlaybook(plays...), Now: clock})
			if err != nil {
				t.Fatal(err)
			}
			if result.Read.Unusable > 0 {
				t.Fatal(result.Read.FirstUnusable)
			}
			p := result.Plays[0]
			got := want{
				Observations: p.Observations, Recoveries: p.Recoveries, Dismissed: p.Dismissed, Watching: p.Watching, Customers: p.Customers, Repeats: p.Repeats,
				Person: p.NeedsPerson, Inapplicable: result.Sides[0].Inapplicable, Cost: p.Cost, Days: map[string]Money{},
			}
			for _, tier := range p.Tiers {
				got.Tiers = append(got.Tiers, tier.Recoveries)
			}
			for _, day := range p.Days {
				got.Days[day.Date] = day.Cost
			}
			if difference := cmp.Diff(test.want, got); difference != "" {
				t.Error(difference)
			}
		})
	}
}

// What does not fit into the day's budget waits; what is smaller and comes later may fit.
func TestABudgetHoldsUpWhatIsBeyondIt(t *testing.T) {
	play, err := config.ParsePlay("play.yaml", []byte(yaml1+"measure: delay_minutes\nbudget: {per_day: 6.00 GBP}\n"+tiers))
	if err != nil {
		t.Fatal(err)
	}
	text := said("a", "1", 0, minutes(20, over)) + // 2.50
		said("b", "1", 1, minutes(40, over)) + // 5.00 waits
		said("c", "1", 2, minutes(20, over)) + // 2.50
		said("d", "1", 3, minutes(20, over)) + // 2.50 waits
		said("e", "1", 24*60, minutes(40, over)) + // the next day
		said("f", "1", 24*60, minutes(70, over)) // 20.00 waits
	for name, options := range map[string]Options{
		"the play's own": {},
		"in any order":   {Workers: 1, Memory: 1},
	} {
		options.Inputs, options.Play = []Input{input([]byte(text))}, bookOf(play)
		result, err := Run(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(&Budget{PerDay: Money{"gbp": 600}, Recoveries: 3, Money: Money{"gbp": 2750}, Days: 2}, result.Plays[0].Budget); difference != "" {
			t.Errorf("%s: %s", name, difference)
		}
	}
	result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text))}, Play: bookOf(play), Budget: []recovery.Money{{Amount: 10_000, Currency: "gbp"}}})
	if err != nil || result.Plays[0].Budget.Recoveries != 0 || result.Plays[0].Budget.PerDay["gbp"] != 10_000 {
		t.Errorf("a budget that is tried: %+v, %v", result.Plays[0].Budget, err)
	}
}

// Money that waits for a person anyhow, as it cannot be given by itself, takes nothing of
// the day's budget, in whatever order it comes.
func TestWhatAPersonGivesCountsAgainstNoBudget(t *testing.T) {
	play, err := config.ParsePlay("play.yaml", []byte(yaml1+"measure: delay_minutes\nbudget: {per_day: 5.00 GBP}\ntiers: [{at_least: 1, remedy: {refund: {amount: 4.00 GBP}}}]"+foundWords))
	if err != nil {
		t.Fatal(err)
	}
	const payment = `,"payment":{"payment_intent":"pi_1","customer":"cus_1","amount":1000,"currency":"gbp"}`
	unknown := strings.Replace(said("a", "1", 0, minutes(20, over)), payment, "", 1)
	other := strings.Replace(said("b", "1", 1, minutes(20, over)), `"currency":"gbp"`, `"currency":"usd"`, 1)
	for _, minute := range []int{-1, 9} {
		text := unknown + other + said("c", "1", minute, minutes(20, over))
		result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text))}, Play: bookOf(play)})
		if err != nil {
			t.Fatal(err)
		}
		if p := result.Plays[0]; p.Budget.Recoveries != 0 || p.NeedsPerson != 2 || p.Cost["gbp"] != 400 {
			t.Errorf("minute %d: %+v", minute, p)
		}
	}
}

// Two plays side by side are each what they are alone.
func TestSideBySideIsEachAlone(t *testing.T) {
	text := newFlights(51, 500).lines(5000)
	other := *lateFlight(t)
	other.Version, other.Hold, other.Tiers = 4, 0, other.Tiers[1:]
	run := func(a, b *recovery.Play) []Play {
		options := Options{Inputs: []Input{input(text)}, Play: bookOf(a)}
		if b != nil {
			options.Against = bookOf(b)
		}
		result, err := Run(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		return result.Plays
	}
	want := append(run(lateFlight(t), nil), run(&other, nil)...)
	want[1].Against = true
	if difference := cmp.Diff(want, run(lateFlight(t), &other)); difference != "" {
		t.Error(difference)
	}
	if want[0].Recoveries == want[1].Recoveries {
		t.Error("the two plays are the same here")
	}
}

// What only one side can use, or has a play for, is said, and counts on that side alone.
func TestOneSideMayHaveNoPlay(t *testing.T) {
	first, second := *lateFlight(t), *lateFlight(t)
	first.Measure = "late"
	lost := *lateFlight(t)
	lost.Name, lost.Trigger = "lost", "flight.lost"
	text := one("1", late) + strings.Replace(one("2", late), "flight.delayed", "flight.lost", 1) + one("3", "")
	result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text))}, Play: bookOf(&first), Against: config.NewPlaybook(&second, &lost)})
	if err != nil {
		t.Fatal(err)
	}
	a, b := result.Sides[0], result.Sides[1]
	// The first flight is resolved, so each play can use it; by the first it was never late.
	if a.Recoveries != 0 || a.NoPlay != 1 || b.Recoveries != 2 || b.NoPlay != 0 || result.Read.Unusable != 1 || a.Inapplicable+b.Inapplicable != 0 {
		t.Errorf("%+v\n%+v\n%+v", a, b, result.Read)
	}
	open := strings.Replace(one("4", late), `,"resolved":true`, "", 1)
	if result, err = Run(t.Context(), Options{Inputs: []Input{input([]byte(open))}, Play: bookOf(&first), Against: bookOf(&second)}); err != nil || result.Sides[0].Unusable != 1 || result.Read.Unusable != 0 || result.Plays[1].Watching != 1 {
		t.Errorf("%+v, %v", result, err)
	}
}

// Time goes on to the newest observation, or to the time that is asked for.
func TestUntil(t *testing.T) {
	play := shipped(t, "late-flight") // holds for ten minutes
	text := strings.ReplaceAll(said("a", "1", 0, minutes(130, ""))+said("b", "1", 9, minutes(130, "")), "train.late", "flight.delayed")
	at := time.Date(2026, 4, 1, 10, 0, 0, 0, time.UTC)
	for minute, want := range map[int][3]int64{0: {1, 0, 1}, 9: {2, 0, 0}, 10: {1, 1, 0}, 19: {0, 2, 0}, -1: {0, 0, 2}, 99: {2, 0, 0}} {
		options := Options{Inputs: []Input{input([]byte(text))}, Play: play}
		if minute != 99 { // else not asked
			options.Until = at.Add(time.Duration(minute) * time.Minute)
		}
		result, err := Run(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]int64{result.Plays[0].Watching, result.Plays[0].Recoveries, result.Read.Later}; got != want {
			t.Errorf("minute %d: watching, recovered, later are %v, want %v", minute, got, want)
		}
	}
}

// A hundred thousand lives of one experience are gone through once.
func TestACrowdOfLives(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second or two")
	}
	plays := make([]*recovery.Play, 2)
	for i, name := range []string{"even", "odd"} {
		play, err := config.ParsePlay("play.yaml", []byte("play: "+name+"\nversion: 1\ntrigger: t\nwhen: attributes.is == \""+name+"\"\nmeasure: m\n"+"tiers: [{at_least: 5, remedy: {credit: {amount: 1.00 EUR}}}]"+foundWords))
		if err != nil {
			t.Fatal(err)
		}
		plays[i] = play
	}
	var text []byte
	for second := range maxGroup {
		text = fmt.Appendf(text, `{"id":"o-%d","trigger":"t","experience":"e","observed_at":%q,"measures":{"m":1},"resolved":true,"attributes":{"is":%q},"customer":{"id":"c"}}`+"\n",
			second, firstFlight.Add(time.Duration(second)*time.Second).Format(time.RFC3339), plays[second%2].Name)
	}
	result, err := Run(t.Context(), Options{Inputs: []Input{input(text)}, Play: config.NewPlaybook(plays...)})
	if err != nil {
		t.Fatal(err)
	}
	even, odd := result.Plays[0], result.Plays[1]
	if even.Observations != maxGroup/2 || odd.Observations != maxGroup/2 || even.Dismissed != 0 || odd.Dismissed != 1 || even.Observed != 1 {
		t.Errorf("%+v\n%+v", even, odd)
	}
}

// A feed that reports every second for days is still one recovery.
func TestACrowdOfObservations(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second or two")
	}
	var text []byte
	for second := range 3 * maxGroup {
		minute := 20
		if second > 2*maxGroup {
			minute = 130
		}
		at := firstFlight.Add(time.Duration(second) * time.Second / 4)
		text = fmt.Appendf(text, `{"id":"o-%d","trigger":"flight.delayed","experience":"e","observed_at":%q,"measures":{"delay_minutes":%d},"customer":{"id":"c"}}`+"\n", second, at.Format(time.RFC3339Nano), minute)
	}
	result, err := Run(t.Context(), Options{Inputs: []Input{input(text)}, Play: shipped(t, "late-flight")})
	if err != nil {
		t.Fatal(err)
	}
	play := result.Plays[0]
	began, confirmed := 2*maxGroup/4, 10*60
	if play.Observations != 3*maxGroup || play.Recoveries != 1 || result.Read.Crowded != 0 || play.Confirmed.Max != int64(began+confirmed) {
		t.Errorf("%+v, %d crowded", play, result.Read.Crowded)
	}
}
