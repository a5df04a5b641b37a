package backtest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Fault is a line that is no observation, or one that no play can use.
type Fault struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Why   string `json:"why"`
	input int
}

// Error names the place and the reason.
func (f Fault) Error() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Why) }

// faults counts lines that cannot be used, and keeps the first few.
type faults struct {
	count int64
	first []Fault
}

const (
	maxFaults   = 10
	maxTriggers = 1000 // without a play, that are counted by name
)

func (f *faults) add(fault Fault) {
	f.count++
	f.keep(fault)
}

func (f *faults) keep(more ...Fault) {
	if len(f.first) == maxFaults && len(more) == 1 && compareFaults(more[0], f.first[maxFaults-1]) > 0 {
		return
	}
	f.first = append(f.first, more...)
	slices.SortFunc(f.first, compareFaults)
	f.first = f.first[:min(len(f.first), maxFaults)]
}

func compareFaults(a, b Fault) int {
	return cmp.Or(cmp.Compare(a.input, b.input), cmp.Compare(a.Line, b.Line))
}

func (f *faults) merge(other *faults) {
	f.count += other.count
	f.keep(other.first...)
}

// others counts observations whose trigger has no play.
type others struct {
	count     int64
	byTrigger map[string]int64
}

func (o *others) add(trigger []byte) { o.put(string(trigger), 1) }

func (o *others) put(trigger string, times int64) {
	if o.byTrigger == nil {
		o.byTrigger = map[string]int64{}
	}
	o.count += times
	if _, known := o.byTrigger[trigger]; known || len(o.byTrigger) < maxTriggers {
		o.byTrigger[trigger] += times
	}
}

func (o *others) merge(other *others) {
	named := int64(0)
	for _, trigger := range slices.Sorted(maps.Keys(other.byTrigger)) {
		o.put(trigger, other.byTrigger[trigger])
		named += other.byTrigger[trigger]
	}
	o.count += other.count - named
}
