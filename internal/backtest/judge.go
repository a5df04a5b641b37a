package backtest

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"makegood/recovery"
)

// judge decides about one recovery after the other, as they come off the piles.
type judge struct {
	book    *book
	until   time.Time
	tallies []*tally
	sides   [2]people
	bills   pile // what counts against budgets
	failed  error

	group     []record
	ids       []byte // of the group's records
	thinned   int64  // taken out of the group, as they change nothing
	full      bool   // no more of the group can be taken in
	crowded   int64  // left out, of all groups
	sightings []recovery.Sighting
	awards    []award
	shifted   []award
	counts    []customerCount // of the customer at hand, by trial
	claims    []claim         // of the customer at hand
	payment   recovery.Payment
	codes     map[[3]byte]recovery.Currency
}

// people counts customers over all plays of one side, and recoveries that it has no play for.
type people struct{ customers, repeats, noPlay, inapplicable, unusable int64 }

type customerCount struct {
	seen       bool
	recoveries int64
}

func newJudge(b *book, until time.Time, room int) *judge {
	j := &judge{book: b, until: until, counts: make([]customerCount, len(b.trials)), codes: map[[3]byte]recovery.Currency{}, bills: pile{room: room}}
	for _, t := range b.trials {
		j.tallies = append(j.tallies, newTally(t))
	}
	return j
}

// all decides about everything that comes out of the sources. It tells of each recovery.
func (j *judge) all(sources []source, told func() error) error {
	err := merge(sources, func(k key, rest []byte) error {
		if n := len(j.group); n > 0 && (j.group[n-1].recovery != k.recovery || j.group[n-1].customer != k.customer) {
			customer := j.group[n-1].customer
			j.settle()
			if customer != k.customer {
				j.nextCustomer()
			}
			if err := told(); err != nil {
				return err
			}
		}
		j.take(k, rest)
		return nil
	})
	j.settle()
	j.nextCustomer()
	return cmp.Or(err, j.failed)
}

// take puts a record to its group. What it is part of is used again by the next one.
func (j *judge) take(k key, rest []byte) {
	if len(j.group) >= maxGroup && !j.thin() {
		j.crowded++
		return
	}
	j.group = slices.Grow(j.group, 1)[:len(j.group)+1]
	r := &j.group[len(j.group)-1]
	r.key = k
	r.read(rest)
	start := len(j.ids)
	j.ids = append(j.ids, r.id...)
	r.id = j.ids[start:len(j.ids):len(j.ids)]
}

// settle decides about the group.
func (j *judge) settle() {
	if len(j.group) == 0 {
		return
	}
	repeated := 0
	if len(j.group) > 1 {
		repeated = j.tidy()
	}
	for side := range j.book.sides {
		switch play := j.pinned(side); play {
		case noPlay:
			j.sides[side].noPlay++
		case inapplicable:
			j.sides[side].inapplicable++
		case unusable:
			j.sides[side].unusable++
		case elsewhere:
		default:
			j.try(j.book.trials[play-1], repeated)
		}
	}
	j.group, j.ids, j.thinned, j.full = j.group[:0], j.ids[:0], 0, false
}

// pinned is the play of a side that the group's recovery runs by: the one of the first
// observation to which one applies. Where there is none it is what stands instead.
func (j *judge) pinned(side int) uint16 {
	instead := noPlay
	for i := range j.group {
		switch play := j.group[i].plays[side]; play {
		case noPlay, inapplicable, unusable, elsewhere:
			instead = max(instead, play)
		default:
			return play
		}
	}
	return instead
}

// tidy takes out what came again, of which the first to come counts, and puts the rest
// in the order in which a decision reads it.
func (j *judge) tidy() (repeated int) {
	slices.SortFunc(j.group, func(a, b record) int {
		return cmp.Or(bytes.Compare(a.id, b.id), cmp.Compare(a.place, b.place))
	})
	before := len(j.group)
	j.group = slices.CompactFunc(j.group, func(a, b record) bool { return bytes.Equal(a.id, b.id) })
	slices.SortFunc(j.group, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.at, b.at), bytes.Compare(a.id, b.id))
	})
	return before - len(j.group)
}

// try decides about the group by one play, and by each of its shifts.
func (j *judge) try(t *trial, repeated int) {
	tally := j.tallies[t.number-1]
	seen, reaches := j.seen(t)
	if len(seen.Sightings) == 0 {
		return
	}
	tally.observations += int64(len(j.sightings)) + j.thinned
	tally.repeated += int64(repeated)
	j.counts[t.number-1].seen = true
	verdict, awards := j.decide(t.play, seen, &j.awards)
	switch {
	case verdict == recovery.LetItGo:
		tally.dismissed++
	case verdict == recovery.Watch:
		tally.watching++
	case t.play.OncePer == recovery.OncePerIncident:
		j.claim(t, base, awards)
	default:
		j.give(t, awards)
	}
	if !reaches {
		return
	}
	for i := range t.shifts {
		shifted := awards
		if t.shifts[i].matters(t.play, seen.Sightings) {
			_, shifted = j.decide(t.shifts[i].play, seen, &j.shifted)
		}
		switch {
		case len(shifted) == 0:
		case t.play.OncePer == recovery.OncePerIncident:
			j.claim(t, i, shifted)
		default:
			tally.shift(i, shifted)
		}
	}
}

// give counts a recovery.
func (j *judge) give(t *trial, awards []award) {
	j.tallies[t.number-1].recovery(t, awards)
	j.counts[t.number-1].recoveries++
	for i := range awards {
		j.bill(t, &awards[i])
	}
}

// seen is the group as a play sees it, and whether any value in it could reach a tier
// of the play or of its shifts.
func (j *judge) seen(t *trial) (seen recovery.Seen, reaches bool) {
	j.sightings = j.sightings[:0]
	reported := needs(t.play)
	for i := range j.group {
		r := &j.group[i]
		if !r.usable(t) {
			continue
		}
		sighting := recovery.Sighting{At: r.at.time(), Occurred: r.occurred.time(), Resolved: r.resolved}
		if len(j.group) > 1 {
			sighting.ID = string(r.id) // of one alone nobody asks
		}
		if r.measured&(1<<t.column) != 0 {
			sighting.Measured, sighting.Value = true, r.values[t.column]
		}
		if t.exempt >= 0 {
			sighting.Causes = j.book.causes.of(r.causes[t.exempt])
		}
		reaches = reaches || !reported || sighting.Measured && sighting.Value >= t.floor
		j.sightings = append(j.sightings, sighting)
	}
	return recovery.Seen{Sightings: j.sightings}, reaches
}

// nextCustomer counts the customer at hand, and forgets them.
func (j *judge) nextCustomer() {
	j.settleClaims()
	var all [2]int64
	for i := range j.counts {
		count := &j.counts[i]
		if !count.seen {
			continue
		}
		tally := j.tallies[i]
		tally.seen++
		if count.recoveries > 0 {
			tally.customers++
		}
		if count.recoveries > 1 {
			tally.repeats++
		}
		if t := j.book.trials[i]; t.asked {
			all[t.side] += count.recoveries
		}
		*count = customerCount{}
	}
	for side, recoveries := range all {
		if recoveries > 0 {
			j.sides[side].customers++
		}
		if recoveries > 1 {
			j.sides[side].repeats++
		}
	}
}
