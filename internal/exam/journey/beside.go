package journey

import (
	"fmt"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// InOneIncidentWith adds another experience of the same customer in the same incident,
// with a payment of its own: together they owe once what the largest of them owes.
func (j *Journey) InOneIncidentWith(series string, play plays.Play) *Journey {
	nth := len(j.Beside) + 1
	other := New(fmt.Sprintf("beside%d-%s", nth, series), j.Number, play)
	other.What = fmt.Sprintf("%s, beside it %d", j.What, nth)
	if j.Expected.Incident == nil {
		j.first().Incident = "incident-" + j.first().Experience
		j.share(&oracle.Incident{})
	}
	first := other.first()
	first.Incident, first.Customer = j.first().Incident, j.first().Customer
	other.share(j.Expected.Incident)
	j.Beside = append(j.Beside, other)
	return other
}

// share makes a journey one of an incident's: it is given, in part or whole, or
// dismissed, as others have given before it.
func (j *Journey) share(incident *oracle.Incident) {
	j.Expected.Incident = incident
	j.Expected.Stages = append(j.Expected.Stages, recovery.Dismissed)
	incident.Owed = max(incident.Owed, j.Expected.Owed.Amount)
}

// Everyone is the journeys with those beside them.
func Everyone(journeys []*Journey) (all []*Journey) {
	for _, j := range journeys {
		all = append(append(all, j), j.Beside...)
	}
	return all
}
