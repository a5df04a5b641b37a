package faults

import (
	"time"

	"makegood/internal/exam/plays"
)

// limits is cases of plays that hold what is owed against something, or add to it.
func (m *maker) limits() {
	m.make(plays.Worse, "it gets worse by the time, and the difference is added")
	m.make(plays.Worse, "it gets worse by the time, and the bank takes a while").Behaviour = "pending"
	m.worseAtOnce()
	m.make(plays.BudgetHigh, "budget, more than that of a day")
	for n := range 3 {
		m.make(plays.BudgetLow, "budget, number %d of three, of which it lets two pass", n+1)
	}
	m.make(plays.IncidentHigh, "one incident, two smaller ones").Others(m.series, plays.IncidentLow, plays.IncidentLow).InOneIncident()
	m.make(plays.IncidentLow, "one incident, a larger one").Others(m.series, plays.IncidentHigh).InOneIncident()
	m.make(plays.Worse, "one incident, and one of it gets worse").Others(m.series, plays.IncidentHigh).InOneIncident()
	m.make(plays.Tired, "the customer hears from us once").Others(m.series, plays.Tired).SpokenTo(plays.Tired.Apologies)
	m.make(plays.Quiet, "it is night where the customer is")
}

// worseAtOnce is told of the higher tier right after the lower one, while that may be
// being made good.
func (m *maker) worseAtOnce() {
	j := m.make(plays.Grows, "it gets worse while the lower tier is made good")
	j.Observations[0].Measures[plays.Grows.Measure] = 60
	j.Again(time.Millisecond, plays.Grows.Enough)
}
