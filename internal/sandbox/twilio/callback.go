package twilio

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what Twilio signs with
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/twin"
)

// webhooks are best effort: one try, and one more where the connection failed
// (Twilio's connection overrides rc=1 and rp=ct, which are the default).
var webhooks = callback.Provider{Name: Name, Sign: sign, Untimed: true, Whole: true}

// tell plans one callback for each status of the message's course. That there
// is one for "sending" too is (unverified). The token of the call that created
// the message signs them; it is kept with them, and no longer than they are.
func (t *Twin) tell(tx *twin.Tx, m *Message, token string) {
	if m.StatusCallback == "" {
		return
	}
	var callbacks []*callback.Callback
	for i, status := range m.course() {
		id := twin.SID("")
		callbacks = append(callbacks, &callback.Callback{
			ID: id, Provider: Name, URL: m.StatusCallback, Secret: token, Body: m.form(status).Encode(),
			// the same for a repeat: Twilio names it "a unique identifier for the request"
			Header: http.Header{"I-Twilio-Idempotency-Token": {id}},
			Due:    m.at(i),
		})
	}
	t.out.Add(tx, callbacks...)
}

// form is what a callback tells of a status. ErrorCode and ErrorMessage come
// with a message that did not arrive.
func (m *Message) form(status string) url.Values {
	f := url.Values{
		"MessageSid": {m.SID}, "MessageStatus": {status}, "SmsSid": {m.SID}, "SmsStatus": {status},
		"To": {m.To}, "AccountSid": {m.Account}, "ApiVersion": {apiVersion},
	}
	if m.From != "" {
		f.Set("From", m.From)
	}
	if m.Service != "" {
		f.Set("MessagingServiceSid", m.Service)
	}
	if status == "undelivered" || status == "failed" {
		f.Set("ErrorCode", strconv.Itoa(m.ErrorCode))
		f.Set("ErrorMessage", errorOf(m.ErrorCode).Message)
	}
	return f
}

// sign is base64 of the HMAC-SHA1, by the account's token, of the URL and each
// parameter's name and value, sorted by name.
func sign(r callback.Request) http.Header {
	token := strings.Join(r.Secrets, "")
	if r.Forged {
		token = twin.SID("")
	}
	form, _ := url.ParseQuery(string(r.Body)) // encoded by us
	mac := hmac.New(sha1.New, []byte(token))
	_, _ = mac.Write([]byte(r.URL))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		_, _ = mac.Write([]byte(name + form.Get(name)))
	}
	return http.Header{
		"Content-Type":       {"application/x-www-form-urlencoded; charset=UTF-8"},
		"X-Twilio-Signature": {base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}
}
