package backtest

import "slices"

// claim is a recovery by a play that makes good once for an incident. What it gives
// shows when all of its customer's are known.
type claim struct {
	trial    *trial
	recovery uint64 // a hash of it
	shift    int    // base, or the number of a shift
	awards   []award
}

// base marks the play as it is.
const base = -1

func (j *judge) claim(l *lived, shift int) {
	awards := slices.Clone(l.awards)
	for i := range awards {
		awards[i].incident = j.incidentBy(l, momentOf(awards[i].at))
	}
	j.claims = append(j.claims, claim{l.trial, j.group[0].recovery, shift, awards})
}

// incidentBy is the incident that was named last by a time; where none is, the
// experience is it.
func (j *judge) incidentBy(l *lived, by moment) uint64 {
	incident := (j.group[0].recovery ^ l.trial.salt) | 1
	for i := l.from; i < len(j.group); i++ {
		if r := &j.group[i]; r.at <= by && r.incident != 0 {
			incident = r.incident
		}
	}
	return incident
}

// settleClaims says of the customer's claims which of them give, in the order in which
// they were confirmed: of each incident together as much as the largest of them owes.
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
			j.give(c.trial, c.recovery, awards)
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
