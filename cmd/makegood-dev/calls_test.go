package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

// until waits for something to become true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for !is() {
		select {
		case <-t.Context().Done():
			t.Fatalf("it never came to this: %s", what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// fails seeds a payment whose refunds succeed, and fail later.
func (h *house) fails(t *testing.T, o *recovery.Observation) {
	t.Helper()
	body := fmt.Sprintf(`{"id": %q, "amount": %d, "currency": %q, "customer": %q, "behaviour": "fails"}`, o.Payment.PaymentIntent, o.Payment.Amount, o.Payment.Currency, o.Payment.Customer)
	if err := post(t.Context(), h.sandboxURL+"/sandbox/payments", "application/json", []byte(body)); err != nil {
		t.Fatal(err)
	}
}

// A refund succeeds, the recovery is delivered and its workflow closed; later the
// refund fails, and Stripe calls. It is opened again, and given as the play allows.
func TestARefundThatFailsAfterTheEndIsMadeGood(t *testing.T) {
	h := live(t)
	for name, test := range map[string]struct {
		trigger string
		credits int
		stage   recovery.Stage
	}{
		"with another way":    {"boat.late", 1, recovery.Delivered},
		"without another way": {"tram.late", 0, recovery.NeedsPerson},
	} {
		t.Run(name, func(t *testing.T) {
			o := observation("1", test.trigger, "comes-back-"+test.trigger, "minutes", 40)
			o.Resolved = true
			h.fault(t, `{"provider": "stripe", "endpoint": "webhooks", "fault": "late", "for": "4s", "when": {"all": true}, "match": "`+o.RecoveryID()+`"}`)
			h.fails(t, o)
			h.post(t, o)
			id := o.RecoveryID()
			if state := h.ended(t, id); state.Stage != recovery.Delivered {
				t.Fatalf("it is %s: %s", state.Stage, state.Why)
			}
			until(t, "opened again", func() bool {
				state, _, err := h.ledger.Recovery(t.Context(), id)
				return err == nil && strings.Contains(fmt.Sprint(state.Story), "Opened again") && state.Stage == test.stage
			})
			got := h.provided(t, id)
			if len(got.refunds) != 1 || len(got.credits) != test.credits || len(got.texts) != 1 {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// callTwilio sends a callback as Twilio would, signed with a token.
func (h *house) callTwilio(t *testing.T, token, id, status string) int {
	t.Helper()
	address := h.gatewayURL + "/webhooks/twilio?" + url.Values{"recovery": {id}, "step": {"sms"}, "try": {"1"}}.Encode()
	form := url.Values{"MessageSid": {"SM" + strings.Repeat("9", 32)}, "MessageStatus": {status}, "AccountSid": {"AC" + strings.Repeat("0", 32)}}
	values := map[string]string{}
	for name := range form {
		values[name] = form.Get(name)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", sign(token, address, values))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func (h *house) metric(t *testing.T, line string) bool {
	t.Helper()
	response, err := http.Get(h.gatewayURL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(page), line)
}

// Forged, stale and replayed calls change nothing, answer 4xx, and are counted.
func TestCallsThatAreNotBelieved(t *testing.T) {
	h := live(t)
	id := h.reported(t, "not-believed", nil)
	before := h.ended(t, id)
	if code := h.callTwilio(t, "somebody else's", id, "failed"); code != http.StatusForbidden {
		t.Errorf("forged: %d", code)
	}
	if code := h.callTwilio(t, "sandbox", id, "sending"); code != http.StatusNoContent {
		t.Errorf("genuine, and late: %d", code)
	}
	if code := h.callTwilio(t, "sandbox", id, "sending"); code != http.StatusConflict {
		t.Errorf("replayed: %d", code)
	}
	for kind, fault := range map[string]string{"forged": "forged", "stale": "stale"} {
		o := observation("1", "flight.delayed", "not-believed-"+kind, "delay_minutes", 200)
		o.Resolved = true
		h.paid(t, o)
		h.fault(t, `{"provider": "stripe", "endpoint": "webhooks", "fault": "`+fault+`", "when": {"all": true}, "match": "`+o.RecoveryID()+`"}`)
		h.post(t, o)
		if state := h.ended(t, o.RecoveryID()); state.Stage != recovery.Delivered {
			t.Errorf("%s: it is %s: %s", kind, state.Stage, state.Why)
		}
		until(t, kind+" is counted", func() bool {
			return h.metric(t, `makegood_webhooks_total{outcome="`+kind+`",provider="stripe"} `)
		})
	}
	for _, line := range []string{`makegood_webhooks_total{outcome="forged",provider="twilio"} 1`, `makegood_webhooks_total{outcome="replayed",provider="twilio"} 1`} {
		if !h.metric(t, line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
	after := h.ended(t, id)
	if len(after.Story) != len(before.Story) || after.Stage != before.Stage {
		t.Errorf("it changed: %+v", after.Story)
	}
	if got := h.provided(t, id); len(got.texts) != 1 || len(got.refunds) != 1 {
		t.Errorf("got %+v", got)
	}
}

// The status of a text that Twilio took long to deliver comes by its callback.
func TestCallbacksSettleWhatIsWaitedFor(t *testing.T) {
	h := live(t)
	h.reported(t, "callbacks", nil)
	until(t, "calls are taken", func() bool { return h.metric(t, `makegood_webhooks_total{outcome="taken",provider="twilio"}`) })
}

// sign is Twilio's signature: over the address, and each field's name and value in
// the order of the names.
func sign(token, address string, form map[string]string) string {
	signed := address
	for _, name := range slices.Sorted(maps.Keys(form)) {
		signed += name + form[name]
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(signed))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
