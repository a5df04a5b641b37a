package backtest

import (
	"slices"
	"time"

	"makegood/recovery"
)

// award is what a recovery owes from a moment on. Of one that tops up there are
// several, and each is only what it adds.
type award struct {
	at, began time.Time
	tier      int
	debt      recovery.Debt
	whole     recovery.Debt // before anything was taken off
	owes      recovery.Debt // by the play's own words
	barred    bool          // it cannot be given by these
	payable   bool          // else a person must see to it
	nothing   bool          // as much was given already
	incident  uint64        // of a claim: what is made good once
}

// owed is all that a life comes to owe, from its first verdict on. While a part waits for
// a person nothing is added. The memory of awards is used again.
func (j *judge) owed(play *recovery.Play, l *lived, seen recovery.Seen, decision recovery.Decision, into *[]award) []award {
	awards := append((*into)[:0], j.award(play, l, seen, decision))
	owed := awards[0].owes
	for play.TopUp && awards[len(awards)-1].payable {
		if decision = recovery.DecideAbove(play, seen, decision.Tier, j.until); decision.Verdict != recovery.MakeIt {
			break
		}
		more := j.award(play, l, seen, decision)
		if play.OncePer != recovery.OncePerIncident && !more.adds(owed) { // else it hangs on what others give
			continue
		}
		owed = more.owes
		var given []recovery.Debt
		for i := range awards {
			if awards[i].payable && !awards[i].nothing {
				given = append(given, awards[i].debt)
			}
		}
		more.beyond(given)
		awards = append(awards, more)
	}
	*into = awards
	return awards
}

// award is what a decision owes, worked out from what was known when it fell, or when the
// play was chosen, where that was later: by the play's own words, or by the first of its
// other ways where it cannot be given so.
func (j *judge) award(play *recovery.Play, l *lived, seen recovery.Seen, decision recovery.Decision) award {
	if chosen := l.chosen.time(); chosen.After(decision.At) {
		decision.At = chosen
	}
	if after := slices.IndexFunc(seen.Sightings, func(s recovery.Sighting) bool { return s.At.After(decision.At) }); after > 0 {
		seen.Sightings = seen.Sightings[:after]
	}
	payment := j.paidBy(l.from, momentOf(decision.At))
	known := seen.Case(decision.Value, payment)
	if !l.began.IsZero() && l.began.Before(known.At) {
		known.At = l.began
	}
	given := award{at: decision.At, began: known.At, tier: decision.Tier}
	debt, err := play.Owes(decision.Tier, known)
	given.debt, given.whole, given.owes, given.payable, given.barred = debt, debt, debt, err == nil, err != nil
	if err == nil {
		return given
	}
	for _, way := range play.Tiers[decision.Tier].Else {
		if way.Possible(debt, payment, false) != nil {
			continue
		}
		if left, some := debt.Less(recovery.Money{Currency: debt.Money.Currency}); some {
			given.debt, given.payable = debt.By(way, left), true
			given.whole = given.debt
			break
		}
	}
	return given
}

// adds says whether a higher tier owes more than is owed already; else it changes nothing.
func (a *award) adds(to recovery.Debt) bool {
	_, more := a.owes.Beyond([]recovery.Debt{to})
	return more || a.barred
}

// beyond takes off what was given before. Nothing is taken back.
func (a *award) beyond(given []recovery.Debt) {
	if len(given) == 0 || a.nothing {
		return
	}
	left, some := a.debt.Beyond(given)
	a.debt, a.nothing = left, !some
}

// paidBy is the latest payment that a life knew by a time, or nil. Which it is is not
// asked; only what it can be used for.
func (j *judge) paidBy(from int, by moment) *recovery.Payment {
	for i := j.after(from, by) - 1; i >= from; i-- {
		r := &j.group[i]
		if !r.payment.given {
			continue
		}
		code, known := j.codes[r.payment.currency]
		if !known {
			code = recovery.Currency(r.payment.currency[:])
			j.codes[r.payment.currency] = code
		}
		j.payment = recovery.Payment{Amount: r.payment.amount, Currency: code}
		if r.payment.refundable {
			j.payment.PaymentIntent = "known"
		}
		if r.payment.creditable {
			j.payment.Customer = "known"
		}
		return &j.payment
	}
	return nil
}
