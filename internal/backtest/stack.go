package backtest

import (
	"cmp"
	"slices"

	"makegood/recovery"
)

// owing is one award of a claim.
type owing struct {
	claim *claim
	award award
}

// standing is what a claim has come to so far.
type standing struct {
	claim    *claim
	incident uint64
	stake    recovery.Stake
	owed     recovery.Debt // beside what others give
	awards   []award       // those that give; none where others give all of it
	weighed  int           // of the claim's awards
	goesOn   bool          // others give all of it, and it is another life that counts
}

// given is what the claim has given.
func (s *standing) given() []recovery.Debt {
	var given []recovery.Debt
	for i := range s.awards {
		if one := &s.awards[i]; one.payable && !one.nothing {
			given = append(given, one.debt)
		}
	}
	return given
}

// stack goes through the claims of a side, those of one play as that shift of it has
// them, in the order in which they came to be owed, and counts what each gives. Where
// others have given all of it, it was dismissed, and what was seen later begins anew.
func (j *judge) stack(side int, shifted *trial, shift int) {
	var order []*standing
	claims, incidents := map[*claim]*standing{}, map[uint64][]*standing{}
	all := j.owings(side, shifted, shift)
	for i := 0; i < len(all); i++ {
		one := all[i]
		own := claims[one.claim]
		if own == nil {
			own = &standing{claim: one.claim}
			claims[one.claim], order = own, append(order, own)
		}
		own.weigh(one.award, incidents)
		if own.weighed++; own.weighed < len(one.claim.awards) || own.awards != nil {
			continue
		}
		more, goesOn := j.anew(one.claim, side, shifted, shift)
		if own.goesOn = goesOn; more == nil {
			continue
		}
		for _, award := range more.awards {
			later := owing{more, award}
			place, _ := slices.BinarySearchFunc(all[i+1:], later, func(a, b owing) int { return cmp.Or(a.compare(b), -1) })
			all = slices.Insert(all, i+1+place, later)
		}
	}
	for _, one := range order {
		switch t := one.claim.trial; {
		case one.goesOn:
		case shifted != nil && t == shifted && one.awards != nil:
			j.tallies[t.number-1].shift(shift, one.awards)
		case shifted != nil:
		case one.awards != nil:
			j.give(t, one.claim.recovery, one.awards)
		default:
			j.tallies[t.number-1].dismissed++
			j.tallies[t.number-1].stacked++
		}
	}
}

// compare is the order of time.
func (o owing) compare(other owing) int {
	return cmp.Or(o.award.at.Compare(other.award.at), cmp.Compare(o.claim.trial.number, other.claim.trial.number))
}

// owings is every award of the claims, in the order of time.
func (j *judge) owings(side int, shifted *trial, shift int) []owing {
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
	slices.SortStableFunc(all, owing.compare)
	return all
}

// weigh takes in what the claim owes from a moment on, as the ledger does.
func (s *standing) weigh(one award, incidents map[uint64][]*standing) {
	if len(s.awards) > 0 && !one.adds(s.owed) {
		return
	}
	given := s.given()
	left, some := one.whole.Beyond(given)
	if some {
		if len(s.awards) > 0 && s.incident != one.incident { // it was named late
			incidents[s.incident] = slices.DeleteFunc(incidents[s.incident], func(other *standing) bool { return other == s })
			incidents[one.incident] = append(incidents[one.incident], s)
			s.incident = one.incident
		}
		var others []recovery.Stake
		for _, other := range incidents[one.incident] {
			if other != s {
				others = append(others, other.stake)
			}
		}
		var gives recovery.Debt
		if gives, some = one.whole.Among(others, given); some {
			left, _ = gives.Beyond(given)
			s.owed = one.owes
			if gives.Money != one.whole.Money {
				s.owed = gives
			}
			if len(s.awards) == 0 {
				s.incident, incidents[one.incident] = one.incident, append(incidents[one.incident], s)
			}
			s.stake = recovery.Stake{Owes: one.whole, Gives: gives.With(given)}
		}
	}
	if one.debt, one.nothing = left, !some; some || len(s.awards) > 0 {
		s.awards = append(s.awards, one)
	}
}
