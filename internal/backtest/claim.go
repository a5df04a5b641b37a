package backtest

import (
	"cmp"
	"slices"

	"makegood/recovery"
)

// claim is a recovery by a play that makes good once for an incident. What it gives
// shows when all of its customer's are known.
type claim struct {
	trial    *trial
	shift    int // base, or the number of a shift
	incident uint64
	awards   []award
}

// base marks the play as it is.
const base = -1

func (j *judge) claim(l *lived, shift int) {
	t, awards := l.trial, l.awards
	first := momentOf(awards[0].at)
	incident := (j.group[0].recovery ^ t.salt) | 1 // where none is named, the experience is it
	for i := l.from; i < len(j.group); i++ {
		if r := &j.group[i]; r.at <= first && r.incident != 0 {
			incident = r.incident
		}
	}
	j.claims = append(j.claims, claim{t, shift, incident, slices.Clone(awards)})
}

// settleClaims says of the customer's claims which of them give, in the order in which
// they were confirmed: the first of an incident gives what it owes, a later one what it
// owes beyond that.
func (j *judge) settleClaims() {
	if len(j.claims) == 0 {
		return
	}
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

// owing is one award of a claim.
type owing struct {
	claim *claim
	award award
}

// stack goes through the claims of a side, those of one play as that shift of it has
// them, in the order in which they came to be owed, and tells of each what it gives; nil
// where another has given all of it.
func (j *judge) stack(side int, shifted *trial, shift int, each func(*claim, []award)) {
	var all []owing
	for i := range j.claims {
		c := &j.claims[i]
		wanted := base
		if c.trial == shifted {
			wanted = shift
		}
		if c.trial.side != side || c.shift != wanted {
			continue
		}
		for _, one := range c.awards {
			all = append(all, owing{c, one})
		}
	}
	slices.SortStableFunc(all, func(a, b owing) int {
		return cmp.Or(a.award.at.Compare(b.award.at), cmp.Compare(a.claim.trial.number, b.claim.trial.number))
	})
	var order []*claim
	gives, incidents := map[*claim][]award{}, map[uint64][]*owing{}
	for i := range all {
		c, one := all[i].claim, all[i].award
		if before, known := gives[c]; !known {
			order = append(order, c)
		} else if before == nil {
			continue // it was dismissed
		}
		var given []recovery.Debt
		for _, other := range incidents[c.incident] {
			if other.claim != c {
				given = append(given, other.award.debt)
			}
		}
		for _, own := range gives[c] { // what it adds depends on what it gave, and that on the others
			if own.payable && !own.nothing {
				given = append(given, own.debt)
			}
		}
		one.debt, one.nothing = one.whole, false
		if one.beyond(given); one.nothing && gives[c] == nil {
			gives[c] = nil
			continue
		}
		gives[c] = append(gives[c], one)
		if all[i].award = one; !one.nothing {
			incidents[c.incident] = append(incidents[c.incident], &all[i])
		}
	}
	for _, c := range order {
		each(c, gives[c])
	}
}
