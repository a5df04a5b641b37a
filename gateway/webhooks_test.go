package gateway_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.temporal.io/api/serviceerror"

	"makegood/gateway"
	"makegood/recovery"
	"makegood/workflows"
)

// What becomes of a call, by what it is: its answer, how it is counted, and whether
// the recovery is told.
func TestWebhookOutcomes(t *testing.T) {
	tampered := func(call provided, old, new string) provided {
		call.body = strings.Replace(call.body, old, new, 1)
		return call
	}
	unsigned := func(call provided) provided {
		call.headers = nil
		return call
	}
	someoneElses := signedByTwilio("/webhooks/twilio?order=7", "MessageSid=SM9&MessageStatus=delivered", "t0ken")
	delivered, mail := byTwilio("SM1", "delivered"), mailed("delivered", "ev_1")
	packed := byTwilio("SM1", "delivered")
	packed.headers = append(packed.headers, "Content-Encoding: gzip")
	huge := delivered
	huge.body += strings.Repeat("&", 8<<20)
	for _, test := range []struct {
		name              string
		before            []provided // calls that came already
		call              provided
		status            int
		provider, outcome string
		told              int // signals in all
	}{
		{"a text arrived", nil, delivered, 204, "twilio", "taken", 1},
		{"a mail arrived", nil, bySendGrid(mail), 204, "sendgrid", "taken", 1},
		{"a refund arrived", nil, byStripe("evt_1", "succeeded"), 204, "stripe", "taken", 1},
		{"nothing final", nil, byTwilio("SM1", "sent"), 204, "twilio", "taken", 0},
		{"a batch", nil, bySendGrid(mailed("processed", "ev_0"), `{"event": "delivered", "sg_event_id": "x"}`, mail), 204, "sendgrid", "taken", 1},
		{"the very same text", []provided{delivered}, delivered, 409, "twilio", "replayed", 1},
		{"the same text, its form in another order", []provided{delivered}, signedByTwilio(delivered.target, "MessageStatus=delivered&MessageSid=SM1", "t0ken"), 409, "twilio", "replayed", 1},
		{"the very same mail", []provided{mailOnce}, mailOnce, 409, "sendgrid", "replayed", 1},
		{"the same mail, signed anew", []provided{bySendGrid(mail)}, signedBySendGrid("["+mail+"]", noon.Add(time.Minute)), 204, "sendgrid", "repeated", 1},
		{"the same refund, signed anew", []provided{byStripe("evt_1", "succeeded")}, signedByStripe(byStripe("evt_1", "succeeded").body, noon.Add(time.Second)), 204, "stripe", "repeated", 1},
		{"one mail of two is known", []provided{bySendGrid(mail)}, bySendGrid(mail, mailed("open", "ev_2")), 204, "sendgrid", "taken", 1},
		{"somebody else's text", nil, someoneElses, 204, "twilio", "others", 0},
		{"somebody else's mail", nil, bySendGrid(`{"event": "delivered", "email": "ada@example.com"}`), 204, "sendgrid", "others", 0},
		{"another kind of event", nil, signedByStripe(`{"id": "evt_1", "type": "customer.created", "data": {"object": {"email": "ada@example.com"}}}`, noon), 204, "stripe", "others", 0},
		{"unsigned", nil, unsigned(delivered), 403, "twilio", "forged", 0},
		{"unsigned mail", nil, unsigned(bySendGrid(mail)), 403, "sendgrid", "forged", 0},
		{"unsigned refund", nil, unsigned(byStripe("evt_1", "succeeded")), 403, "stripe", "forged", 0},
		{"tampered with", nil, tampered(byTwilio("SM1", "failed"), "failed", "delivered"), 403, "twilio", "forged", 0},
		{"signed by another", nil, signedByTwilio(delivered.target, delivered.body, "another"), 403, "twilio", "forged", 0},
		{"an old mail", nil, signedBySendGrid("["+mail+"]", noon.Add(-11*time.Minute)), 403, "sendgrid", "stale", 0},
		{"a refund ahead of time", nil, signedByStripe(byStripe("evt_1", "succeeded").body, noon.Add(6*time.Minute)), 403, "stripe", "stale", 0},
		{"a text without its id", nil, signedByTwilio(delivered.target, "MessageStatus=delivered", "t0ken"), 400, "twilio", "unreadable", 0},
		{"no array of events", nil, signedBySendGrid(mail, noon), 400, "sendgrid", "unreadable", 0},
		{"not packed as it says", nil, packed, 400, "twilio", "unreadable", 0},
		{"too large", nil, huge, 413, "twilio", "unreadable", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := newOffice(t)
			o.begun("twilio", "sms", "SM1", recovery.Pending, time.Hour)
			o.begun("sendgrid", "email", "mail1", recovery.Pending, time.Hour)
			o.begun("stripe", "refund", "re_1", recovery.Pending, time.Hour)
			for _, before := range test.before {
				o.call(before)
			}
			answer := o.call(test.call)
			if answer.Code != test.status {
				t.Errorf("%d: %s", answer.Code, answer.Body)
			}
			if test.status == http.StatusNoContent {
				if answer.Body.Len() != 0 {
					t.Errorf("an answer without content has some: %s", answer.Body)
				}
			} else {
				refusalIn(t, answer)
			}
			want := "1"
			if test.outcome == "taken" && len(test.before) > 0 {
				want = "2"
			}
			if got := o.counted(test.outcome, test.provider); got != want {
				t.Errorf("%s is counted %s times", test.outcome, got)
			}
			if got := len(o.temporal.calls); got != test.told {
				t.Errorf("told %d times", got)
			}
			for _, call := range o.temporal.calls {
				receipt, _ := call.told.(recovery.Receipt)
				if call.id != goodRecovery || call.signal != workflows.SignalReceipt || receipt.Step == "" || receipt.Provider != test.provider || receipt.ID == "" {
					t.Errorf("told %+v", call)
				}
			}
		})
	}
}

