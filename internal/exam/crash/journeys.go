package crash

import (
	"makegood/internal/exam/journey"
	"makegood/internal/exam/plays"
	"makegood/internal/exam/step"
	"makegood/recovery"
)

// journeyOf is the recovery that a cell strikes: one that passes its step, with the
// provider's answer arranged for.
func journeyOf(series string, cell Cell) *journey.Journey {
	j := journey.New(series, cell.Number, playOf(cell.Step))
	j.What = cell.String()
	j.Straight = cell.Activity == step.PinPlay // the gateway gives the play with the start
	if fault, is := cell.fault(j); is {
		j.Faults = []journey.Fault{fault}
	}
	if cell.Answer == Refused && !cell.otherWay() {
		j.Expected.Stages = []recovery.Stage{recovery.NeedsPerson}
	}
	if cell.For == step.Shared {
		j.Others(series, plays.IncidentLow).InOneIncident()
	}
	return j
}

func playOf(at step.Step) plays.Play {
	switch at.For {
	case step.Added:
		return plays.Worse
	case step.Released:
		return plays.BudgetHigh
	case step.Shared:
		return plays.IncidentHigh
	}
	switch at.Activity {
	case step.Coupon:
		return plays.Coupons
	case step.Credit:
		return plays.Credits
	case step.Email, step.AwaitReceipt:
		return plays.Mails
	}
	return plays.Refunds
}

// otherWay says whether what is refused has another automatic way: the next channel.
func (c Cell) otherWay() bool {
	return c.Activity == step.SMS || c.Activity == step.Email || c.Activity == step.AwaitReceipt
}

// fault arranges for the answer.
func (c Cell) fault(j *journey.Journey) (journey.Fault, bool) {
	fault := c.place(j)
	switch c.Answer {
	case Lost:
		fault.Kind, fault.Code, fault.When = "accept_reset", "", journey.First(1)
		if c.Activity == step.AwaitReceipt {
			// The mail's own polls read the logs as well; the third reading at the
			// latest is the receipt's.
			fault.Endpoint, fault.Method, fault.Match, fault.When = "logs", "GET", j.Email(), journey.First(3)
		}
		return fault, true
	case Refused:
		fault.Kind, fault.When = "error", journey.All()
		return fault, true
	}
	return fault, false
}

// place is where the provider is asked for what the cell is about, and the code by
// which it would refuse for good. Activities that call nobody are struck in a
// recovery that owes a refund.
func (c Cell) place(j *journey.Journey) journey.Fault {
	switch c.Activity {
	case step.KeepSurveyMailAway:
		return journey.Fault{Provider: "sendgrid", Endpoint: "suppressions", Code: "400", Match: j.Email()}
	case step.Coupon:
		fault := journey.Fault{Provider: "stripe", Endpoint: "coupons", Code: "parameter_missing"}
		if c.Point == step.Before2 || c.Point == step.After2 {
			fault.Endpoint = "promotion_codes"
		}
		return fault
	case step.Credit:
		return journey.Fault{Provider: "stripe", Endpoint: "balance_transactions", Code: "parameter_missing"}
	case step.SMS:
		return journey.Fault{Provider: "twilio", Endpoint: "messages", Code: "21610", Match: c.added(j, plays.More, "")}
	case step.Email:
		return journey.Fault{Provider: "sendgrid", Endpoint: "mail", Code: "400"}
	case step.AwaitReceipt:
		return journey.Fault{Provider: "sendgrid", Endpoint: "mail", Code: "bounce"}
	}
	return journey.Fault{Provider: "stripe", Endpoint: "refunds", Code: "charge_not_refundable", Match: c.added(j, "", "&metadata[makegood_step]=refund:2")}
}

// added is what ties a fault to what was added alone: the recovery's reference, and what
// stands before it or behind it in such a request. Of others it is nothing, the reference
// alone.
func (c Cell) added(j *journey.Journey, before, behind string) string {
	if c.For != step.Added {
		return ""
	}
	return before + recovery.Ref(j.ID()) + behind
}
