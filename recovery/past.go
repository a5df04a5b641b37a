package recovery

import (
	"slices"
	"time"
)

// Past stands for sightings that are no longer kept one by one. A feed that
// reports every few seconds for a day must not grow without end, and all that a
// decision needs of what lies behind is how it stood at one moment.
type Past struct {
	First    time.Time   `json:"first"`             // when the first of all was observed
	Until    time.Time   `json:"until"`             // everything up to here has been weighed
	Folded   int         `json:"folded"`            // how many are no longer kept
	Known    bool        `json:"known,omitzero"`    // Value was reported at all
	Value    float64     `json:"value,omitzero"`    // the measure as it stood at Until
	Peak     float64     `json:"peak,omitzero"`     // the highest that was reported up to Until
	Since    []time.Time `json:"since,omitempty"`   // for each tier, since when it had been met without a break; zero where it was not
	Occurred time.Time   `json:"occurred,omitzero"` // of MeasureOpen: the earliest time given
	Happened time.Time   `json:"happened,omitzero"` // of any measure: when the failure began, as far as was known
	Causes   Causes      `json:"causes,omitempty"`  // what was said of causes up to Until
}

const (
	crowd  = 1000 // sightings kept before the oldest are folded
	recent = 250  // of them never folded: what comes late still finds its place among these

	// MaxOccurrences is the highest threshold of MeasureOccurrences: that many are
	// kept one by one, to be counted.
	MaxOccurrences = 500
)

// Crowded says whether there are so many that the oldest are to be folded.
func (s *Seen) Crowded() bool { return len(s.Sightings) > crowd }

// Full says whether no more can be taken in, as the oldest could not be folded.
func (s *Seen) Full() bool { return len(s.Sightings) >= 2*crowd }

// Fold gives up keeping the oldest sightings one by one. Whatever is observed
// after them decides as if they were all there. What was observed before and
// comes only now counts from there on where it can be no repeat: a word that it
// was over, or that it was worse than ever reported, or began earlier. Any other
// changes nothing.
//
// It returns false, and folds nothing, where a verdict has fallen by then, or
// where the sightings lie in the future.
func (s *Seen) Fold(play *Play, now time.Time) bool {
	return s.Crowded() && s.foldAllBut(recent, play, now)
}

func (s *Seen) foldAllBut(newest int, play *Play, now time.Time) bool {
	until := s.Sightings[len(s.Sightings)-1-newest].At
	weighed := s.Past != nil && !until.After(s.Past.Until)
	if weighed || until.After(now) || !until.Before(s.first().Add(play.CloseAfter.Std())) {
		return false
	}
	scan := scan{play: play, now: until, limit: until, above: -1, tier: -1, since: make([]time.Time, len(play.Tiers))}
	if scan.run(s.open()) || !scan.resolved.IsZero() {
		return false
	}
	past := &Past{First: s.first(), Until: until, Known: scan.known, Value: scan.value, Since: scan.since, Occurred: scan.occurred}
	past.Causes, past.Happened = s.upTo(until).Causes(), s.upTo(until).Happened()
	past.Peak = s.peak(until)
	if play.Measure == MeasureOccurrences {
		past.Peak = scan.peak
	}
	kept := slices.DeleteFunc(slices.Clone(s.Sightings), func(sighting Sighting) bool {
		return !sighting.At.Add(play.counts()).After(until)
	})
	if old := slices.IndexFunc(kept, func(sighting Sighting) bool { return sighting.At.After(until) }); old > MaxOccurrences {
		kept = slices.Delete(kept, 0, old-MaxOccurrences)
	}
	past.Folded = s.Count() - len(kept)
	*s = Seen{Past: past, Sightings: kept, Settled: s.Settled}
	return true
}

// upTo is what was seen by a time.
func (s *Seen) upTo(until time.Time) *Seen {
	later := slices.IndexFunc(s.Sightings, func(sighting Sighting) bool { return sighting.At.After(until) })
	if later < 0 {
		return s
	}
	return &Seen{Past: s.Past, Sightings: s.Sightings[:later]}
}

// peak is the highest number that was reported by a time.
func (s *Seen) peak(until time.Time) float64 {
	known, peak := s.Past != nil && s.Past.Known, 0.0
	if known {
		peak = s.Past.Peak
	}
	for i := range s.Sightings {
		if sighting := &s.Sightings[i]; sighting.Measured && !sighting.At.After(until) && (!known || sighting.Value > peak) {
			known, peak = true, sighting.Value
		}
	}
	return peak
}

// counts is how long after its time a sighting still counts by itself.
func (p *Play) counts() time.Duration {
	if p.Measure == MeasureOccurrences {
		return p.Within.Std()
	}
	return 0
}

// late takes in a sighting from a time that is weighed already, and says whether
// it still adds anything. If so, it counts from the moment after.
func (s *Seen) late(new *Sighting) bool {
	past := *s.Past
	past.First = earlier(past.First, new.At)
	for _, known := range []time.Time{new.At, new.Occurred} {
		if !known.IsZero() && !past.Happened.IsZero() {
			past.Happened = earlier(past.Happened, known)
		}
	}
	s.Past = &past
	began := !s.Past.Occurred.IsZero() && !new.Occurred.IsZero() && new.Occurred.Before(s.Past.Occurred)
	worse := new.Measured && s.Past.Known && new.Value > s.Past.Peak
	if !new.Resolved && !began && !worse {
		return false
	}
	new.At = s.Past.Until.Add(time.Nanosecond)
	return true
}
