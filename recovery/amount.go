package recovery

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Amount is how much a remedy gives: a share of what was paid, a flat amount, the
// greater of both where both are set, or several such amounts added up; each once,
// or once for every period that it went on.
type Amount struct {
	Percent Percent      `json:"percent,omitempty"`
	Amount  *Money       `json:"amount,omitempty"`
	Dated   []DatedMoney `json:"dated,omitempty"` // instead of Amount: what it was from which day on, ascending
	Sum     []Amount     `json:"sum,omitempty"`   // instead of all the above
	AtMost  *Money       `json:"at_most,omitempty"`

	Per       Threshold `json:"per,omitempty"`   // the length of a period, in the measure's unit; 0: once
	After     Threshold `json:"after,omitempty"` // the part of the measure that no period is counted for
	Until     Threshold `json:"until,omitempty"` // where periods end; 0: they do not
	Completed bool      `json:"completed,omitempty"`
}

// DatedMoney is an amount and the day from which on it is in force.
type DatedMoney struct {
	From  Date  `json:"valid_from"`
	Money Money `json:"amount"`
}

// reckoning is one case under one play's tier.
type reckoning struct {
	Case
	clock *Clock
	from  Threshold // of the tier
}

var errNoPayment = errors.New("no payment is known that a share could be taken of")

// of works the amount out. It fails where a share is asked for and no payment is
// known, or where amounts of several currencies would be added or compared.
func (a Amount) of(r reckoning) (Money, error) {
	money, err := a.once(r)
	if err == nil && a.Per > 0 {
		money.Amount = times(money.Amount, a.periods(r))
	}
	for _, part := range a.Sum {
		added, partErr := part.of(r)
		if err = errors.Join(err, partErr); err != nil {
			continue
		}
		if money, err = plus(money, added); err != nil {
			return money, err
		}
	}
	if most := a.AtMost; most != nil && err == nil && money.Amount > 0 {
		if most.Currency != money.Currency {
			return money, fmt.Errorf("the play owes at most %s, and the amount is in %s", most, code(money.Currency))
		}
		money.Amount = min(money.Amount, most.Amount)
	}
	return money, err
}

// once is the amount of one period, or of all where there are none.
func (a Amount) once(r reckoning) (Money, error) {
	flat := inForce(a.Amount, a.Dated, r)
	switch {
	case a.Percent == 0 && flat == nil:
		return Money{}, nil
	case a.Percent == 0:
		return *flat, nil
	case r.Payment == nil && flat == nil:
		return Money{}, errNoPayment
	case r.Payment == nil:
		return *flat, errNoPayment
	}
	share := a.Percent.Of(r.Payment.Money())
	switch {
	case flat == nil:
		return share, nil
	case flat.Currency != share.Currency:
		return *flat, fmt.Errorf("the play owes the greater of %s and a share, and the payment was in %s", flat, code(share.Currency))
	case flat.Amount > share.Amount:
		return *flat, nil
	}
	return share, nil
}

// periods is how many periods of the measure's value count. One that has begun
// counts, unless only completed ones do; what ends just at its end is one, and what
// just reaches the tier has begun.
func (a Amount) periods(r reckoning) int64 {
	value := r.Value
	if a.Until > 0 {
		value = math.Min(value, float64(a.Until))
	}
	beyond := value - float64(a.After)
	begun := beyond == 0 && value == float64(r.from) && !a.Completed
	if beyond <= 0 && !begun {
		return 0
	}
	count := beyond / float64(a.Per)
	if nearest := math.Round(count); math.Abs(count-nearest) < 1e-9*math.Max(1, nearest) {
		count = nearest // 0.3 is three times 0.1
	}
	if a.Completed {
		return int64(math.Min(math.Floor(count), maxPeriods))
	}
	return int64(math.Min(math.Max(1, math.Ceil(count)), maxPeriods))
}

const maxPeriods = 1e12

// code is a currency as people write it.
func code(c Currency) string { return strings.ToUpper(string(c)) }

func times(amount, n int64) int64 {
	return int64(min(mulDivUp(uint64(max(amount, 0)), uint64(max(n, 0)), 1), maxAmount))
}

func plus(a, b Money) (Money, error) {
	switch {
	case b.Amount == 0:
		return a, nil
	case a.Amount == 0:
		return b, nil
	case a.Currency != b.Currency:
		return a, fmt.Errorf("the play adds %s to %s, which are other money", b, a)
	}
	return Money{Amount: min(a.Amount+b.Amount, maxAmount), Currency: a.Currency}, nil
}

// inForce is the flat amount on the day that it happened. Before the first day of a
// table its first row counts.
func inForce(flat *Money, dated []DatedMoney, r reckoning) *Money {
	if len(dated) == 0 {
		return flat
	}
	row, on := &dated[0].Money, r.clock.date(r.At)
	for i := range dated {
		if dated[i].From <= on {
			row = &dated[i].Money
		}
	}
	return row
}

// isShare says whether all of it is a share of what was paid.
func (a Amount) isShare() bool {
	return a.Percent > 0 && a.Amount == nil && len(a.Dated)+len(a.Sum) == 0 && a.Per == 0 && a.AtMost == nil
}

// Grows says whether it is owed again with every period.
func (a Amount) Grows() bool {
	return a.Per > 0 || slices.ContainsFunc(a.Sum, Amount.Grows)
}

// Fixed lists every amount of money that it names.
func (a Amount) Fixed() []Money {
	var all []Money
	if a.Amount != nil {
		all = append(all, *a.Amount)
	}
	for _, row := range a.Dated {
		all = append(all, row.Money)
	}
	if a.AtMost != nil {
		all = append(all, *a.AtMost)
	}
	for _, part := range a.Sum {
		all = append(all, part.Fixed()...)
	}
	return all
}
