package activities

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	twilio "github.com/twilio/twilio-go/client"

	"makegood/recovery"
)

// ProviderTwilio is how the provider is called in receipts, lanes and settings.
const ProviderTwilio = "twilio"

// twilioTable is Twilio's table in facts/providers.md, in its order. A code may
// come in the answer to our request, where kind decides, or later as the reason
// why a message failed, where then does.
var twilioTable = table{provider: ProviderTwilio, rows: []row{
	{
		codes: []string{"20429", "429"}, meaning: "too many at once, never processed",
		kind: Busy, then: recovery.ThenAgain, why: "Too many texts at once; this one waits its turn.", wait: time.Second,
	},
	{
		codes: []string{"20500", "500", "502", "503", "504"}, meaning: "transport, 5xx",
		kind: Unknown, then: recovery.ThenNext, why: "Twilio gave no clear answer; we look whether the text went out.",
	},
	{
		codes: []string{"20003", "20403", "21222", "21224", "401", "403"}, meaning: "bad credentials",
		kind: Paused, then: recovery.ThenNext, operator: true, why: "Twilio does not accept our credentials; the operator has been told.", wait: laneWait,
	},
	{
		codes: []string{"21211", "21614", "21635"}, meaning: "not a number we can text",
		kind: Final, then: recovery.ThenNext, why: "The number cannot be texted.",
	},
	{
		codes: []string{"21212", "21606", "21659"}, meaning: "our sender is wrong",
		kind: Final, then: recovery.ThenNext, operator: true, why: "Our sender number is not set up rightly; the operator has been told.",
	},
	{
		codes: []string{"21408"}, meaning: "region not enabled",
		kind: Final, then: recovery.ThenNext, operator: true, why: "Texts to the customer's country are not switched on at Twilio; the operator has been told.",
	},
	{
		codes: []string{"21610"}, meaning: "the customer opted out",
		kind: Final, then: recovery.ThenNext, why: "The customer has opted out of texts from us.",
	},
	{
		codes: []string{"21612"}, meaning: "no route from this sender",
		kind: Final, then: recovery.ThenNext, why: "Our sender number cannot reach the customer's network.",
	},
	{
		codes: []string{"21617"}, meaning: "too long",
		kind: Final, then: recovery.ThenNext, operator: true, why: "The text is too long for a text message; the play's words need a look.",
	},
	{
		codes: []string{"21611", "30001"}, meaning: "queue full",
		kind: Busy, then: recovery.ThenLater, why: "The queue of texts was full; it is tried again.", wait: 30 * time.Second,
	},
	{
		codes: []string{"30002", "20005"}, meaning: "account suspended",
		kind: Paused, then: recovery.ThenLater, operator: true, why: "Our Twilio account is suspended; the operator has been told.", wait: laneWait,
	},
	{
		codes: []string{"30003"}, meaning: "handset unreachable",
		kind: Final, then: recovery.ThenLater, why: "The customer's phone could not be reached.",
	},
	{
		codes: []string{"30004", "30005", "30006"}, meaning: "blocked, unknown, landline",
		kind: Final, then: recovery.ThenNext, why: "The number takes no texts from us: it is blocked, unknown or a landline.",
	},
	{
		codes: []string{"30007"}, meaning: "filtered by the carrier",
		kind: Final, then: recovery.ThenNext, operator: true, why: "The carrier filtered the text; its words need a look.",
	},
	{
		codes: []string{"30008"}, meaning: "unknown; it may have arrived",
		kind: Final, then: recovery.ThenNext, why: "The carrier does not say what became of the text; it may have arrived, so it is not sent again.",
	},
	{
		codes: []string{"30034", "30032"}, meaning: "sender not registered",
		kind: Final, then: recovery.ThenNext, operator: true, why: "Our sender number is not registered with the carriers; the operator has been told.",
	},
	{
		codes: []string{"30036"}, meaning: "expired unsent",
		kind: Final, then: recovery.ThenAgain, why: "The text waited too long at Twilio and was never sent.",
	},
	{
		codes: []string{"30410"}, meaning: "carrier timed out",
		kind: Final, then: recovery.ThenNext, why: "The carrier did not answer in time; it may have arrived, so it is not sent again.",
	},
	{
		codes: []string{"30610"}, meaning: "quiet hours",
		kind: Final, then: recovery.ThenLater, why: "The text fell into quiet hours; it is sent later.",
	},
}, other: func(status int) row {
	if status == 0 || certain(status) {
		// 0 is the reason why a message failed, where Twilio gives one we do not know.
		return row{kind: Final, then: recovery.ThenNext, why: "Twilio could not deliver the text, for a reason that we do not know."}
	}
	return row{kind: Unknown, then: recovery.ThenNext, why: "Twilio gave no clear answer; we look whether the text went out."}
}}

// classifyTwilio says what came of a call: the SDK's error together with what
// was seen on the wire, since the SDK drops status and headers. Nil where the
// call succeeded.
func classifyTwilio(err error, seen *wire) *Verdict {
	if err == nil {
		return nil
	}
	if seen.unsent {
		return unreachable(ProviderTwilio)
	}
	var answered *twilio.TwilioRestError
	if errors.As(err, &answered) {
		status := seen.status
		if status == 0 {
			status = answered.Status // the SDK refuses odd credentials by itself, without a call
		}
		if status == 0 || status < 400 {
			status = http.StatusInternalServerError
		}
		return twilioTable.verdict(status, seen.retryAfter, nonZero(answered.Code), nonZero(status))
	}
	// No JSON, or no answer at all. A status counts only where it is certain
	// that whoever gave it passed nothing on.
	switch seen.status {
	case http.StatusTooManyRequests, http.StatusUnauthorized:
		return twilioTable.verdict(seen.status, seen.retryAfter, nonZero(seen.status))
	}
	return twilioTable.noAnswer(seen.retryAfter)
}

// unreachable is for a connection that was never made: nothing was sent.
func unreachable(provider string) *Verdict {
	return &Verdict{
		Provider: provider, Kind: Busy, Code: codeUnreachable, Then: recovery.ThenNext,
		Why: "The provider could not be reached, so nothing was sent.", Wait: 2 * time.Second,
	}
}

func nonZero(code int) string {
	if code == 0 {
		return ""
	}
	return strconv.Itoa(code)
}
