package recovery

import "time"

// open decides over the time since the failure occurred, which grows by itself
// until it is resolved. When it occurred is the earliest time given so far.
func (s *scan) open(seen Seen) bool {
	defer s.openStands()
	sightings := seen.Sightings
	if past := seen.Past; past != nil {
		s.occurred, s.causes, s.known = past.Occurred, past.Causes, true
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
		s.known, s.causes = true, s.causes.and(sighting.Causes)
		if sighting.Resolved {
			return s.over(step{at: sighting.At, value: s.openFor(sighting.At), resolved: true, final: true})
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
		if s.causes.exempt() || s.play.Settle == SettleResolved {
			break
		}
		at := later(from, s.metAt(tier).Add(s.play.Hold.Std()))
		if s.openTier(at) != tier {
			continue // a higher one is met by then, and is to be held first; or it is owed already
		}
		if at.After(until) || (at.Equal(until) && !inclusive) {
			s.wake(at)
			break
		}
		s.found = Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: tier, Value: s.openFor(at), At: at}
		return true
	}
	s.openTo = until
	return false
}

// openStands takes how long it has been open where no more is known.
func (s *scan) openStands() {
	if !s.openTo.IsZero() {
		s.value = s.openFor(s.openTo)
		s.tier = s.tierOf(s.value)
	}
}

// metAt is when a tier comes to be met, which is asked at every sighting.
func (s *scan) metAt(tier int) time.Time {
	if s.met == nil || !s.metFor.Equal(s.occurred) {
		s.met, s.metFor = make([]time.Time, len(s.play.Tiers)), s.occurred
	}
	if s.met[tier].IsZero() {
		s.met[tier] = s.play.Clock.after(s.occurred, time.Duration(float64(s.play.Tiers[tier].AtLeast)*float64(time.Second)))
	}
	return s.met[tier]
}

// openTier is the highest tier that is met at a time.
func (s *scan) openTier(at time.Time) int {
	if s.play.Clock.IsReal() {
		return s.tierOf(s.openFor(at))
	}
	met := -1
	for tier := range s.play.Tiers {
		if s.metAt(tier).After(at) {
			break
		}
		met = tier
	}
	if met <= s.above || s.causes.exempt() {
		return -1
	}
	return met
}

// openFor is how long it has been open at a time, in seconds by the play's clock.
func (s *scan) openFor(at time.Time) float64 {
	return s.play.Clock.elapsed(s.occurred, at).Seconds()
}
