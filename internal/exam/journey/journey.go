// Package journey is one recovery under examination: whose it is, what is observed
// of it, what is put in its way, and what it should come to.
package journey

import (
	"fmt"
	"time"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// Journey is one case of the exam.
type Journey struct {
	Number       int
	What         string // what is examined, for people
	Observations []*recovery.Observation
	Afterwards   []*recovery.Observation // signalled once it has ended; they change nothing
	Deaf         int                     // how often Temporal does not answer the gateway
	Straight     bool                    // signalled through Temporal's SDK, past the gateway
	Behaviour    string                  // of its payment's refunds, at the sandbox
	Faults       []Fault
	Expected     oracle.Expected
	Beside       []*Journey // others of the same customer
}

// Fault is one at the sandbox. Where Match is empty it is the recovery's reference.
type Fault struct {
	Provider string         `json:"provider"`
	Endpoint string         `json:"endpoint"`
	Kind     string         `json:"fault"`
	Code     string         `json:"code,omitempty"`
	For      string         `json:"for,omitempty"`
	Copies   int            `json:"copies,omitempty"`
	When     map[string]any `json:"when"`
	Method   string         `json:"method,omitempty"`
	Match    string         `json:"match"`
}

// First is at the first n requests.
func First(n int) map[string]any { return map[string]any{"first": n} }

// All is at every time.
func All() map[string]any { return map[string]any{"all": true} }

// New is a journey of its own: an experience, a customer, a payment, a number and an
// address that no other has. One observation says that it was bad enough.
func New(series string, number int, play plays.Play) *Journey {
	name := fmt.Sprintf("%s-%05d", series, number) // no name is the beginning of another
	now := time.Now().UTC().Truncate(time.Millisecond)
	observation := &recovery.Observation{
		ID: name + "-1", Trigger: play.Trigger, Experience: name, ObservedAt: now, OccurredAt: now.Add(-time.Hour),
		Customer: recovery.Customer{ID: "c-" + name, Name: "Ada", Phone: phone(number), Email: name + "@example.com", Locale: "en"},
		Payment:  &recovery.Payment{PaymentIntent: "pi_" + name, Customer: "cus_" + name, Amount: paid(number), Currency: plays.Currency},
	}
	if play.Measure != "" {
		observation.Measures = map[string]float64{play.Measure: play.Enough}
	}
	j := &Journey{Number: number, Observations: []*recovery.Observation{observation}, Expected: oracle.Delivered(play.Owes(paid(number)))}
	j.Expected.Since, j.Expected.Quiet = now, play.Quiet
	if budget := play.Budget; budget != nil {
		j.Expected.Bounds = append(j.Expected.Bounds, oracle.Budget{Play: play.Trigger, PerDay: budget.PerDay, Waits: budget.Within})
	}
	if play.Quiet != "" {
		observation.Customer.TimeZone = whereItIsNight(now)
	}
	return j
}

// With puts a fault in the way.
func (j *Journey) With(fault Fault) *Journey {
	j.Faults = append(j.Faults, fault)
	return j
}

// ID is the recovery's.
func (j *Journey) ID() string { return j.first().RecoveryID() }

// Email is the customer's.
func (j *Journey) Email() string { return j.first().Customer.Email }

// Customer is the customer's id.
func (j *Journey) Customer() string { return j.first().Customer.ID }

// Owed is what the play owes by the journey's first observation.
func (j *Journey) Owed() plays.Owed { return *j.Expected.Owed }

func (j *Journey) first() *recovery.Observation { return j.Observations[0] }

// Again adds an observation like the first, so much later and with another number.
func (j *Journey) Again(after time.Duration, value float64) *recovery.Observation {
	again := *j.first()
	again.ID = fmt.Sprintf("%s-%d", again.Experience, len(j.Observations)+1)
	again.ObservedAt = again.ObservedAt.Add(after)
	again.Measures = nil
	for name := range j.first().Measures {
		again.Measures = map[string]float64{name: value}
	}
	j.Observations = append(j.Observations, &again)
	return &again
}

// whereItIsNight is a time zone in which it is about four in the morning.
func whereItIsNight(now time.Time) string {
	switch ahead := (4-now.UTC().Hour()+36)%24 - 12; {
	case ahead > 0:
		return fmt.Sprintf("Etc/GMT-%d", ahead) // they are named by what is to be added
	case ahead < 0:
		return fmt.Sprintf("Etc/GMT+%d", -ahead)
	}
	return "UTC"
}

// paid is odd, so that shares have to be rounded.
func paid(number int) int64 { return 1001 + int64(number)*38%9000 }

// phone is one of the numbers that are kept free for fiction.
func phone(number int) string {
	if number %= 1100; number >= 1000 {
		return fmt.Sprintf("+120255501%02d", number-1000)
	}
	return fmt.Sprintf("+447700900%03d", number)
}
