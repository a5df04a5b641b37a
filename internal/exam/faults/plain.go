package faults

import (
	"time"

	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// plain is cases that no provider spoils: what is owed, when, and how often.
func (m *maker) plain() {
	for _, play := range []plays.Play{plays.Refunds, plays.Coupons, plays.Credits, plays.Mails, plays.Holds, plays.LadderLow, plays.LadderHigh} {
		m.make(play, "nothing goes wrong, %s from %v on", play.Trigger, play.Enough)
	}
	m.belowThreshold()
	m.holdBroken()
	m.happensOften()
	m.toldThrice()
	m.pendingRefund()
	m.worseAfterwards()
	m.putOff()
	m.limits()
	m.make(plays.Refunds, "Temporal does not answer the gateway, twice").Deaf = 2
}

func (m *maker) belowThreshold() {
	j := m.make(plays.Refunds, "over before it was bad enough")
	j.Observations[0].Measures["minutes"] = plays.Refunds.Enough - 1
	j.Observations[0].Resolved = true
	j.Expected = oracle.Nothing(recovery.Dismissed)
}

func (m *maker) holdBroken() {
	j := m.make(plays.Holds, "bad enough, and not for as long as the hold")
	j.Again(time.Second, plays.Holds.Enough-10)
	j.Again(2*time.Second, plays.Holds.Enough-10).Resolved = true
	j.Expected = oracle.Nothing(recovery.Dismissed)
}

func (m *maker) happensOften() {
	j := m.make(plays.Often, "it happens three times")
	j.Again(time.Second, 0)
	j.Again(2*time.Second, 0)
}

// toldThrice is one occurrence, told by three senders, past the gateway's own memory.
func (m *maker) toldThrice() {
	j := m.make(plays.Often, "it happens once and is told three times")
	j.Straight = true
	j.Again(time.Second, 0).ID = j.Observations[0].ID
	j.Again(2*time.Second, 0).ID = j.Observations[0].ID
	j.Expected = oracle.Nothing(recovery.Watching)
}

func (m *maker) pendingRefund() {
	j := m.make(plays.Refunds, "the bank takes a while with the refund")
	j.Behaviour = "pending"
}

// putOff is a mail that its provider takes and cannot deliver for now: without a
// receipt within the play's time the text follows, and the mail may still arrive.
func (m *maker) putOff() {
	m.make(plays.Hasty, "the mail is put off for longer than the play waits").
		With(journey.Fault{Provider: "sendgrid", Endpoint: "mail", Kind: "error", Code: "deferred", When: journey.First(1)})
}

// worseAfterwards is told of something worse once it was made good: one tier is owed,
// and that was given.
func (m *maker) worseAfterwards() {
	j := m.make(plays.LadderLow, "worse news once it was made good")
	worse := j.Again(time.Minute, plays.LadderHigh.Enough+1)
	worse.ObservedAt = j.Observations[0].ObservedAt.Add(time.Second)
	j.Observations, j.Afterwards = j.Observations[:1], []*recovery.Observation{worse}
}
