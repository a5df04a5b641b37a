package backtest

import (
	"slices"
	"time"

	"makegood/recovery"
)

// lived is how an experience stands at the end of its last life.
//
// A dismissal ends a life. What is seen afterwards begins another, which the running
// system chooses a play for anew, and which knows no payment or cause of the
// one before. Where it runs by the same play, it still began when that one did; the
// incident stays until another is named.
type lived struct {
	trial   *trial // nil where no play applied to the last life
	instead uint16 // then: what stands instead of a play's number
	verdict recovery.Verdict
	from    int       // where in the group the life begins
	chosen  moment    // when its play was: nothing is decided before
	began   time.Time // when lives before it began, that ran by its play; or zero
	awards  []award

	incident uint64 // the one that lives before it were told of last, or 0
}

// visit is one life that ran by a play.
type visit struct {
	trial        *trial
	from         int
	observations int64
}

// live goes through the lives of the group on one side. Where a shift of a play is given,
// that stands in the play's place, and the lives are not kept as visits.
func (j *judge) live(side int, shifted *trial, by *shift) lived {
	return j.goOn(side, lived{}, 0, shifted, by)
}

// goOn is live from one place of the group on, after a life that has ended there.
func (j *judge) goOn(side int, l lived, from int, shifted *trial, by *shift) lived {
	for known := from > 0; ; known = true {
		number, next := j.pinned(side, from)
		if known && number < inapplicable && number > maxTrials {
			return l // nothing of it was taken
		}
		if number == noPlay || number > maxTrials {
			l = lived{instead: number, incident: l.incident}
			if next == len(j.group) {
				return l
			}
			from = next
			continue
		}
		t, into := j.book.trials[number-1], &j.awards
		play := t.play
		if shifted != nil {
			into = &j.shifted
		}
		if t == shifted {
			play = by.play
		}
		if t != l.trial {
			l.began = time.Time{}
		}
		l.trial, l.from, l.chosen = t, from, j.group[next].at
		if from = j.watch(&l, play, into, shifted == nil); from == len(j.group) {
			return l
		}
	}
}

// watch goes through one life, and says where the next one begins. A dismissal that would
// have fallen before the play was chosen ends no life: what came after it is known too.
func (j *judge) watch(l *lived, play *recovery.Play, into *[]award, keep bool) (next int) {
	for from := l.from; ; from = next {
		seen, _ := j.seen(l.trial, from)
		decision := recovery.DecideFirst(play, seen, j.until)
		l.verdict, l.awards, next = decision.Verdict, nil, len(j.group)
		if l.verdict == recovery.LetItGo {
			next = j.after(from, momentOf(decision.At))
		}
		looks := &j.looks[l.trial.number-1]
		count := looks.before(next) - looks.before(from)
		if keep {
			j.visits = append(j.visits, visit{l.trial, from, int64(count)})
		}
		if l.verdict == recovery.MakeIt {
			l.awards = j.owed(play, l, seen, decision, into)
		}
		if next == len(j.group) {
			return next
		}
		l.began = l.beganBy(seen.Sightings[:count])
		if momentOf(decision.At) >= l.chosen {
			l.incident = j.named(l, next)
			return next
		}
	}
}

// beganBy is when what a life has seen began, or lives before it.
func (l *lived) beganBy(sightings []recovery.Sighting) time.Time {
	seen := recovery.Seen{Sightings: sightings}
	if began := seen.Happened(); l.began.IsZero() || began.Before(l.began) {
		return began
	}
	return l.began
}

// pinned is the play by which a life runs that begins at a place of the group, and the
// place of the observation that it is chosen by: the first to which one applies, while one
// is waited for. Where there is none it is what stands instead, and where the next life begins.
func (j *judge) pinned(side, from int) (play uint16, next int) {
	instead, ends := noPlay, unknown
	for i := from; i < len(j.group); i++ {
		r := &j.group[i]
		if ends != unknown && r.at > ends {
			return instead, i
		}
		switch play := r.plays[side]; play {
		case noPlay, unusable, elsewhere:
			instead = max(instead, play)
		case inapplicable, aside:
			instead = max(instead, play)
			closes := r.at + j.book.order[r.route-1].watches[side]
			if r.resolved {
				closes = r.at
			}
			if ends == unknown || closes < ends {
				ends = closes
			}
		default:
			return play, i
		}
	}
	return instead, len(j.group)
}

// after is the first of the group, from one place on, that was observed after a time.
func (j *judge) after(from int, at moment) int {
	later, _ := slices.BinarySearchFunc(j.group[from:], at, func(r record, at moment) int {
		if r.at <= at {
			return -1
		}
		return 1
	})
	return from + later
}

// looked is the group as a play sees it. It is kept for all of its lives and shifts.
type looked struct {
	group     int64 // which it is of
	sightings []recovery.Sighting
	places    []int32 // of each in the group
	reaches   bool
}

// seen is the group from one place on as a play sees it, and whether any value in the
// group could reach a tier of the play or of its shifts.
func (j *judge) seen(t *trial, from int) (seen recovery.Seen, reaches bool) {
	l := &j.looks[t.number-1]
	if l.group != j.groups {
		j.look(t, l)
	}
	return recovery.Seen{Sightings: l.sightings[l.before(from):]}, l.reaches
}

// before is how many of the sightings lie before a place of the group.
func (l *looked) before(place int) int {
	if place == 0 {
		return 0
	}
	at, _ := slices.BinarySearch(l.places, int32(place))
	return at
}

func (j *judge) look(t *trial, l *looked) {
	if cap(l.sightings) > mostKept {
		*l = looked{}
	}
	l.group, l.sightings, l.places, l.reaches = j.groups, l.sightings[:0], l.places[:0], false
	reported := needs(t.play)
	for i := range j.group {
		r := &j.group[i]
		if !r.told(t) {
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
		l.reaches = l.reaches || !reported || sighting.Measured && sighting.Value >= t.floor
		l.sightings, l.places = append(l.sightings, sighting), append(l.places, int32(i))
	}
}

// mostKept is how many sightings' room a play keeps from one group to the next.
const mostKept = 4096

// told says whether a recovery by a play comes to know of it. What the gateway refuses
// it does not.
func (r *record) told(t *trial) bool {
	chosen := r.plays[t.side]
	return chosen != unusable && chosen != elsewhere && r.usable(t)
}
