package backtest

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"makegood/recovery"
)

// Result is the answer. Amounts are in each currency's smallest unit.
type Result struct {
	Plays []Play  `json:"plays"`
	Sides []Side  `json:"sides"` // all plays of a playbook together: the first, then the one against it
	Read  Reading `json:"read"`
	// Until is how far time went: what was still open then is watching.
	Until time.Time `json:"until,omitzero"`
}

// Play is what became of the observations of one play.
type Play struct {
	Name         string  `json:"play"`
	Version      int     `json:"version"`
	Against      bool    `json:"against,omitempty"` // it belongs to the second side
	Trigger      string  `json:"trigger"`
	Measure      string  `json:"measure"`
	Observations int64   `json:"observations"` // each counted once
	Repeated     int64   `json:"repeated"`     // that came again
	Recoveries   int64   `json:"recoveries"`
	Dismissed    int64   `json:"dismissed"`
	Stacked      int64   `json:"stacked,omitempty"` // of those: their incident was made good already
	Watching     int64   `json:"watching"`
	NeedsPerson  int64   `json:"needs_person"` // of the recoveries: what is owed cannot be given by itself
	Customers    int64   `json:"customers"`    // with at least one recovery
	Repeats      int64   `json:"repeats"`      // with more than one
	Observed     int64   `json:"observed"`     // customers, with or without a recovery
	Tiers        []Tier  `json:"tiers"`
	Cost         Money   `json:"cost"` // refunds and credits
	Days         []Day   `json:"days"`
	Confirmed    Lengths `json:"confirmed_after"`
	Curve        []Shift `json:"curve"`
	Budget       *Budget `json:"budget,omitempty"`
}

// Budget is what a play's budget would have kept waiting for a person's word.
type Budget struct {
	PerDay     Money `json:"per_day"`
	Recoveries int64 `json:"recoveries"`
	Money      Money `json:"money"`
	Days       int64 `json:"days"` // on which anything waited
}

// Money is amounts by currency.
type Money map[recovery.Currency]int64

// Shares are parts of a whole, by currency: 0.25 is a quarter.
type Shares map[recovery.Currency]float64

// Given is what some recoveries owe.
type Given struct {
	Recoveries  int64 `json:"recoveries"`
	Refunds     Money `json:"refunds"`
	Credits     Money `json:"credits"`
	Coupons     int64 `json:"coupons"`
	CouponWorth Money `json:"coupon_worth,omitempty"` // of coupons of an amount
	Custom      int64 `json:"custom,omitempty"`       // remedies of the author's own
	NeedsPerson int64 `json:"needs_person,omitempty"`
}

// Tier is what one tier came to. AtLeast is in the measure's own unit; of the measure
// open in seconds.
type Tier struct {
	AtLeast float64 `json:"at_least"`
	Label   string  `json:"label"` // AtLeast as the play writes it
	Remedy  string  `json:"remedy"`
	Given
}

// Day is what was confirmed on one day of the zone of the play's clock, or of UTC. What a
// higher tier added later is counted on its own day.
type Day struct {
	Date       string `json:"date"`
	Recoveries int64  `json:"recoveries"`
	Cost       Money  `json:"cost"`
	Coupons    int64  `json:"coupons,omitempty"`
}

// Lengths are times from failure to confirmation, in seconds: half of the recoveries
// took no longer than the median, nine of ten no longer than P90.
type Lengths struct {
	Median int64 `json:"median"`
	P90    int64 `json:"p90"`
	Max    int64 `json:"max"`
	Grain  int64 `json:"grain"` // how exact they are
}

// Shift is what the whole play comes to where one tier begins elsewhere.
type Shift struct {
	Tier       int     `json:"tier"` // counted from 0
	AtLeast    float64 `json:"at_least"`
	Label      string  `json:"label"`
	Recoveries int64   `json:"recoveries"`
	Added      int64   `json:"added"` // recoveries more than the play as it is; negative: less
	Share      float64 `json:"share"` // Added as a part of the play's recoveries; 0 where it has none
	Cost       Money   `json:"cost"`
	AddedCost  Money   `json:"added_cost"`
	CostShares Shares  `json:"cost_shares"` // AddedCost as parts of the play's cost, where it has any
	Coupons    int64   `json:"coupons"`
}

// Side is all plays of one playbook together.
type Side struct {
	Against    bool  `json:"against,omitempty"`
	Recoveries int64 `json:"recoveries"`
	Customers  int64 `json:"customers"`
	Repeats    int64 `json:"repeats"`
	Cost       Money `json:"cost"`
	Coupons    int64 `json:"coupons"`
	// Experiences for whose trigger only the other side has a play, to which none of the
	// plays applies, and which have not what the play decides by.
	NoPlay       int64 `json:"no_play"`
	Inapplicable int64 `json:"inapplicable"`
	Unusable     int64 `json:"unusable"`
}

// Reading is what was read.
type Reading struct {
	Lines         int64            `json:"lines"` // that are not empty
	Observations  int64            `json:"observations"`
	From          time.Time        `json:"from,omitzero"` // when the oldest was observed
	To            time.Time        `json:"to,omitzero"`
	Later         int64            `json:"later"`               // observed after Result.Until, and left out
	Elsewhere     int64            `json:"elsewhere,omitempty"` // where plays are named: observations of other triggers than theirs
	Crowded       int64            `json:"crowded"`             // left out, as their recovery has more than can be looked at together
	Unusable      int64            `json:"unusable"`            // lines
	FirstUnusable []Fault          `json:"first_unusable"`
	NoPlay        int64            `json:"no_play"`          // observations
	Triggers      map[string]int64 `json:"no_play_triggers"` // at most a thousand of them
}

