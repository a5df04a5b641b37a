package backtest

import "makegood/recovery"

// tally is what one play came to. Those of several workers add up.
type tally struct {
	observations, repeated           int64
	recoveries, dismissed, watching  int64
	customers, repeats, seen, person int64
	stacked                          int64 // dismissed, as the incident was made good already
	tiers                            []given
	days                             map[int32]*given // by the day of confirmation, counted from 1970
	shifts                           []given
	lengths                          lengths
	tooMuch                          bool
}

// given is what was owed by some recoveries.
type given struct {
	recoveries, coupons, customs int64
	person                       int64
	refunds, credits, vouchers   sums // vouchers are coupons of an amount
}

func newTally(t *trial) *tally {
	return &tally{tiers: make([]given, len(t.play.Tiers)), shifts: make([]given, len(t.shifts)), days: map[int32]*given{}}
}

// give counts what is given. It is false where a sum grows too large.
func (g *given) give(a *award) bool {
	if a.nothing {
		return true
	}
	if !a.payable {
		g.person++
		return true
	}
	switch a.debt.Kind {
	case recovery.KindRefund:
		return g.refunds.add(a.debt.Money)
	case recovery.KindCredit:
		return g.credits.add(a.debt.Money)
	case recovery.KindCustom:
		g.customs++
		return true
	}
	g.coupons++
	return a.debt.Money.Amount == 0 || g.vouchers.add(a.debt.Money)
}

func (g *given) merge(other *given) bool {
	g.recoveries += other.recoveries
	g.coupons += other.coupons
	g.customs += other.customs
	g.person += other.person
	return g.refunds.addAll(other.refunds) && g.credits.addAll(other.credits) && g.vouchers.addAll(other.vouchers)
}

// cost is the money that is given back or credited. What a coupon costs is known only when it is used.
func (g *given) cost() sums {
	var cost sums
	cost.addAll(g.refunds)
	cost.addAll(g.credits)
	return cost
}

// recovery counts a recovery to the tier that it came to, and what it gives to the days
// on which it was owed.
func (t *tally) recovery(of *trial, awards []award) {
	first, last := &awards[0], &awards[len(awards)-1]
	t.recoveries++
	t.tiers[last.tier].recoveries++
	t.day(of, first).recoveries++
	for i := range awards {
		one := &awards[i]
		if !one.payable && !one.nothing {
			t.person++
		}
		fits := t.tiers[last.tier].give(one)
		fits = t.day(of, one).give(one) && fits
		t.tooMuch = t.tooMuch || !fits
	}
	t.lengths.add(first.at.Sub(first.began))
}

func (t *tally) day(of *trial, a *award) *given {
	day := of.zone.day(a.at)
	if t.days[day] == nil {
		t.days[day] = &given{}
	}
	return t.days[day]
}

// shift counts a recovery of a shift.
func (t *tally) shift(number int, awards []award) {
	to := &t.shifts[number]
	to.recoveries++
	for i := range awards {
		t.tooMuch = !to.give(&awards[i]) || t.tooMuch
	}
}

func (t *tally) merge(other *tally) {
	t.observations += other.observations
	t.repeated += other.repeated
	t.recoveries += other.recoveries
	t.dismissed += other.dismissed
	t.watching += other.watching
	t.customers += other.customers
	t.repeats += other.repeats
	t.seen += other.seen
	t.stacked += other.stacked
	t.person += other.person
	fits := !other.tooMuch
	for i := range t.tiers {
		fits = t.tiers[i].merge(&other.tiers[i]) && fits
	}
	for i := range t.shifts {
		fits = t.shifts[i].merge(&other.shifts[i]) && fits
	}
	for day, more := range other.days {
		if t.days[day] == nil {
			t.days[day] = &given{}
		}
		fits = t.days[day].merge(more) && fits
	}
	t.lengths.merge(&other.lengths)
	t.tooMuch = t.tooMuch || !fits
}
