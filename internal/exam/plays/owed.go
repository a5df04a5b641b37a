package plays

import (
	"cmp"
	"time"
)

// Kind is what makes good.
type Kind string

// The kinds.
const (
	Refund Kind = "refund"
	Coupon Kind = "coupon"
	Credit Kind = "credit"
)

// Channel is a way for words.
type Channel string

// The channels.
const (
	SMS   Channel = "sms"
	Email Channel = "email"
)

// Owed is what one recovery is owed. A coupon has a percent or an amount, all else
// an amount.
type Owed struct {
	Kind    Kind
	Amount  int64 // in the smallest unit of Currency
	Percent float64
	First   int64         // of Amount, what a lower tier gives before more is added; 0: nothing is added
	Within  time.Duration // without a receipt for so long, the words may take the next channel
}

// Currency is that of every payment of the exam.
const Currency = "eur"

// Play is what the exam knows of a play: the YAML beside it says the same.
type Play struct {
	Trigger string
	Measure string // empty where occurrences are counted, or the time
	Channel Channel
	Enough  float64       // of the measure, for the tier that the exam asks for
	Within  time.Duration // the play's receipt_within; 0 is Within
	Budget  *Budget       // nil: no limit

	Apologies int     // that a customer gets; 0: no limit
	Quiet     Channel // which does not ring at night; empty: all do
	owed      func(paid int64) Owed
	first     func(paid int64) Owed // by the lower tier, which is met first; nil: nothing is added later
}

// Within is the receipt_within of every play that has none of its own.
const Within = 2 * time.Minute

// Owes is what is owed to whom so much was paid by.
func (p Play) Owes(paid int64) Owed {
	owed := p.owed(paid)
	owed.Within = cmp.Or(p.Within, Within)
	if p.first != nil {
		owed.First = p.first(paid).Amount
	}
	return owed
}

// The plays.
var (
	Refunds = Play{Trigger: "exam.refund", Measure: "minutes", Channel: SMS, Enough: 60, owed: share(Refund, 125, 1000)}
	Coupons = Play{Trigger: "exam.coupon", Measure: "minutes", Channel: SMS, Enough: 60, owed: fixed(Owed{Kind: Coupon, Percent: 10})}
	Credits = Play{Trigger: "exam.credit", Measure: "minutes", Channel: SMS, Enough: 60, owed: share(Credit, 725, 10_000)}
	Mails   = Play{Trigger: "exam.mail", Measure: "minutes", Channel: Email, Enough: 60, owed: share(Refund, 333, 1000)}
	Holds   = Play{Trigger: "exam.hold", Measure: "minutes", Channel: SMS, Enough: 60, owed: fixed(Owed{Kind: Refund, Amount: 501})}
	Often   = Play{Trigger: "exam.often", Channel: SMS, Enough: 3, owed: share(Credit, 1, 10)}

	// Hasty waits for a receipt less than a mail that is put off takes.
	Hasty = Play{Trigger: "exam.hasty", Measure: "minutes", Channel: Email, Enough: 60, Within: 15 * time.Second, owed: share(Refund, 125, 1000)}
	// Ways owes a refund, and by its other way credit: the exam has its refunds fail.
	Ways = Play{Trigger: "exam.ways", Measure: "minutes", Channel: SMS, Enough: 60, owed: share(Credit, 125, 1000)}

	// The ladder has two tiers: a coupon, and a refund from higher up.
	LadderLow  = Play{Trigger: "exam.ladder", Measure: "minutes", Channel: SMS, Enough: 60, owed: fixed(Owed{Kind: Coupon, Amount: 950})}
	LadderHigh = Play{Trigger: "exam.ladder", Measure: "minutes", Channel: SMS, Enough: 180, owed: share(Refund, 1, 2)}
)

// share is a part of what was paid, rounded up in the customer's favour.
func share(kind Kind, of, whole int64) func(int64) Owed {
	return func(paid int64) Owed {
		amount := paid * of / whole
		if paid*of%whole != 0 {
			amount++
		}
		return Owed{Kind: kind, Amount: amount}
	}
}

func fixed(owed Owed) func(int64) Owed { return func(int64) Owed { return owed } }
