package backtest

import (
	"slices"

	"makegood/recovery"
)

// claim is a recovery by a play that makes good once for an incident. What it gives
// shows when all of its customer's are known.
type claim struct {
	trial    *trial
	recovery uint64 // a hash of it
	shift    int    // base, or the number of a shift
	awards   []award

	// Where others give all of it: where in the group the next life begins, and what that
	// knows of those before. The group is nil where nothing is seen later.
	kept *kept
	next int
	left lived
}

// base marks the play as it is.
const base = -1

// claim is what a life claims, by its own play or by a shift of it.
func (j *judge) claim(l *lived, shift int) claim {
	c := claim{trial: l.trial, recovery: j.group[0].recovery, shift: shift, awards: slices.Clone(l.awards)}
	for i := range c.awards {
		c.awards[i].incident = j.incidentBy(l, momentOf(c.awards[i].at))
	}
	if c.next = j.stackedUntil(l, shift); c.next < len(j.group) {
		seen, _ := j.seen(l.trial, l.from)
		looks := &j.looks[l.trial.number-1]
		c.left = lived{trial: l.trial, began: l.beganBy(seen.Sightings[:looks.before(c.next)-looks.before(l.from)]), incident: j.named(l, c.next)}
		c.kept = j.keep()
	}
	return c
}

// stackedUntil is where in the group a life has ended that others give all of: once no
// higher tier can come.
func (j *judge) stackedUntil(l *lived, shift int) (next int) {
	play, last := l.trial.play, &l.awards[len(l.awards)-1]
	if shift != base {
		play = l.trial.shifts[shift].play
	}
	ends := last.at
	if play.TopUp && last.tier < len(play.Tiers)-1 {
		seen, _ := j.seen(l.trial, l.from)
		decision := recovery.DecideAbove(play, seen, last.tier, j.until)
		if decision.Verdict != recovery.LetItGo {
			return len(j.group)
		}
		if decision.At.After(ends) {
			ends = decision.At
		}
	}
	return j.after(l.from, momentOf(ends))
}

// incidentBy is the incident that was named last by a time; where none is, the
// experience is it.
func (j *judge) incidentBy(l *lived, by moment) uint64 {
	if incident := j.named(l, j.after(l.from, by)); incident != 0 {
		return incident
	}
	return (j.group[0].recovery ^ l.trial.salt) | 1
}

// named is the incident that was named last before a place of the group; or 0.
func (j *judge) named(l *lived, before int) uint64 {
	for i := before - 1; i >= l.from; i-- {
		if incident := j.group[i].incident; incident != 0 {
			return incident
		}
	}
	return l.incident
}

// settleClaims says of the customer's claims which of them give, in the order in which
// they were confirmed: of each incident together as much as the largest of them owes.
func (j *judge) settleClaims() {
	if len(j.claims) == 0 {
		return
	}
	for side := range j.book.sides {
		j.stack(side, nil, base)
	}
	for _, t := range j.book.trials {
		if !j.again[t.number-1] && !slices.ContainsFunc(j.claims, func(c claim) bool { return c.trial == t }) {
			continue
		}
		for shift := range t.shifts {
			j.stack(t.side, t, shift)
		}
	}
	j.claims = j.claims[:0]
	clear(j.again)
}
