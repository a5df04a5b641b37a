// Package faults is the exam's second section: every way in which a provider's answer
// can go wrong, at every side effect, once, three times in a row, and for 25 hours.
package faults

import (
	"makegood/internal/exam/journey"
	"makegood/internal/exam/plays"
)

// target is one side effect, and where at the sandbox it can be spoiled.
type target struct {
	name               string
	play               plays.Play
	provider, endpoint string
	match              func(*journey.Journey) string // what its writes and its searches both hold
	searches           string                        // the endpoint that is searched, where that is another
	codes              []code
}

func targets() []target {
	payment := func(j *journey.Journey) string { return j.Observations[0].Payment.PaymentIntent }
	phone := func(j *journey.Journey) string { return j.Observations[0].Customer.Phone }
	reference := func(*journey.Journey) string { return "" }
	return []target{
		{name: "refund", play: plays.Refunds, provider: "stripe", endpoint: "refunds", match: payment, codes: refundCodes},
		{name: "coupon", play: plays.Coupons, provider: "stripe", endpoint: "coupons", match: reference, codes: couponCodes},
		{name: "code", play: plays.Coupons, provider: "stripe", endpoint: "promotion_codes", match: reference},
		{name: "credit", play: plays.Credits, provider: "stripe", endpoint: "balance_transactions", match: reference, codes: creditCodes},
		{name: "SMS", play: plays.Refunds, provider: "twilio", endpoint: "messages", match: phone, codes: textCodes},
		{name: "e-mail", play: plays.Mails, provider: "sendgrid", endpoint: "mail", match: (*journey.Journey).Email, searches: "logs", codes: mailCodes},
	}
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
