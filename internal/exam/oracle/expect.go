package oracle

import (
	"time"

	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// Expected is what a recovery's observations, and the faults that were put in its
// way, should have led to.
type Expected struct {
	Stages []recovery.Stage // any of these
	Owed   *plays.Owed      // nil: nothing is owed, and nothing may have been given

	Partly bool          // others of its incident may have given some of it, or all
	Quiet  plays.Channel // does not ring for this customer now; empty: all do
	Bounds []Bound       // what binds it together with others
	Since  time.Time     // no later than it was reported
}

// Delivered expects that all arrives.
func Delivered(owed plays.Owed) Expected {
	return Expected{Stages: []recovery.Stage{recovery.Delivered}, Owed: &owed}
}

// Person expects that a person is asked.
func Person(owed plays.Owed) Expected {
	return Expected{Stages: []recovery.Stage{recovery.NeedsPerson}, Owed: &owed}
}

// Either expects that all arrives, or that a person is asked.
func Either(owed plays.Owed) Expected {
	return Expected{Stages: []recovery.Stage{recovery.Delivered, recovery.NeedsPerson}, Owed: &owed}
}

// Nothing expects that nothing is done.
func Nothing(stage recovery.Stage) Expected {
	return Expected{Stages: []recovery.Stage{stage}}
}

// Found is how a recovery stands in the end, by the product's own word.
type Found struct {
	Known     bool // on record at all
	State     recovery.State
	Open      bool // its workflow still runs
	Completed bool // its workflow ended as a workflow should
	Anew      bool // a later run only watches: what it was told was on its way when the last one ended
	Surveys   bool // at some time words went out while a survey was still allowed
	Mail      bool // the customer's address gets no survey mail any more
}
