package backtest

import (
	"fmt"
	"slices"
	"sync"

	"makegood/recovery"
)

// Playbook is the plays that are asked about.
type Playbook interface {
	// Plays is every play.
	Plays() []*recovery.Play
	// Choose is the play that an observation begins a recovery by, or nil.
	Choose(o *recovery.Observation) (*recovery.Play, string)
	// Looks is what Choose looks at for a trigger.
	Looks(trigger string) []string
}

// book is every play that is tried, of both sides.
type book struct {
	sides  []Playbook
	trials []*trial
	routes map[string]*route
	order  []*route // by their numbers, counted from 1
	some   bool     // not every play is to be told of
	causes causes
}

// route is where the observations of one trigger go.
type route struct {
	number    uint16 // as record.route has it
	trigger   string
	looks     []string  // what choosing looks at, where that can be remembered; else nil
	plays     [2]uint16 // by side, as record.plays has them; not where there is a choice
	choices   [2]bool   // by side: the playbook is to be asked
	watches   [2]moment // by side: how long the longest of its plays watches
	measures  []string  // that their plays decide by
	exempting []*trial  // those of them that exempt
	incidents bool      // one of them is for once per incident
	asked     bool      // one of them is to be told of
	salt      uint64    // keeps the same experience under two triggers apart
}

// trial is one play that is tried, with what tries it at other thresholds.
type trial struct {
	number uint16 // as record.plays has it
	play   *recovery.Play
	side   int
	asked  bool // to be told of
	column int  // of its measure among its route's
	exempt int  // its place among those of its route that exempt; -1 where it does not
	shifts []shift
	floor  float64 // no value below it reaches any tier, nor that of any shift
	zone   zone
	salt   uint64 // of its route
	budget *recovery.Budget
}

// newBook takes the plays that are named, or all of them.
func newBook(sides []Playbook, only []string, salt func(trigger string) uint64) (*book, error) {
	b := &book{sides: sides, routes: map[string]*route{}, some: len(only) > 0}
	var names []string
	for side, playbook := range sides {
		for _, play := range playbook.Plays() {
			if names = append(names, play.Name); len(names) > maxTrials {
				return nil, fmt.Errorf("these are more than %d plays; try some of them at a time", maxTrials)
			}
			one := &trial{number: uint16(len(b.trials) + 1), play: play, side: side, exempt: -1, zone: zoneOf(play), budget: play.Budget}
			if one.asked = len(only) == 0 || slices.Contains(only, play.Name); one.asked {
				one.shifts = shiftsOf(play)
			}
			one.floor = float64(play.Tiers[0].AtLeast)
			for _, each := range one.shifts {
				one.floor = min(one.floor, float64(each.play.Tiers[0].AtLeast))
			}
			b.trials = append(b.trials, one)
			to := b.routes[play.Trigger]
			if to == nil {
				to = &route{number: uint16(len(b.order) + 1), trigger: play.Trigger, salt: salt(play.Trigger)}
				b.routes[play.Trigger], b.order = to, append(b.order, to)
				for _, playbook := range sides {
					to.looks = append(to.looks, playbook.Looks(play.Trigger)...)
				}
				if slices.Sort(to.looks); !canRemember(to.looks) {
					to.looks = nil
				} else if to.looks = slices.Compact(to.looks); to.looks == nil {
					to.looks = []string{}
				}
			}
			if err := to.add(one); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range only {
		if !slices.Contains(names, name) {
			slices.Sort(names)
			return nil, fmt.Errorf("there is no play %q; there are %v", name, slices.Compact(names))
		}
	}
	return b, nil
}

func (r *route) add(t *trial) error {
	t.salt = r.salt
	r.choices[t.side] = r.choices[t.side] || r.plays[t.side] > 0 || t.play.When != ""
	r.plays[t.side] = t.number
	r.watches[t.side] = max(r.watches[t.side], moment(t.play.CloseAfter))
	r.asked = r.asked || t.asked
	r.incidents = r.incidents || t.play.OncePer == recovery.OncePerIncident
	if t.column = slices.Index(r.measures, t.play.Measure); t.column < 0 {
		t.column = len(r.measures)
		r.measures = append(r.measures, t.play.Measure)
	}
	if len(t.play.Exempt) > 0 {
		t.exempt = len(r.exempting)
		r.exempting = append(r.exempting, t)
	}
	if len(r.measures) > maxMeasures || len(r.exempting) > maxExempts {
		return fmt.Errorf("the plays for %s decide by more than %d measures, or more than %d of them exempt; try some of them at a time", t.play.Trigger, maxMeasures, maxExempts)
	}
	return nil
}

// choose is the play of a side that an observation begins a recovery by, or
// inapplicable.
func (b *book) choose(side int, o *recovery.Observation) uint16 {
	play, _ := b.sides[side].Choose(o)
	for _, t := range b.trials {
		if play != nil && t.play == play && t.side == side {
			return t.number
		}
	}
	return inapplicable
}

// needs says whether a play decides by a measure that a backend reports.
func needs(play *recovery.Play) bool {
	return play.Measure != recovery.MeasureOpen && play.Measure != recovery.MeasureOccurrences
}

// causes are all the different words on causes that came, by a number from 1 on. There
// are no more than the plays can tell apart.
type causes struct {
	mu    sync.RWMutex
	known []recovery.Causes
	by    map[string]uint16
}

func (c *causes) number(said recovery.Causes) uint16 {
	if said == nil {
		return 0
	}
	name := fmt.Sprintf("%q", map[string]string(said)) // every attribute; fmt sorts maps by their keys
	c.mu.RLock()
	number, known := c.by[name]
	c.mu.RUnlock()
	if known {
		return number
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]uint16{}
	}
	if number, known = c.by[name]; !known {
		c.known = append(c.known, said)
		number = uint16(len(c.known))
		c.by[name] = number
	}
	return number
}

// of is what a number stands for. Nothing is added any more when it is asked.
func (c *causes) of(number uint16) recovery.Causes {
	if number == 0 {
		return nil
	}
	return c.known[number-1]
}
