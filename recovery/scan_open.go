package recovery

import "time"

// open decides over the time since the failure occurred, which grows by itself
// until it is resolved. When it occurred is the earliest time given so far.
func (s *scan) open(seen Seen) bool {
	sightings := seen.Sightings
	if past := seen.Past; past != nil {
		s.occurred = past.Occurred
		until, inclusive := s.openUntil(sightings)
		if s.openBetween(past.Until, until, inclusive) {
			return true
		}
	}
	for i := range sightings {
		sighting := &sightings[i]
		if sighting.At.After(s.limit) {
			s.wake(sighting.At)
			break
		}
		began := sighting.Occurred
		if began.IsZero() {
			began = sighting.At
		}
		if s.occurred.IsZero() || (!sighting.Occurred.IsZero() && began.Before(s.occurred)) {
			s.occurred = began
		}
		if sighting.Resolved {
			return s.over(step{at: sighting.At, value: sighting.At.Sub(s.occurred).Seconds(), resolved: true, final: true})
		}
		until, inclusive := s.openUntil(sightings[i+1:])
		if s.openBetween(sighting.At, until, inclusive) {
			return true
		}
	}
	return false
}

// openUntil is until when nothing more is known, and whether that moment belongs
// to it: what is known from then on decides about it.
func (s *scan) openUntil(following []Sighting) (until time.Time, inclusive bool) {
	if len(following) > 0 && !following[0].At.After(s.limit) {
		return following[0].At, false
	}
	return s.limit, true
}

// openBetween looks for the first moment from one sighting to the next at which
// the highest tier met has been held. The last moment itself counts only where inclusive.
func (s *scan) openBetween(from, until time.Time, inclusive bool) bool {
	for tier := range s.play.Tiers {
		met := s.occurred.Add(time.Duration(float64(s.play.Tiers[tier].AtLeast) * float64(time.Second)))
		at := later(from, met.Add(s.play.Hold.Std()))
		if s.play.tierOf(at.Sub(s.occurred).Seconds()) != tier {
			continue // a higher one is met by then, and is to be held first
		}
		if at.After(until) || (at.Equal(until) && !inclusive) {
			s.wake(at)
			break
		}
		s.found = Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: tier, Value: at.Sub(s.occurred).Seconds(), At: at}
		return true
	}
	s.value = until.Sub(s.occurred).Seconds()
	s.tier = s.play.tierOf(s.value)
	return false
}
