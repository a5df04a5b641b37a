package backtest

import (
	"slices"
	"time"
)

// lengths counts lengths of time, and tells which length so many of them do not
// exceed. It is exact to the second while there are not too many different ones, and to
// two, four, eight… seconds beyond that.
type lengths struct {
	counts map[int64]int64 // by so many times the grain, rounded up
	grain  int64           // in seconds
	total  int64
	most   time.Duration
}

// maxLengths is how many different lengths are told apart.
const maxLengths = 1 << 16

func (l *lengths) add(length time.Duration) {
	l.most = max(l.most, length)
	l.put(int64((max(length, 0)+time.Second-1)/time.Second), 1)
}

func (l *lengths) put(seconds, times int64) {
	if l.counts == nil {
		l.counts, l.grain = map[int64]int64{}, 1
	}
	l.total += times
	l.counts[(seconds+l.grain-1)/l.grain] += times
	if len(l.counts) > maxLengths {
		l.coarsen()
	}
}

func (l *lengths) coarsen() {
	coarser := make(map[int64]int64, maxLengths)
	for steps, times := range l.counts {
		coarser[(steps+1)/2] += times
	}
	l.counts, l.grain = coarser, 2*l.grain
}

func (l *lengths) merge(other *lengths) {
	if other.total == 0 {
		return
	}
	l.most = max(l.most, other.most)
	for steps, times := range other.counts {
		l.put(steps*other.grain, times)
	}
}

// share is the shortest length that so much of all does not exceed, in seconds.
func (l *lengths) share(of float64) int64 {
	steps := make([]int64, 0, len(l.counts))
	for each := range l.counts {
		steps = append(steps, each)
	}
	slices.Sort(steps)
	left := int64(of*float64(l.total) + 0.999999)
	for _, each := range steps {
		if left -= l.counts[each]; left <= 0 {
			return each * l.grain
		}
	}
	return 0
}
