package backtest

import (
	"time"

	"makegood/recovery"
)

// bill puts money that counts against a budget on a pile of its own, to be gone through
// in the order of time. What cannot be given by itself waits for a person anyhow. One of
// several of a recovery says of which; else that is 0.
func (j *judge) bill(t *trial, a *award, several uint64) {
	if t.budget == nil || a.nothing || !a.payable || a.debt.Money.Amount <= 0 || j.failed != nil {
		return
	}
	r := record{key: key{uint64(t.number), uint64(a.at.UnixNano()), moment(a.debt.Money.Amount)}, incident: several}
	copy(r.payment.currency[:], a.debt.Money.Currency)
	r.payment.given = true
	j.failed = j.bills.add(&r)
}

// held is what a budget would have kept waiting for a person's word.
type held struct {
	recoveries int64
	money      sums
	days       map[int32]bool
	several    map[uint64]bool // recoveries of which a part was held: the next one is no other
}

// weigh goes through all bills in the order of time, those of one moment from the
// smallest on. What no longer fits into what is left of its day's budget waits; what is
// smaller may still fit.
func weigh(b *book, judges []*judge) (map[uint16]*held, error) {
	var sources []source
	for _, j := range judges {
		sources = append(sources, j.bills.sources()...)
	}
	waits, spent := map[uint16]*held{}, sums{}
	var at struct {
		trial uint16
		day   int32
	}
	var r record
	err := merge(sources, func(k key, rest []byte) error {
		r.read(rest)
		t := b.trials[k.customer-1]
		day := t.zone.day(time.Unix(0, int64(k.recovery)))
		if at.trial != t.number || at.day != day {
			at.trial, at.day = t.number, day
			clear(spent)
		}
		money := recovery.Money{Amount: int64(k.at), Currency: recovery.Currency(r.payment.currency[:])}
		limit, limited := t.budget.Of(money.Currency)
		if !limited || money.Amount <= limit.Amount-spent[money.Currency] {
			spent.add(money)
			return nil
		}
		if waits[t.number] == nil {
			waits[t.number] = &held{days: map[int32]bool{}, several: map[uint64]bool{}}
		}
		one := waits[t.number]
		if r.incident == 0 || !one.several[r.incident] {
			one.recoveries++
		}
		if r.incident != 0 {
			one.several[r.incident] = true
		}
		one.days[day] = true
		if !one.money.add(money) {
			return errTooMuch(t.play)
		}
		return nil
	})
	return waits, err
}
