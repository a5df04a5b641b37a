package backtest

import (
	"slices"

	"makegood/recovery"
)

// maxGroup is how many observations of one recovery are looked at together.
const maxGroup = 100_000

// thin takes out of the group what changes nothing: an observation that says the same
// as those before and after it. It returns whether there is room again.
func (j *judge) thin() bool {
	if j.full || slices.ContainsFunc(j.book.trials, j.countsEach) {
		j.full = true
		return false
	}
	before := len(j.group)
	kept := j.group[:1]
	for i := 1; i < before-1; i++ {
		here := &j.group[i]
		if !here.same(&kept[len(kept)-1]) || !here.same(&j.group[i+1]) {
			kept = append(kept, *here)
		}
	}
	j.group = append(kept, j.group[before-1])
	j.thinned += int64(before - len(j.group))
	ids := make([]byte, 0, len(j.ids))
	for i := range j.group {
		start := len(ids)
		ids = append(ids, j.group[i].id...)
		j.group[i].id = ids[start:len(ids):len(ids)]
	}
	j.ids = ids
	j.full = len(j.group) > maxGroup/2
	return !j.full
}

// countsEach says whether a play counts the group's observations, so that each of them matters.
func (j *judge) countsEach(t *trial) bool {
	return t.play.Measure == recovery.MeasureOccurrences && slices.ContainsFunc(j.group, func(r record) bool { return r.plays[t.side] == t.number })
}

// same says whether two observations say the same of what goes on.
func (r *record) same(other *record) bool {
	return !r.resolved && !other.resolved && r.occurred == other.occurred && r.plays == other.plays && r.measured == other.measured &&
		(r.measured == 0 || r.values == other.values) && r.causes == other.causes && r.incident == other.incident && r.payment == other.payment
}
