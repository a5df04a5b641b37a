package recovery

import (
	"slices"
	"strings"
	"time"
)

// Sighting is what a decision needs of one observation; it holds no personal data.
type Sighting struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Occurred time.Time `json:"occurred,omitzero"`
	Value    float64   `json:"value,omitzero"`
	Measured bool      `json:"measured,omitzero"` // Value was reported
	Resolved bool      `json:"resolved,omitzero"`
	Causes   Causes    `json:"causes,omitempty"` // of those for which nothing is owed
}

// Seen is all that was seen of one experience. The order in which it came and
// how often it came leave no trace in it.
type Seen struct {
	Past      *Past      `json:"past,omitempty"` // what is kept of very many; nil for nearly all
	Sightings []Sighting `json:"sightings"`      // ordered by the time they were observed

	// What was observed up to here was dismissed, as another recovery of the incident gives
	// as much: it is known, and decides nothing any more. Zero for nearly all.
	Settled time.Time `json:"settled,omitzero"`
}

// SightingOf takes from an observation what a decision by this play needs.
func (p *Play) SightingOf(o *Observation) Sighting {
	value, measured := o.Measures[p.Measure]
	return Sighting{ID: o.ID, At: o.ObservedAt.UTC(), Occurred: o.OccurredAt.UTC(), Value: value, Measured: measured, Resolved: o.Resolved, Causes: p.Exempt.of(o.Attributes)}
}

// SeenOf is these sightings.
func SeenOf(sightings ...Sighting) Seen {
	var seen Seen
	for _, sighting := range sightings {
		seen.Add(sighting)
	}
	return seen
}

// Nothing says whether nothing was seen yet.
func (s *Seen) Nothing() bool { return s.Past == nil && len(s.Sightings) == 0 }

// Count is how many observations came, each counted once.
func (s *Seen) Count() int {
	if s.Past == nil {
		return len(s.Sightings)
	}
	return s.Past.Folded + len(s.Sightings)
}

// Has says whether an observation of this id is known to be among them. Of those
// that are folded away it cannot tell.
func (s *Seen) Has(id string) bool {
	return slices.ContainsFunc(s.Sightings, func(known Sighting) bool { return known.ID == id })
}

// Add puts a sighting in its place. It returns false where one of the same id is
// there already, or where it adds nothing to what is folded.
func (s *Seen) Add(new Sighting) bool {
	if s.Has(new.ID) {
		return false
	}
	if s.Past != nil && !new.At.After(s.Past.Until) && !s.late(&new) {
		return false
	}
	place, _ := slices.BinarySearchFunc(s.Sightings, new, compareSightings)
	s.Sightings = slices.Insert(s.Sightings, place, new)
	return true
}

// Merge adds everything of the other that is not there yet.
func (s *Seen) Merge(other Seen) {
	base, rest := s.clone(), other
	if other.Past != nil && (s.Past == nil || other.Past.Until.After(s.Past.Until)) {
		base, rest = other.clone(), *s
	}
	for _, sighting := range rest.Sightings {
		base.Add(sighting)
	}
	if rest.Past != nil {
		base.Past.First = earlier(base.Past.First, rest.Past.First)
		if happened := rest.Past.Happened; !happened.IsZero() && (base.Past.Happened.IsZero() || happened.Before(base.Past.Happened)) {
			base.Past.Happened = happened
		}
	}
	base.Settled = later(s.Settled, other.Settled)
	*s = base
}

// Settle has what was seen so far decide nothing any more: what is seen later is watched anew.
func (s *Seen) Settle() {
	if s.Past != nil {
		s.Settled = later(s.Settled, s.Past.Until)
	}
	if n := len(s.Sightings); n > 0 {
		s.Settled = later(s.Settled, s.Sightings[n-1].At)
	}
}

// open is what still decides.
func (s Seen) open() Seen {
	if s.Settled.IsZero() {
		return s
	}
	open := s.after(s.Settled)
	if s.Past != nil && s.Past.Until.After(s.Settled) {
		open.Past = s.Past
	}
	return open
}

// Covers says whether nothing of the other is missing here.
func (s *Seen) Covers(other Seen) bool {
	if other.Past != nil && (s.Past == nil || s.Past.Until.Before(other.Past.Until)) {
		return false
	}
	return !slices.ContainsFunc(other.Sightings, func(sighting Sighting) bool {
		return !s.Has(sighting.ID) && (s.Past == nil || sighting.At.After(s.Past.Until))
	})
}

// Happened is when the failure began: the earliest time given, else when it was first
// observed.
func (s *Seen) Happened() time.Time {
	at := s.first()
	if s.Past != nil && !s.Past.Happened.IsZero() {
		at = earlier(at, s.Past.Happened)
	}
	for i := range s.Sightings {
		if occurred := s.Sightings[i].Occurred; !occurred.IsZero() {
			at = earlier(at, occurred)
		}
	}
	return at
}

// Causes is the latest word on each cause for which nothing is owed.
func (s *Seen) Causes() Causes {
	var causes Causes
	if s.Past != nil {
		causes = s.Past.Causes
	}
	for i := range s.Sightings {
		causes = causes.and(s.Sightings[i].Causes)
	}
	return causes
}

// Case is what the amounts of a play are worked out from, once a tier is owed.
func (s *Seen) Case(value float64, payment *Payment) Case {
	c := Case{Payment: payment, Value: value}
	if !s.Nothing() {
		c.At = s.Happened()
	}
	return c
}

func (s *Seen) clone() Seen {
	clone := Seen{Sightings: slices.Clone(s.Sightings), Settled: s.Settled}
	if s.Past != nil {
		past := *s.Past
		past.Since = slices.Clone(past.Since)
		clone.Past = &past
	}
	return clone
}

// after is what was seen later than a time.
func (s *Seen) after(at time.Time) Seen {
	later := slices.IndexFunc(s.Sightings, func(sighting Sighting) bool { return sighting.At.After(at) })
	if later < 0 {
		return Seen{}
	}
	return Seen{Sightings: s.Sightings[later:]}
}

// first is when the experience was first observed.
func (s *Seen) first() time.Time {
	switch {
	case s.Past == nil:
		return s.Sightings[0].At
	case len(s.Sightings) == 0:
		return s.Past.First
	}
	return earlier(s.Past.First, s.Sightings[0].At)
}

func compareSightings(a, b Sighting) int {
	if order := a.At.Compare(b.At); order != 0 {
		return order
	}
	return strings.Compare(a.ID, b.ID)
}
