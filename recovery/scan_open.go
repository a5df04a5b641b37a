package recovery

import "time"

// open decides over the time since the failure occurred, which grows by itself
// until it is resolved. When it occurred is the earliest time given so far.
func (s *scan) open(seen Seen) bool {
	var occurred time.Time
	for i := range seen {
		sighting := &seen[i]
		if sighting.At.After(s.limit) {
			s.wake(sighting.At)
			break
		}
		began := sighting.Occurred
		if began.IsZero() {
			began = sighting.At
		}
		if occurred.IsZero() || (!sighting.Occurred.IsZero() && began.Before(occurred)) {
			occurred = began
		}
		if sighting.Resolved {
			return s.over(step{at: sighting.At, value: sighting.At.Sub(occurred).Seconds(), resolved: true, final: true})
		}
		until, inclusive := s.limit, true
		if i+1 < len(seen) && !seen[i+1].At.After(s.limit) {
			until, inclusive = seen[i+1].At, false // what is known from then on decides about that moment
		}
		if s.openBetween(occurred, sighting.At, until, inclusive) {
			return true
		}
	}
	return false
}

// openBetween looks for the first moment from one sighting to the next at which
// the highest tier met has been held. The last moment itself counts only where inclusive.
func (s *scan) openBetween(occurred, from, until time.Time, inclusive bool) bool {
	for tier := range s.play.Tiers {
		met := occurred.Add(time.Duration(float64(s.play.Tiers[tier].AtLeast) * float64(time.Second)))
		at := later(from, met.Add(s.play.Hold.Std()))
		if s.play.tierOf(at.Sub(occurred).Seconds()) != tier {
			continue // a higher one is met by then, and is to be held first
		}
		if at.After(until) || (at.Equal(until) && !inclusive) {
			s.wake(at)
			break
		}
		s.found = Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: tier, Value: at.Sub(occurred).Seconds(), At: at}
		return true
	}
	s.value = until.Sub(occurred).Seconds()
	s.tier = s.play.tierOf(s.value)
	return false
}
