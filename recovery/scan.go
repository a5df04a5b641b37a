package recovery

import (
	"iter"
	"time"
)

// scan walks once through what was seen, in the order it was observed.
type scan struct {
	play     *Play
	now      time.Time
	limit    time.Time   // nothing after it counts: now, or when the play closes
	next     time.Time   // the soonest time after now at which time alone may change the verdict
	above    int         // the tier that is owed already, or -1: only higher ones count
	tier     int         // the highest tier met at the limit, or -1
	known    bool        // the measure was reported at all by the limit
	value    float64     // the measure at the limit
	peak     float64     // the most that the measure has been
	causes   Causes      // what was said of causes by the limit
	since    []time.Time // for each tier: since when the value has been at or above it; nil where nothing is held
	occurred time.Time   // of MeasureOpen: the earliest time given by the limit
	openTo   time.Time   // of MeasureOpen: until when it is known to have been open
	met      []time.Time // of MeasureOpen: when each tier is met, for what occurred at metFor
	metFor   time.Time
	resolved time.Time // when it was over, within the limit
	found    Decision
}

// run says whether a tier is owed by the limit.
func (s *scan) run(seen Seen) bool {
	switch s.play.Measure {
	case MeasureOpen:
		return s.open(seen)
	case MeasureOccurrences:
		return s.steps(seen.Past, occurrences(s.owing(seen.Sightings), s.play.Within.Std()))
	default:
		return s.steps(seen.Past, reported(seen))
	}
}

// step is a measure's value from one moment on.
type step struct {
	at       time.Time
	value    float64
	resolved bool // over from here on
	final    bool // with resolved: value was reported as the last word
	faded    bool // the value fell because time passed

	causes Causes // what was said of causes
}

// steps decides over a measure that keeps its value from one step to the next,
// going on from the past where there is one.
func (s *scan) steps(past *Past, steps iter.Seq[step]) bool {
	from, started := s.goOn(past)
	for to := range steps {
		if past != nil && !to.at.After(past.Until) {
			continue
		}
		passes := started && (to.at.After(from.at) || to.resolved) // of several steps at one moment the last counts
		if passes {
			s.stand(from)
		}
		if to.at.After(s.limit) {
			if to.faded && s.tier < 0 {
				continue // less of it changes nothing
			}
			s.wake(to.at)
			break
		}
		if passes && s.held(from.at, to.at, to.resolved) {
			return true
		}
		s.causes = s.causes.and(to.causes)
		if to.resolved {
			return s.over(to)
		}
		from, started = to, true
	}
	if !started {
		return false
	}
	s.stand(from)
	return s.held(from.at, s.limit, true)
}

// goOn is the step that the past leaves standing.
func (s *scan) goOn(past *Past) (from step, started bool) {
	if past == nil {
		return step{}, false
	}
	if s.play.Measure != MeasureOccurrences { // each of those has its own
		s.causes = past.Causes
	}
	if !past.Known {
		return step{}, false
	}
	s.peak = past.Peak
	if len(past.Since) == len(s.since) { // else it was weighed by another play
		copy(s.since, past.Since)
	}
	return step{at: past.Until, value: past.Value}, true
}

// stand takes the value that stands from a moment on, and keeps for each tier
// since when it has been met without a break.
func (s *scan) stand(from step) {
	s.known, s.value, s.tier = true, from.value, s.tierOf(from.value)
	s.peak = max(s.peak, s.value)
	for tier := range s.since {
		switch {
		case tier > s.tier:
			s.since[tier] = time.Time{}
		case s.since[tier].IsZero():
			s.since[tier] = from.at
		}
	}
}

// held says whether the tier that is met from one moment to another is held for
// long enough within it. The last moment itself counts only where inclusive.
func (s *scan) held(from, to time.Time, inclusive bool) bool {
	if s.tier < 0 || s.play.Settle == SettleResolved {
		return false
	}
	at := from
	if s.play.Hold > 0 {
		at = later(from, s.since[s.tier].Add(s.play.Hold.Std()))
	}
	if at.After(to) || (at.Equal(to) && !inclusive) {
		s.wake(at)
		return false
	}
	s.found = Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: s.tier, Value: s.value, At: at}
	return true
}

// over takes the last word on an experience.
func (s *scan) over(last step) bool {
	s.resolved = last.at
	if !last.final {
		return false
	}
	s.known, s.value = true, last.value
	tier := s.tierOf(last.value)
	if tier < 0 {
		return false
	}
	s.found = Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: tier, Value: last.value, At: last.at}
	return true
}

func (s *scan) wake(at time.Time) {
	if at.After(s.now) {
		s.next = earlier(s.next, at)
	}
}

// reported is the measure as a backend reported it, step by step. What is said of
// causes alone leaves the measure as it was.
func reported(seen Seen) iter.Seq[step] {
	return func(yield func(step) bool) {
		known, value, causes := false, 0.0, Causes(nil)
		if seen.Past != nil {
			known, value = seen.Past.Known, seen.Past.Value
		}
		for i := range seen.Sightings {
			sighting := &seen.Sightings[i]
			if sighting.Measured {
				known, value = true, sighting.Value
			}
			causes = causes.and(sighting.Causes)
			if !sighting.Measured && !sighting.Resolved && (sighting.Causes == nil || !known) {
				continue
			}
			if !yield(step{at: sighting.At, value: value, resolved: sighting.Resolved, final: sighting.Measured, causes: causes}) {
				return
			}
		}
	}
}

// occurrences counts how many sightings lie within the window that ends at each
// moment. A sighting that says it is over is no occurrence.
func occurrences(seen []Sighting, within time.Duration) iter.Seq[step] {
	return func(yield func(step) bool) {
		oldest := 0 // the first sighting still in the window
		for i := range seen {
			for ; oldest < i && !seen[oldest].At.Add(within).After(seen[i].At); oldest++ {
				if !yield(step{at: seen[oldest].At.Add(within), value: float64(i - oldest - 1), faded: true}) {
					return
				}
			}
			if seen[i].Resolved {
				yield(step{at: seen[i].At, resolved: true})
				return
			}
			if !yield(step{at: seen[i].At, value: float64(i - oldest + 1)}) {
				return
			}
		}
		for ; oldest < len(seen); oldest++ {
			if !yield(step{at: seen[oldest].At.Add(within), value: float64(len(seen) - oldest - 1), faded: true}) {
				return
			}
		}
	}
}
