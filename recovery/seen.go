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
}

// Seen is every sighting of one experience, ordered by the time it was observed.
// The order in which they came and how often they came leave no trace in it.
type Seen []Sighting

// SightingOf takes from an observation what a decision by this play needs.
func (p *Play) SightingOf(o *Observation) Sighting {
	value, measured := o.Measures[p.Measure]
	return Sighting{ID: o.ID, At: o.ObservedAt.UTC(), Occurred: o.OccurredAt.UTC(), Value: value, Measured: measured, Resolved: o.Resolved}
}

// Add puts a sighting in its place. It returns false, and leaves everything as
// it is, where one of the same id is there already.
func (s *Seen) Add(new Sighting) bool {
	if s.Has(new.ID) {
		return false
	}
	place, _ := slices.BinarySearchFunc(*s, new, compareSightings)
	*s = slices.Insert(*s, place, new)
	return true
}

// Merge adds every sighting of the other that is not there yet.
func (s *Seen) Merge(other Seen) {
	for _, sighting := range other {
		s.Add(sighting)
	}
}

// Has says whether an observation of this id is among them.
func (s Seen) Has(id string) bool {
	return slices.ContainsFunc(s, func(known Sighting) bool { return known.ID == id })
}

func compareSightings(a, b Sighting) int {
	if order := a.At.Compare(b.At); order != 0 {
		return order
	}
	return strings.Compare(a.ID, b.ID)
}
