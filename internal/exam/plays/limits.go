package plays

import "time"

// Budget is what a play gives on one day without a person's word, and how long it waits
// for that word.
type Budget struct {
	PerDay int64
	Within time.Duration
}

// More stands in the words that say that something was added, and in no others.
const More = "That is more. Ref "

// The plays with limits.
var (
	// Worse has two tiers by the time that it is open. The exam's experiences began an
	// hour ago: the second is met three seconds after the first, and adds the difference.
	Worse = Play{Trigger: "exam.worse", Channel: SMS, owed: share(Refund, 1, 2), first: share(Refund, 125, 1000)}

	// Grows has two tiers by what is reported.
	Grows = Play{Trigger: "exam.grows", Measure: "minutes", Channel: SMS, Enough: 180, owed: share(Credit, 333, 1000), first: share(Credit, 725, 10_000)}

	// Of the smaller amounts two pass on a day, and the larger never does: it waits until
	// the budget's time is over.
	BudgetLow  = Play{Trigger: "exam.budget", Measure: "minutes", Channel: SMS, Enough: 60, Budget: budget, owed: fixed(Owed{Kind: Refund, Amount: 200})}
	BudgetHigh = Play{Trigger: "exam.budget", Measure: "minutes", Channel: SMS, Enough: 180, Budget: budget, owed: fixed(Owed{Kind: Refund, Amount: 501})}

	// What these owe for one incident is owed once: the larger.
	IncidentLow  = Play{Trigger: "exam.incident", Measure: "minutes", Channel: SMS, Enough: 60, owed: fixed(Owed{Kind: Refund, Amount: 400})}
	IncidentHigh = Play{Trigger: "exam.incident", Measure: "minutes", Channel: SMS, Enough: 180, owed: fixed(Owed{Kind: Refund, Amount: 900})}

	// Tired speaks to a customer once; whatever comes on top a person says.
	Tired = Play{Trigger: "exam.tired", Measure: "minutes", Channel: SMS, Enough: 60, Apologies: 1, owed: fixed(Owed{Kind: Credit, Amount: 300})}
	// Quiet sends no text at night, and a mail at any time.
	Quiet = Play{Trigger: "exam.quiet", Measure: "minutes", Channel: SMS, Enough: 60, Quiet: SMS, owed: share(Refund, 125, 1000)}
)

var budget = &Budget{PerDay: 400, Within: 8 * time.Second}
