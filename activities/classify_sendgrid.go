package activities

import (
	"encoding/json"
	"net/http"
	"time"

	"makegood/recovery"
)

// ProviderSendGrid is how the provider is called in receipts, lanes and settings.
const ProviderSendGrid = "sendgrid"

// sendgridTable is about answers to our calls, by HTTP status: SendGrid's errors
// carry words and no codes.
var sendgridTable = table{provider: ProviderSendGrid, rows: []row{
	{
		codes: []string{"500", "502", "503", "504"}, meaning: "transport, 5xx",
		kind: Unknown, then: recovery.ThenNext, why: "SendGrid gave no clear answer; we look whether the mail went out.",
	},
	{
		codes: []string{"429"}, meaning: "too many at once",
		kind: Busy, then: recovery.ThenAgain, why: "Too many mails at once; this one waits its turn.", wait: 2 * time.Second,
	},
	{
		codes: []string{"401", "403"}, meaning: "bad credentials",
		kind: Paused, then: recovery.ThenNext, operator: true, why: "SendGrid does not accept our key or our sender; the operator has been told.", wait: laneWait,
	},
	{
		codes: []string{"400", "413"}, meaning: "the mail is not right",
		kind: Final, then: recovery.ThenNext, operator: true, why: "SendGrid does not take the mail as it is; the address or the words need a look.",
	},
}, other: func(status int) row {
	if certain(status) {
		return row{kind: Final, then: recovery.ThenNext, operator: true, why: "SendGrid refused for a reason that we do not know."}
	}
	return row{kind: Unknown, then: recovery.ThenNext, why: "SendGrid gave no clear answer; we look whether the mail went out."}
}}

// sendgridStatus is about mails that were accepted, by the status in the e-mail
// logs or the event. What is not here is still on its way.
var sendgridStatus = table{provider: ProviderSendGrid, rows: []row{
	{
		codes: []string{"bounce", "bounced"}, meaning: "the address took no mail",
		kind: Final, then: recovery.ThenNext, why: "The customer's mailbox sent the mail back.",
	},
	{
		codes: []string{"blocked"}, meaning: "turned away for now",
		kind: Final, then: recovery.ThenNext, why: "The customer's mail provider turned the mail away.",
	},
	{
		codes: []string{"drop", "dropped", "cancel_drop"}, meaning: "a suppression",
		kind: Final, then: recovery.ThenNext, why: "SendGrid did not send the mail: the address is on one of its lists.",
	},
	{
		codes: []string{"not_delivered"}, meaning: "not delivered",
		kind: Final, then: recovery.ThenNext, why: "The mail was not delivered.",
	},
}, other: func(int) row {
	return row{kind: Unknown, why: "The mail is on its way."}
}}

// classifySendGrid says what came of a call. A status of 400 or more is no error
// to the SDK. Nil where the status is one of those that were hoped for.
func classifySendGrid(err error, seen *wire, body string, hoped ...int) *Verdict {
	if err == nil {
		for _, status := range hoped {
			if seen.status == status {
				return nil
			}
		}
	}
	if seen.unsent {
		return unreachable(ProviderSendGrid)
	}
	if seen.status < 400 || err != nil {
		return sendgridTable.noAnswer(seen.retryAfter)
	}
	if certain(seen.status) && !json.Valid([]byte(body)) && body != "" {
		switch seen.status {
		case http.StatusTooManyRequests, http.StatusUnauthorized:
		default:
			return sendgridTable.noAnswer(seen.retryAfter)
		}
	}
	return sendgridTable.verdict(seen.status, seen.retryAfter, nonZero(seen.status))
}
