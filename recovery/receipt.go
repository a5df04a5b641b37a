package recovery

import "time"

// Receipt is a provider's word on one step: that it arrived, that it did not, or
// not yet.
type Receipt struct {
	Step     string    `json:"step"`     // "refund", "sms", "email", …
	Provider string    `json:"provider"` // "stripe", "twilio", "sendgrid", "makegood"
	ID       string    `json:"id"`       // the provider's id: the proof
	Status   string    `json:"status"`   // the provider's own word
	Code     string    `json:"code,omitempty"`
	Word     Word      `json:"word"`
	Then     Then      `json:"then,omitempty"` // where it was refused
	Why      string    `json:"why,omitempty"`  // where it was refused, in plain words
	Money    Money     `json:"money,omitzero"` // what moved, where money did
	At       time.Time `json:"at"`             // when the provider said so
}

// Word is what a receipt comes to.
type Word string

// The words a receipt can say.
const (
	Pending Word = "pending" // accepted, and not yet known to have arrived
	Arrived Word = "arrived"
	Refused Word = "refused"
)

// Then is what a refusal asks for next.
type Then string

// The ways on.
const (
	ThenNext   Then = "next"   // another channel or remedy
	ThenAgain  Then = "again"  // it is certain that nothing went out: the same way may be taken once more
	ThenLater  Then = "later"  // one later try of the same way, then the next
	ThenPerson Then = "person" // nothing automatic is right here
)

// Refusal is a provider's final no, before anything went out.
type Refusal struct {
	Provider string `json:"provider"`
	Code     string `json:"code"`
	Then     Then   `json:"then"`
	Why      string `json:"why"`                // in plain words, without personal data
	Operator bool   `json:"operator,omitempty"` // whoever runs Makegood has to mend something
}

// Error says who refused, and why.
func (r *Refusal) Error() string { return r.Provider + " refused (" + r.Code + "): " + r.Why }