// mailOnce is signed once: a signature of this kind is another each time.
var mailOnce = bySendGrid(mailed("delivered", "ev_1"))

// What is not set up is said so, and no provider is made up.
func TestWebhooksNotSetUp(t *testing.T) {
	o := newOffice(t, func(options *gateway.Options) { options.Webhooks = gateway.Webhooks{"twilio": ourWebhooks()["twilio"]} })
	if answer := o.call(byStripe("evt_1", "succeeded")); answer.Code != 404 || !strings.Contains(answer.Body.String(), "not set up") {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
	if got := o.counted("not_set_up", "stripe"); got != "1" {
		t.Errorf("counted %s times", got)
	}
	if answer := o.ask(http.MethodPost, "/webhooks/acme", "{}"); answer.Code != 404 {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
	if answer := o.ask(http.MethodGet, "/webhooks/twilio", ""); answer.Code != 405 || answer.Header().Get("Allow") != "POST" {
		t.Errorf("%d, Allow %q", answer.Code, answer.Header().Get("Allow"))
	}
	if metrics := o.ask(http.MethodGet, "/metrics", "").Body.String(); strings.Contains(metrics, "acme") {
		t.Error("anyone can add to the metrics")
	}
}

// Whatever fails, the answer is 503 and the same call is then handled, told and
// counted as the first.
func TestWebhookIsHandledByARepeat(t *testing.T) {
	away := serviceerror.NewUnavailable("connection refused")
	for _, call := range []provided{byTwilio("SM1", "delivered"), byStripe("evt_1", "succeeded"), mailOnce} {
		for name, fail := range map[string]func(*office, error){
			"the ledger cannot hear":               func(o *office, err error) { o.books.hear = err },
			"Temporal cannot be asked":             func(o *office, err error) { o.temporal.describe = err },
			"Temporal takes no signal":             func(o *office, err error) { o.temporal.takes = err },
			"the ledger cannot keep that it knows": func(o *office, err error) { o.books.passedOn = err },
		} {
			t.Run(call.target+" "+name, func(t *testing.T) {
				o := newOffice(t)
				o.begun("twilio", "sms", "SM1", recovery.Pending, time.Hour)
				o.begun("sendgrid", "email", "mail1", recovery.Pending, time.Hour)
				o.begun("stripe", "refund", "re_1", recovery.Pending, time.Hour)
				for _, why := range []error{away, errors.New("disk full")} {
					fail(o, why)
					answer := o.call(call)
					if answer.Code != 503 || answer.Header().Get("Retry-After") != "5" {
						t.Errorf("%d, Retry-After %q: %s", answer.Code, answer.Header().Get("Retry-After"), answer.Body)
					}
				}
				fail(o, nil)
				o.temporal.calls = nil
				if answer := o.call(call); answer.Code != 204 || len(o.temporal.calls) != 1 {
					t.Errorf("then %d, told %d times: %s", answer.Code, len(o.temporal.calls), answer.Body)
				}
				if answer := o.call(call); answer.Code != 409 || len(o.temporal.calls) != 1 {
					t.Errorf("and then %d, told %d times: %s", answer.Code, len(o.temporal.calls), answer.Body)
				}
				provider := strings.TrimPrefix(strings.Split(call.target, "?")[0], "/webhooks/")
				for outcome, want := range map[string]string{"unavailable": "2", "taken": "1", "replayed": "1"} {
					if got := o.counted(outcome, provider); got != want {
						t.Errorf("%s is counted %s times", outcome, got)
					}
				}
			})
		}
	}
}
