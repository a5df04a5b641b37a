package journey

import (
	"fmt"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// Others adds experiences of the same customer, each with a payment of its own.
func (j *Journey) Others(series string, of ...plays.Play) *Journey {
	for _, play := range of {
		nth := len(j.Beside) + 1
		other := New(fmt.Sprintf("beside%d-%s", nth, series), j.Number, play)
		other.What = fmt.Sprintf("%s, beside it %d", j.What, nth)
		other.first().Customer = j.first().Customer
		j.Beside = append(j.Beside, other)
	}
	return j
}

// InOneIncident has a journey and those beside it be of one incident: together they owe
// once what the largest of them owes.
func (j *Journey) InOneIncident() *Journey {
	incident := &oracle.Incident{}
	for _, one := range Everyone([]*Journey{j}) {
		incident.Owed = max(incident.Owed, one.Expected.Owed.Amount)
	}
	for _, one := range Everyone([]*Journey{j}) {
		one.first().Incident = "incident-" + j.first().Experience
		one.Expected.Partly = true
		one.Expected.Bounds = append(one.Expected.Bounds, incident)
		one.Expected.Stages = append(one.Expected.Stages, recovery.Dismissed)
	}
	return j
}

// SpokenTo has the customer of a journey, and of those beside it, be spoken to so often:
// the others wait for a person.
func (j *Journey) SpokenTo(times int) *Journey {
	patience := &oracle.Patience{Apologies: times}
	for _, one := range Everyone([]*Journey{j}) {
		one.Expected.Bounds = append(one.Expected.Bounds, patience)
		one.Expected.Stages = append(one.Expected.Stages, recovery.NeedsPerson)
	}
	return j
}

// Everyone is the journeys with those beside them.
func Everyone(journeys []*Journey) (all []*Journey) {
	for _, j := range journeys {
		all = append(append(all, j), j.Beside...)
	}
	return all
}
