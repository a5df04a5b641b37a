package faults

import (
	"fmt"

	"makegood/internal/exam/journey"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// maker numbers the cases as it makes them.
type maker struct {
	series string
	made   []*journey.Journey
}

func (m *maker) make(play plays.Play, what string, args ...any) *journey.Journey {
	j := journey.New(m.series, len(m.made)+1, play)
	j.What = fmt.Sprintf(what, args...)
	m.made = append(m.made, j)
	return j
}

// Cases are all cases of the section, always the same and in the same order. Those
// of the second kind are spoiled for 25 hours.
func Cases(short bool) (now, lasting []*journey.Journey) { return CasesOf("faults", short) }

// CasesOf are the cases once more, for others of another name.
func CasesOf(series string, short bool) (now, lasting []*journey.Journey) {
	m := &maker{series: series}
	m.plain()
	for _, target := range targets() {
		for _, fault := range kinds {
			m.one(target, fault, "once", 1)
			if !short {
				m.one(target, fault, "three times in a row", 3)
			}
		}
		for _, code := range target.codes {
			if !code.long || !short {
				m.refused(target, code)
			}
		}
	}
	now = m.made
	for _, target := range targets() {
		for _, fault := range kinds {
			if !target.late || !short {
				m.lasting(target, fault)
			}
		}
	}
	return journey.Everyone(now), m.made[len(now):]
}

func (m *maker) one(at target, fault journey.Fault, often string, first int) {
	j := m.make(at.play, "%s, %s %s", at.name, fault.Kind, often)
	fault.Provider, fault.Endpoint, fault.When, fault.Match = at.provider, at.endpoint, journey.First(first), at.alone(j)
	j.With(fault)
}

// refused has the provider give its own error. Words that it refuses for good take
// the next channel.
func (m *maker) refused(at target, code code) {
	j := m.make(at.play, "%s, error %s", at.name, code.code)
	j.With(journey.Fault{Provider: at.provider, Endpoint: at.endpoint, Kind: "error", Code: code.code, When: journey.First(1), Match: at.alone(j)})
	if code.end == person {
		j.Expected.Stages = []recovery.Stage{recovery.NeedsPerson}
	}
}

// lasting spoils every request, the searches too, until all faults are taken away.
func (m *maker) lasting(at target, fault journey.Fault) {
	j := m.make(at.play, "%s, %s for 25 hours", at.name, fault.Kind)
	fault.Provider, fault.Endpoint, fault.When, fault.Method, fault.Match = at.provider, at.endpoint, journey.All(), "*", at.match(j)
	j.With(fault)
	if at.searches != "" {
		fault.Endpoint = at.searches
		j.With(fault)
	}
	j.Expected.Stages = []recovery.Stage{recovery.Delivered, recovery.NeedsPerson}
}
