package backtest

import (
	"cmp"
	"slices"

	"makegood/recovery"
)

// claim is a recovery by a play that makes good once for an incident. Whether it gives
// anything shows when all of its customer's are known.
type claim struct {
	trial    *trial
	shift    int // base, or the number of a shift
	incident uint64
	awards   []award
}

// base marks the play as it is.
const base = -1

func (j *judge) claim(t *trial, shift int, awards []award) {
	first := momentOf(awards[0].at)
	incident := (j.group[0].recovery ^ t.salt) | 1 // where none is named, the experience is it
	for i := range j.group {
		if r := &j.group[i]; r.at <= first && r.incident != 0 {
			incident = r.incident
		}
	}
	j.claims = append(j.claims, claim{t, shift, incident, slices.Clone(awards)})
}

// settleClaims says of the customer's claims which of them give, in the order in which
// they were confirmed: the first of an incident gives what it owes, a larger one the
// difference, any other nothing.
func (j *judge) settleClaims() {
	if len(j.claims) == 0 {
		return
	}
	slices.SortStableFunc(j.claims, func(a, b claim) int {
		return cmp.Or(a.awards[0].at.Compare(b.awards[0].at), cmp.Compare(a.trial.number, b.trial.number))
	})
	for side := range j.book.sides {
		j.stack(side, nil, base, func(c *claim, awards []award) {
			if awards == nil {
				j.tallies[c.trial.number-1].dismissed++
				j.tallies[c.trial.number-1].stacked++
				return
			}
			j.give(c.trial, awards)
		})
	}
	for _, t := range j.book.trials {
		if !slices.ContainsFunc(j.claims, func(c claim) bool { return c.trial == t }) {
			continue
		}
		for shift := range t.shifts {
			j.stack(t.side, t, shift, func(c *claim, awards []award) {
				if c.trial == t && awards != nil {
					j.tallies[t.number-1].shift(shift, awards)
				}
			})
		}
	}
	j.claims = j.claims[:0]
}

// stack goes through the claims of a side, those of one play as that shift of it has them.
func (j *judge) stack(side int, shifted *trial, shift int, each func(*claim, []award)) {
	given := map[uint64]recovery.Money{}
	for i := range j.claims {
		c := &j.claims[i]
		wanted := base
		if c.trial == shifted {
			wanted = shift
		}
		if c.trial.side != side || c.shift != wanted {
			continue
		}
		before, stacked := given[c.incident]
		awards := c.awards
		if stacked {
			awards = beyond(awards, before)
		}
		each(c, awards)
		for _, one := range awards {
			sum := given[c.incident]
			if one.payable {
				sum = recovery.Money{Amount: sum.Amount + one.debt.Money.Amount, Currency: one.debt.Money.Currency}
			}
			given[c.incident] = sum
		}
	}
}

// beyond is what awards give beyond money that was given already; nil where that is nothing.
func beyond(awards []award, given recovery.Money) []award {
	var more []award
	for _, one := range awards {
		if one.debt.Money.Currency != given.Currency {
			continue // what cannot be compared is not owed twice
		}
		taken := min(given.Amount, one.debt.Money.Amount)
		given.Amount -= taken
		if one.debt.Money.Amount -= taken; one.debt.Money.Amount > 0 {
			more = append(more, one)
		}
	}
	return more
}
