package webhooks

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // what Twilio signs with
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"makegood/internal/ledger"
)

// call is one request of a provider's, as the exam makes it.
type call struct {
	uri    string
	header map[string]string
	body   string
}

// about is what a call tells of: a step as it stands in the ledger.
type about = ledger.Delivery

// byTwilio is a text's status, signed with a token for an address.
func byTwilio(of about, status, code, address, token string) call {
	query := url.Values{"recovery": {of.Recovery}, "step": {of.Step}, "try": {"1"}}
	form := url.Values{"MessageSid": {of.ProviderID}, "MessageStatus": {status}, "SmsSid": {of.ProviderID}, "SmsStatus": {status}}
	if code != "" {
		form.Set("ErrorCode", code)
	}
	c := call{uri: "/webhooks/twilio?" + query.Encode(), body: form.Encode()}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(address + c.uri))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		mac.Write([]byte(name + form.Get(name)))
	}
	c.header = map[string]string{
		"Content-Type":       "application/x-www-form-urlencoded; charset=UTF-8",
		"X-Twilio-Signature": base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	}
	return c
}

// byStripe is an event about a refund, signed with each of the secrets.
func byStripe(of about, event, kind, status string, at time.Time, secrets ...string) call {
	refund := map[string]any{
		"id": of.ProviderID, "object": "refund", "status": status, "amount": of.Amount, "currency": of.Currency,
		"metadata": map[string]string{"makegood_recovery": of.Recovery, "makegood_step": of.Step},
	}
	if status == "failed" {
		refund["failure_reason"] = "expired_or_canceled_card"
	}
	body, _ := json.Marshal(map[string]any{ // plain values: it cannot fail
		"id": event, "object": "event", "type": kind, "created": at.Unix(), "data": map[string]any{"object": refund},
	})
	seconds := strconv.FormatInt(at.Unix(), 10)
	signature := "t=" + seconds
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(seconds + "." + string(body)))
		signature += ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	return call{uri: "/webhooks/stripe", body: string(body), header: map[string]string{"Content-Type": "application/json", "Stripe-Signature": signature}}
}

// bySendGrid is a mail's event, signed with a key.
func bySendGrid(of about, event, kind string, at time.Time, key *ecdsa.PrivateKey) call {
	body, _ := json.Marshal([]map[string]any{{ // plain values: it cannot fail
		"event": kind, "type": kind, "timestamp": at.Unix(), "sg_event_id": event, "sg_message_id": of.ProviderID,
		"makegood_recovery": of.Recovery, "makegood_step": of.Step,
	}})
	seconds := strconv.FormatInt(at.Unix(), 10)
	digest := sha256.Sum256([]byte(seconds + string(body)))
	signature, _ := ecdsa.SignASN1(rand.Reader, key, digest[:]) // crypto/rand never fails
	return call{uri: "/webhooks/sendgrid", body: string(body), header: map[string]string{
		"Content-Type":                           "application/json",
		"X-Twilio-Email-Event-Webhook-Signature": base64.StdEncoding.EncodeToString(signature),
		"X-Twilio-Email-Event-Webhook-Timestamp": seconds,
	}}
}

// changed is the call with another body under the same signature.
func (c call) changed(old, replacement string) call {
	c.body = strings.Replace(c.body, old, replacement, 1)
	return c
}

// unsigned is the call without its signature.
func (c call) unsigned() call {
	c.header = map[string]string{"Content-Type": c.header["Content-Type"]}
	return c
}

func (c call) dress(request *http.Request) {
	for name, value := range c.header {
		request.Header.Set(name, value)
	}
}
