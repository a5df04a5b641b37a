// Package step names the moments of a recovery's life at which the exam may strike.
// Those who stand at such a moment, in the worker and in the gateway, tell the exam
// by these names and wait for its answer.
package step

// Point is a moment within an activity, or within the gateway as it takes an observation.
type Point string

// The points, in the order in which most activities pass them.
const (
	Entered  Point = "entered"
	Intent   Point = "intent in the ledger"     // written down, not yet done
	Before   Point = "before the call"          // of the provider, for something that changes there
	After    Point = "after the answer"         // or after it was lost: "killed on the next line"
	Before2  Point = "before the second call"   // a coupon is two: the coupon and its code
	After2   Point = "after the second answer"  //
	Settled  Point = "settled in the ledger"    //
	Returns  Point = "before it returns"        //
	Signals  Point = "before the signal"        // of the gateway, to Temporal
	Signaled Point = "after the signal, unsaid" // Temporal has it and the sender does not know
)

// The activities, by the names under which Temporal runs them, and the gateway's part.
const (
	PinPlay            = "PinPlay"
	ConfirmOnRecord    = "ConfirmOnRecord"
	KeepSurveyMailAway = "KeepSurveyMailAway"
	Refund             = "Refund"
	Coupon             = "Coupon"
	Credit             = "Credit"
	SMS                = "SMS"
	Email              = "Email"
	AwaitReceipt       = "AwaitReceipt"
	PutOnRecord        = "PutOnRecord"
	Observe            = "Observe" // no activity: the gateway takes an observation
)

// For is what an activity is there for, where a play's limits have it run once more, or
// otherwise, than for all others.
type For string

// What it can be there for.
const (
	Added    For = "added"    // what a higher tier, met later, owes beyond what was given
	Released For = "released" // what was beyond a budget, and waited
	Shared   For = "shared"   // one of an incident's, which are owed once together
)

// Step is one moment by its full name.
type Step struct {
	Activity string `json:"activity"`
	For      For    `json:"for,omitempty"`
	Point    Point  `json:"point"`
}

// String reads "Refund, before the call" or "Refund (added), before the call".
func (s Step) String() string {
	if s.For != "" {
		return s.Activity + " (" + string(s.For) + "), " + string(s.Point)
	}
	return s.Activity + ", " + string(s.Point)
}

// Arrival is the word of a process that a recovery has come to a step.
type Arrival struct {
	Step
	Recovery string `json:"recovery"`
	Crew     string `json:"crew"` // whose worker or gateway says so
}

// Answer is what the exam lets happen.
type Answer string

// The answers. A kill needs none: who was killed reads no answer.
const (
	GoOn Answer = "go on"
	Fail Answer = "fail" // at Signals alone: as though Temporal did not answer
)
