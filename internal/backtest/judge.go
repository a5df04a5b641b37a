package backtest

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"makegood/recovery"
)

// judge decides about one experience after the other, as they come off the piles.
type judge struct {
	book    *book
	until   time.Time
	tallies []*tally
	sides   [2]people
	bills   pile // what counts against budgets
	failed  error

	group   []record
	ids     []byte // of the group's records
	thinned int64  // taken out of the group, as they change nothing
	full    bool   // no more of the group can be taken in
	crowded int64  // left out, of all groups
	visits  []visit
	looks   []looked // by trial
	groups  int64    // that were settled, counted from 1
	awards  []award
	shifted []award
	counts  []customerCount // of the customer at hand, by trial
	claims  []claim         // of the customer at hand
	kept    *kept           // the group that was kept last for a claim
	again   []bool          // by trial: of the customer at hand, went on by it after a claim that gave nothing
	payment recovery.Payment
	codes   map[[3]byte]recovery.Currency
}

// people counts customers over all plays of one side, and recoveries that it has no play for.
type people struct{ customers, repeats, noPlay, inapplicable, unusable int64 }

type customerCount struct {
	seen       bool
	recoveries int64
}

func newJudge(b *book, until time.Time, room int) *judge {
	j := &judge{book: b, until: until, counts: make([]customerCount, len(b.trials)), looks: make([]looked, len(b.trials)), again: make([]bool, len(b.trials)), groups: 1, codes: map[[3]byte]recovery.Currency{}, bills: pile{room: room}}
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
		j.side(side, repeated)
	}
	j.group, j.ids, j.thinned, j.full = j.group[:0], j.ids[:0], 0, false
	j.groups++
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

// side decides about the group on one side, and tries the shifts of every play that one
// of its lives ran by. The experience counts by its last life.
func (j *judge) side(side, repeated int) {
	j.visits = j.visits[:0]
	last := j.live(side, nil, nil)
	for i, v := range j.visits {
		tally := j.tallies[v.trial.number-1]
		tally.observations += v.observations
		if i == 0 {
			tally.observations += j.thinned
			tally.repeated += int64(repeated)
		}
		j.counts[v.trial.number-1].seen = true
	}
	if last.claims() {
		j.claims = append(j.claims, j.claim(&last, base))
	} else {
		j.came(side, &last)
	}
	for i, v := range j.visits {
		if !slices.ContainsFunc(j.visits[:i], func(before visit) bool { return before.trial == v.trial }) {
			j.shift(side, v, last)
		}
	}
}

// claims says whether what a life gives hangs on others of the same incident.
func (l *lived) claims() bool {
	return l.trial != nil && l.verdict == recovery.MakeIt && l.trial.play.OncePer == recovery.OncePerIncident
}

// came counts what an experience came to that claims nothing.
func (j *judge) came(side int, last *lived) {
	switch t := last.trial; {
	case t == nil:
		j.leave(side, last.instead)
	case last.verdict == recovery.LetItGo:
		j.tallies[t.number-1].dismissed++
	case last.verdict == recovery.Watch:
		j.tallies[t.number-1].watching++
	default:
		j.give(t, j.group[0].recovery, last.awards)
	}
}

// leave counts what ran by no play in the end.
func (j *judge) leave(side int, instead uint16) {
	switch instead {
	case noPlay:
		j.sides[side].noPlay++
	case inapplicable:
		j.sides[side].inapplicable++
	case unusable:
		j.sides[side].unusable++
	}
}

// shift decides about the group again by each shift of a play: a dismissal that falls
// otherwise may leave other lives.
func (j *judge) shift(side int, v visit, last lived) {
	t := v.trial
	if _, reaches := j.seen(t, v.from); !reaches {
		return
	}
	for i := range t.shifts {
		shifted := last
		if seen, _ := j.seen(t, v.from); t.shifts[i].matters(t.play, seen.Sightings) {
			shifted = j.live(side, t, &t.shifts[i])
		}
		switch {
		case shifted.trial != t || shifted.verdict != recovery.MakeIt:
		case shifted.claims():
			j.claims = append(j.claims, j.claim(&shifted, i))
		default:
			j.tallies[t.number-1].shift(i, shifted.awards)
		}
	}
}

// give counts a recovery, known by a hash.
func (j *judge) give(t *trial, hash uint64, awards []award) {
	several := uint64(0)
	if len(awards) > 1 {
		several = hash | 1
	}
	j.tallies[t.number-1].recovery(t, awards)
	j.counts[t.number-1].recoveries++
	for i := range awards {
		j.bill(t, &awards[i], several)
	}
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
