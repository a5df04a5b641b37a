package webhook

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"

	"makegood/activities"
	"makegood/config"
	"makegood/recovery"
)

// Twilio believes what one of the account's tokens signed, at the address that it
// was told to call.
type Twilio struct {
	Tokens    config.Secrets
	PublicURL string // how Twilio reaches the gateway, as in activities.Sender.Webhook
}

const twilioSignature = "X-Twilio-Signature"

// Read tells what has become of a text. Twilio calls back at
//
//	/webhooks/twilio?recovery=…&step=…&try=1[&sent=counts]
//
// with a form of MessageSid, MessageStatus, ErrorCode and more. The signature
// covers the query too, so it is believed: it is what activities.Sender.Callback
// wrote. sent=counts says that "sent" is proof enough for this play.
//
// No time is signed and none is told: a call from last year reads as one of now,
// and only Event tells that it was heard before.
func (t Twilio) Read(call Call, now time.Time) ([]Heard, error) {
	if !t.Tokens.Set() || t.PublicURL == "" {
		return nil, ErrNotSetUp
	}
	form, ok := readForm(call.Body)
	if !ok || !t.signed(call, form) {
		return nil, ErrForged
	}
	_, query, _ := strings.Cut(call.URI, "?")
	asked, err := url.ParseQuery(query)
	if err != nil {
		return nil, unreadable("its query is no query")
	}
	id, step := asked.Get("recovery"), asked.Get("step")
	if !ours(id, step) {
		return nil, nil
	}
	sid, status := form["MessageSid"], form["MessageStatus"]
	if sid == "" || status == "" {
		return nil, unreadable("MessageSid or MessageStatus is missing")
	}
	code, err := strconv.Atoi(form["ErrorCode"])
	if err != nil {
		code = 0 // none, or a reason that we do not know
	}
	receipt := recovery.Receipt{Step: step, Provider: "twilio", ID: sid, Status: status, At: now.UTC()}
	return []Heard{{
		Event: sid + ":" + status, Recovery: id, Step: step,
		Receipt: activities.TwilioStatus(receipt, code, asked.Get("sent") == "counts"),
	}}, nil
}

// signed asks the SDK, which compares in constant time, and tries the address with
// its port and without. Its ValidateBody is not used: it passes over all but the
// first of several values, and over the whole form where the query has a bodySHA256.
func (t Twilio) signed(call Call, form map[string]string) bool {
	signature := call.one(twilioSignature)
	address := strings.TrimRight(t.PublicURL, "/") + call.URI
	for _, token := range t.Tokens {
		validator := client.NewRequestValidator(token.Reveal())
		if token.Set() && validator.Validate(address, form, signature) {
			return true
		}
	}
	return false
}

// readForm takes a form apart, which has to come before the signature: Twilio signs
// the fields and not the bytes. It is false where a field stands there twice.
func readForm(body []byte) (form map[string]string, ok bool) {
	fields, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, false
	}
	form = make(map[string]string, len(fields))
	for name, values := range fields {
		if len(values) != 1 {
			return nil, false
		}
		form[name] = values[0]
	}
	return form, true
}
