package fault

import (
	"encoding/json"
	"slices"

	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// kind is how the journal knows faults.
const kind = "fault"

// Set is the faults in force, in the order in which they were added. Its
// methods need the world's lock.
type Set struct{ faults []*Fault }

// Add puts a fault in force and gives it its id.
func (s *Set) Add(tx *twin.Tx, f *Fault) {
	f.ID = twin.ID("fault_", 12)
	s.faults = append(s.faults, f)
	tx.Put(kind, f.ID, f)
}

// Clear removes all faults.
func (s *Set) Clear(tx *twin.Tx) {
	for _, f := range s.faults {
		tx.Remove(kind, f.ID)
	}
	s.faults = nil
}

// All is a copy of the faults as they stand.
func (s *Set) All() []Fault {
	out := make([]Fault, len(s.faults))
	for i, f := range s.faults {
		out[i] = *f
	}
	return out
}

// Judge lets every fault that matches count the request. The first that
// strikes is returned; it alone is what goes wrong.
func (s *Set) Judge(tx *twin.Tx, r Request) (Fault, bool) {
	var struck *Fault
	for _, f := range s.faults {
		if !f.Matches(r) {
			continue
		}
		if f.Count() && struck == nil {
			struck = f
			f.Struck++
		}
		tx.Put(kind, f.ID, f)
	}
	if struck == nil {
		return Fault{}, false
	}
	return *struck, true
}

// Counts tells whether any fault counts such a request.
func (s *Set) Counts(r Request) bool {
	return slices.ContainsFunc(s.faults, func(f *Fault) bool { return f.Matches(r) })
}

// Load takes a fault back from the journal; it answers false to any other.
func (s *Set) Load(c journal.Change) (bool, error) {
	if c.Kind != kind {
		return false, nil
	}
	f := new(Fault)
	if err := json.Unmarshal(c.Body, f); err != nil {
		return true, err
	}
	s.faults = append(s.faults, f)
	return true, nil
}
