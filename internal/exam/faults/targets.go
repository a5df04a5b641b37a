// Package faults is the exam's second section: every way in which a provider's answer
// can go wrong, at every side effect, once, three times in a row, and for 25 hours.
package faults

import (
	"makegood/internal/exam/journey"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// target is one side effect, and where at the sandbox it can be spoiled.
type target struct {
	name               string
	play               plays.Play
	provider, endpoint string
	match              func(*journey.Journey) string // what its writes and its searches both hold
	only               func(*journey.Journey) string // what its writes alone hold; nil: the reference
	searches           string                        // the endpoint that is searched, where that is another
	codes              []code
	late               bool // it comes behind others, which takes a while: not for 25 hours in short
}

func targets() []target {
	payment := func(j *journey.Journey) string { return j.Observations[0].Payment.PaymentIntent }
	phone := func(j *journey.Journey) string { return j.Observations[0].Customer.Phone }
	reference := func(*journey.Journey) string { return "" }
	added := func(j *journey.Journey) string { return recovery.Ref(j.ID()) + "&metadata[makegood_step]=refund:2" }
	more := func(j *journey.Journey) string { return plays.More + recovery.Ref(j.ID()) }
	return []target{
		{name: "refund", play: plays.Refunds, provider: "stripe", endpoint: "refunds", match: payment, codes: refundCodes},
		{name: "coupon", play: plays.Coupons, provider: "stripe", endpoint: "coupons", match: reference, codes: couponCodes},
		{name: "code", play: plays.Coupons, provider: "stripe", endpoint: "promotion_codes", match: reference},
		{name: "credit", play: plays.Credits, provider: "stripe", endpoint: "balance_transactions", match: reference, codes: creditCodes},
		{name: "SMS", play: plays.Refunds, provider: "twilio", endpoint: "messages", match: phone, codes: textCodes},
		{name: "e-mail", play: plays.Mails, provider: "sendgrid", endpoint: "mail", match: (*journey.Journey).Email, searches: "logs", codes: mailCodes},
		{name: "added refund", play: plays.Worse, provider: "stripe", endpoint: "refunds", match: added, only: added, late: true, codes: addedCodes},
		{name: "added SMS", play: plays.Worse, provider: "twilio", endpoint: "messages", match: more, only: more, late: true},
	}
}

// alone is what ties a fault to this side effect of a journey and to no other.
func (t target) alone(j *journey.Journey) string {
	if t.only == nil {
		return ""
	}
	return t.only(j)
}

// kinds are the faults without a code.
var kinds = []journey.Fault{
	{Kind: "accept_timeout"},
	{Kind: "accept_reset"},
	{Kind: "accept_500"},
	{Kind: "unavailable"},
	{Kind: "rate_limited"},
	{Kind: "not_json"},
	{Kind: "slow", For: "30s"},
}
