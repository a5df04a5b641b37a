// Package journey draws the ideal journey of a customer: its stages, where each
// can go wrong, and which of these failures has a play, a monitor, or neither.
// It is pure: the same journey and plays give the same bytes.
package journey

// Journey is the way of a customer as it should be, and where it can go wrong.
type Journey struct {
	Name   string
	About  string
	Stages []Stage // in the order in which the customer comes to them
}

// Stage is one part of a journey.
type Stage struct {
	Name     string
	About    string
	Failures []Failure
}

// Failure is one way in which a stage can go wrong.
type Failure struct {
	Name    string
	Trigger string // under which backends report it; empty where none does yet
	Cause   string
	Fixed   bool   // it is fixed on the spot, while the customer is still in it
	Fix     string // how; may be empty
	Monitor string // what notices it where no play does, and how long silence is normal; may be empty
}

// Play is what the drawing says of a play.
type Play struct {
	Name    string
	Version int
	Trigger string
	When    string   // to whom it applies; empty: to all
	Tiers   []string // each in a few words: "from 120: coupon for 10% off"
	Clock   string   // how its time is counted, where that is not plainly
	Monitor string   // where the trigger comes from and how long silence is normal; empty where the play does not say
}
