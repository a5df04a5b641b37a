package backtest

import (
	"slices"

	"makegood/recovery"
)

// kept is a group of which one life may still be dismissed, as others give all of it.
type kept struct {
	group  []record
	number int64
}

// keep is the group at hand, once for all claims of it.
func (j *judge) keep() *kept {
	if j.kept == nil || j.kept.number != j.groups {
		j.kept = &kept{slices.Clone(j.group), j.groups}
		for i := range j.kept.group {
			r := &j.kept.group[i]
			r.id = slices.Clone(r.id)
		}
	}
	return j.kept
}

// anew goes on with the lives that follow a claim of which others give all, and counts
// what comes of them, save a claim, which it answers. It is false where nothing was seen
// later: then the dismissal stands.
func (j *judge) anew(c *claim, side int, shifted *trial, shift int) (more *claim, goesOn bool) {
	if c.kept == nil {
		return nil, false
	}
	group, groups := j.group, j.groups
	j.group, j.groups, j.visits = c.kept.group, c.kept.number, j.visits[:0]
	defer func() { j.group, j.groups = group, groups }()
	var last lived
	if shifted != nil {
		last = j.goOn(side, c.left, c.next, shifted, &shifted.shifts[shift])
	} else {
		last = j.goOn(side, c.left, c.next, nil, nil)
	}
	if last.trial != nil && last.verdict == "" {
		return nil, false // nothing of it was taken
	}
	if shifted == nil {
		j.visited(c)
	}
	switch own := last.trial == shifted; {
	case last.claims() && own:
		more := j.claim(&last, shift)
		return &more, true
	case last.claims():
		more := j.claim(&last, base)
		return &more, true
	case shifted == nil:
		j.came(side, &last)
	case own && last.verdict == recovery.MakeIt:
		j.tallies[shifted.number-1].shift(shift, last.awards)
	}
	return nil, true
}

// visited counts the observations of the lives that follow a claim to the plays that they
// ran by; they were counted to its own before.
func (j *judge) visited(after *claim) {
	seen, _ := j.seen(after.trial, after.next)
	j.tallies[after.trial.number-1].observations -= int64(len(seen.Sightings))
	for _, v := range j.visits {
		j.tallies[v.trial.number-1].observations += v.observations
		j.counts[v.trial.number-1].seen, j.again[v.trial.number-1] = true, true
	}
}