func newResult(b *book, read *reading, judges []*judge, waits map[uint16]*held, until time.Time) (*Result, error) {
	result := &Result{Plays: []Play{}, Until: until, Read: Reading{
		Lines: read.lines, Observations: read.observations, From: read.oldest.time(), To: read.newest.time(), Later: read.later, Elsewhere: read.elsewhere,
		Unusable: read.faults.count, FirstUnusable: slices.Concat([]Fault{}, read.faults.first),
		NoPlay: read.others.count, Triggers: read.others.byTrigger,
	}}
	if result.Read.Triggers == nil {
		result.Read.Triggers = map[string]int64{}
	}
	for side := range b.sides {
		result.Sides = append(result.Sides, Side{Against: side == 1, Cost: Money{}})
		for _, j := range judges {
			result.Sides[side].Customers += j.sides[side].customers
			result.Sides[side].Repeats += j.sides[side].repeats
			result.Sides[side].NoPlay += j.sides[side].noPlay
			result.Sides[side].Unusable += j.sides[side].unusable
			result.Sides[side].Inapplicable += j.sides[side].inapplicable
		}
	}
	for _, j := range judges {
		result.Read.Crowded += j.crowded
	}
	for i, trial := range b.trials {
		total := newTally(trial)
		for _, j := range judges {
			total.merge(j.tallies[i])
		}
		if !trial.asked {
			continue
		}
		play := playOf(trial, total)
		play.Budget = budgetOf(trial, waits[trial.number])
		side := &result.Sides[trial.side]
		side.Recoveries += play.Recoveries
		side.Coupons += sumOf(play.Tiers, func(t Tier) int64 { return t.Coupons })
		cost := sums(side.Cost)
		if total.tooMuch || !cost.addAll(sums(play.Cost)) {
			return nil, errTooMuch(trial.play)
		}
		result.Plays = append(result.Plays, play)
	}
	return result, nil
}

func budgetOf(trial *trial, waits *held) *Budget {
	if trial.budget == nil {
		return nil
	}
	budget := &Budget{PerDay: Money{}, Money: Money{}}
	for _, limit := range trial.budget.PerDay {
		budget.PerDay[limit.Currency] = limit.Amount
	}
	if waits != nil {
		budget.Recoveries, budget.Money, budget.Days = waits.recoveries, Money(waits.money), int64(len(waits.days))
	}
	return budget
}

func sumOf[T any](all []T, of func(T) int64) (sum int64) {
	for _, each := range all {
		sum += of(each)
	}
	return sum
}

func playOf(trial *trial, t *tally) Play {
	play := Play{
		Name: trial.play.Name, Version: trial.play.Version, Against: trial.side == 1, Trigger: trial.play.Trigger, Measure: trial.play.Measure,
		Observations: t.observations, Repeated: t.repeated, Recoveries: t.recoveries, Dismissed: t.dismissed, Stacked: t.stacked, Watching: t.watching,
		NeedsPerson: t.person, Customers: t.customers, Repeats: t.repeats, Observed: t.seen,
		Tiers: []Tier{}, Days: []Day{}, Curve: []Shift{},
		Confirmed: Lengths{Median: t.lengths.share(0.5), P90: t.lengths.share(0.9), Max: int64(t.lengths.most / time.Second), Grain: max(t.lengths.grain, 1)},
	}
	var all given
	for i := range t.tiers {
		all.merge(&t.tiers[i])
		tier := trial.play.Tiers[i]
		play.Tiers = append(play.Tiers, Tier{AtLeast: float64(tier.AtLeast), Label: trial.play.Label(i), Remedy: trial.play.Gives(i), Given: givenOf(&t.tiers[i])})
	}
	play.Cost = moneyOf(all.cost())
	for _, day := range slices.Sorted(maps.Keys(t.days)) {
		one := t.days[day]
		play.Days = append(play.Days, Day{Date: dateOf(day), Recoveries: one.recoveries, Cost: moneyOf(one.cost()), Coupons: one.coupons})
	}
	for i, each := range trial.shifts {
		total := &t.shifts[i]
		cost := moneyOf(total.cost())
		play.Curve = append(play.Curve, Shift{
			Tier: each.tier, AtLeast: float64(each.atLeast), Label: each.play.Label(each.tier), Recoveries: total.recoveries,
			Added: total.recoveries - t.recoveries, Share: part(total.recoveries-t.recoveries, t.recoveries),
			Cost: cost, AddedCost: cost.less(play.Cost), CostShares: cost.less(play.Cost).partsOf(play.Cost), Coupons: total.coupons,
		})
	}
	slices.SortStableFunc(play.Curve, func(a, b Shift) int { return cmp.Or(cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.AtLeast, b.AtLeast)) })
	return play
}

func givenOf(g *given) Given {
	return Given{
		Recoveries: g.recoveries, Refunds: moneyOf(g.refunds), Credits: moneyOf(g.credits), Coupons: g.coupons,
		CouponWorth: moneyOf(g.vouchers), Custom: g.customs, NeedsPerson: g.person,
	}
}

// moneyOf is never nil, so that JSON shows an empty object.
func moneyOf(s sums) Money {
	if s == nil {
		return Money{}
	}
	return Money(s)
}

// less is the difference, currency by currency; none where there is none.
func (m Money) less(other Money) Money {
	rest := maps.Clone(m)
	for currency, amount := range other {
		rest[currency] -= amount
	}
	maps.DeleteFunc(rest, func(_ recovery.Currency, amount int64) bool { return amount == 0 })
	return rest
}

// partsOf is each amount as a part of the whole in its currency.
func (m Money) partsOf(whole Money) Shares {
	shares := Shares{}
	for currency, amount := range m {
		if whole[currency] > 0 {
			shares[currency] = part(amount, whole[currency])
		}
	}
	return shares
}

func part(of, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(of) / float64(whole)
}
