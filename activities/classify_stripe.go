package activities

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// ProviderStripe is how the provider is called in receipts, lanes and settings.
const ProviderStripe = "stripe"

// stripeTable is Stripe's table in facts/providers.md, in its order.
var stripeTable = table{provider: ProviderStripe, rows: []row{
	{
		codes: []string{codeNoAnswer, "502", "503", "504"}, meaning: "transport error, timeout, 502–504, body that is no JSON",
		kind: Unknown, why: "Stripe gave no clear answer; it is asked again with the same key.",
	},
	{
		codes: []string{"500"}, meaning: "500, which replays on the same key",
		kind: Replays, why: "Stripe had an error of its own; we look whether it was done all the same.", wait: keySettles,
	},
	{
		codes: []string{"idempotency_key_in_use", "lock_timeout", "rate_limit", "429", "409"}, meaning: "409 idempotency_key_in_use, 429",
		kind: Busy, why: "Stripe is busy; we ask again.", wait: 2 * time.Second,
	},
	{
		codes: []string{"idempotency_error"}, meaning: "our bug or drift",
		kind: Final, then: recovery.ThenPerson, operator: true, why: "We asked Stripe for the same thing twice in different words; a person has to decide which is right.",
	},
	{
		codes: []string{"charge_already_refunded"}, meaning: "ours, then done; someone else's, then the next remedy or a person",
		kind: Existing, then: recovery.ThenNext, why: "This payment has already been given back in full by someone else.",
	},
	{
		codes: []string{codeExceedsRest}, meaning: "refund larger than what remains",
		kind: Existing, then: recovery.ThenNext, why: "Less is left of this payment than we owe; part of it was given back before.",
	},
	{
		codes: []string{"charge_disputed", "refund_disputed_payment"}, meaning: "never refund",
		kind: Final, then: recovery.ThenPerson, why: "The customer has disputed this payment with their bank; it must not be refunded by hand or by machine before that is settled.",
	},
	{
		codes: []string{"resource_already_exists"}, meaning: "a coupon of our own id is there: get it and compare",
		kind: Existing, then: recovery.ThenPerson, operator: true, why: "Something else at Stripe already has this coupon's id or code.",
	},
	{
		codes: []string{"charge_not_refundable", "resource_missing", "amount_too_*", "parameter_*"}, meaning: "permanent: next remedy, else a person",
		kind: Final, then: recovery.ThenNext, why: "Stripe cannot do this with the payment or customer it was given.",
	},
	{
		codes: []string{"balance_insufficient", "insufficient_funds"}, meaning: "wait and retry; tell the operator",
		kind: Waiting, operator: true, why: "Our Stripe balance is too low at the moment; it is tried again.", wait: 5 * time.Minute,
	},
	{
		codes: []string{"api_key_expired", "401", "403"}, meaning: "pause that lane and page the operator",
		kind: Paused, operator: true, why: "Stripe does not accept our key; the operator has been told.", wait: laneWait,
	},
}, other: func(status int) row {
	if certain(status) {
		return row{kind: Final, then: recovery.ThenPerson, why: "Stripe refused for a reason that we do not know."}
	}
	return row{kind: Unknown, why: "Stripe gave no clear answer; it is asked again with the same key."}
}}

// codeExceedsRest is our name for a refund that is larger than what remains.
// Stripe's answer was seen with the code amount_too_large and, by most accounts,
// with no code at all but the param "amount".
const codeExceedsRest = "amount_exceeds_rest"

// stripeRefundFailed is about refunds that failed after they were accepted, by
// their failure_reason. v76 has constants for only three of them.
var stripeRefundFailed = table{provider: ProviderStripe, rows: []row{
	{
		codes: []string{"lost_or_stolen_card", "expired_or_canceled_card"}, meaning: "the card is gone",
		kind: Final, then: recovery.ThenNext, why: "The card that paid no longer exists, so the refund came back.",
	},
	{
		codes: []string{"charge_for_pending_refund_disputed"}, meaning: "the customer disputed the payment meanwhile",
		kind: Final, then: recovery.ThenPerson, why: "The customer disputed this payment with their bank while the refund was on its way.",
	},
	{
		codes: []string{"insufficient_funds"}, meaning: "our balance was too low",
		kind: Final, then: recovery.ThenPerson, operator: true, why: "Our Stripe balance was too low for the refund, and it came back.",
	},
	{
		codes: []string{"declined", "merchant_request", "unknown"}, meaning: "the bank sent it back",
		kind: Final, then: recovery.ThenNext, why: "The customer's bank sent the refund back.",
	},
}, other: func(int) row {
	return row{kind: Final, then: recovery.ThenNext, why: "The refund came back."}
}}

// classifyStripe says what an error of the SDK means. It is nil where err is.
func classifyStripe(err error) *Verdict {
	if err == nil {
		return nil
	}
	var answered *stripe.Error
	if !errors.As(err, &answered) {
		// Only a JSON error becomes a *stripe.Error: this is the transport, a
		// timeout, or a page of HTML. Even an unsent request may be repeated
		// under the same key, so there is no telling them apart.
		return stripeTable.verdict(0, 0, codeNoAnswer)
	}
	code := string(answered.Code)
	if exceedsRest(answered) {
		code = codeExceedsRest
	}
	kind := "" // the one that the table knows by its type; other types tell nothing
	if answered.Type == stripe.ErrorTypeIdempotency {
		kind = string(answered.Type)
	}
	var retryAfter time.Duration
	if answered.LastResponse != nil {
		retryAfter = retryAfterOf(answered.LastResponse.Header, time.Now())
	}
	verdict := stripeTable.verdict(answered.HTTPStatusCode, retryAfter,
		code, kind, strconv.Itoa(answered.HTTPStatusCode))
	if answered.Code == stripe.ErrorCodeResourceMissing {
		verdict.Why = whatIsMissing(answered.Param)
	}
	return verdict
}

// whatIsMissing says it for those who can correct it, by the parameter that
// Stripe names.
func whatIsMissing(param string) string {
	switch param {
	case "payment_intent", "charge":
		return "Stripe does not know this payment; find the right one, and send retry with it."
	case "customer", "id":
		return "Stripe does not know this customer; find the right one, and send retry with it in the payment."
	}
	return "Stripe does not know the payment or the customer that it was given."
}

func exceedsRest(answered *stripe.Error) bool {
	if answered.HTTPStatusCode != http.StatusBadRequest || answered.Param != "amount" {
		return false
	}
	return answered.Code == "" || answered.Code == stripe.ErrorCodeAmountTooLarge && strings.Contains(answered.Msg, "greater than")
}

// certain says whether a status means that nothing was done: a client's error,
// save for those that a proxy may give about a request it has passed on.
func certain(status int) bool {
	return status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooEarly
}
