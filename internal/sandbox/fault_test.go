package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sendgrid/rest"
	stripesdk "github.com/stripe/stripe-go/v76"
	twilioclient "github.com/twilio/twilio-go/client"
)

// outcome is what a client sees of one write: an HTTP status where there was
// one the SDK understood, and otherwise what went wrong.
type outcome struct {
	status int
	code   string
	lost   string // "timeout", "reset" or "not json": nobody knows what happened
	after  string // Retry-After, where the client can see it
}

// write makes one write at a provider, through its SDK.
type write struct {
	provider, endpoint, list string
	do                       func(f *fixture, timeout time.Duration) error
}

var writes = []write{
	{"stripe", "refunds", "refunds", func(f *fixture, timeout time.Duration) error {
		_, err := f.stripeWithin(timeout).Refunds.New(refund(100, ""))
		return err
	}},
	{"twilio", "messages", "messages", func(f *fixture, timeout time.Duration) error {
		_, err := f.twilioWithin(timeout).Api.CreateMessage(sms(adaPhone, "Hello"))
		return err
	}},
	{"sendgrid", "mail", "emails", func(f *fixture, timeout time.Duration) error {
		r, err := f.sendgridWithin(timeout, rest.Post, "/v3/mail/send", email(adaMail, "Hello"))
		if err == nil && r.StatusCode != 202 {
			return sendgridRefusal{r}
		}
		return err
	}},
}

// sendgridRefusal is an error of SendGrid's, which to its SDK is none.
type sendgridRefusal struct{ *rest.Response }

func (r sendgridRefusal) Error() string { return r.Body }

func seen(err error) (o outcome) {
	var (
		stripe   *stripesdk.Error
		twilio   *twilioclient.TwilioRestError
		sendgrid sendgridRefusal
		network  net.Error
	)
	switch {
	case err == nil:
		o.status = 200
	case errors.As(err, &stripe):
		o.status, o.code = stripe.HTTPStatusCode, string(stripe.Code)
		o.after = stripe.LastResponse.Header.Get("Retry-After")
	case errors.As(err, &twilio):
		o.status, o.code = twilio.Status, fmt.Sprint(twilio.Code)
	case errors.As(err, &sendgrid) && json.Valid([]byte(sendgrid.Body)):
		o.status, o.after = sendgrid.StatusCode, strings.Join(sendgrid.Headers["Retry-After"], "")
	case errors.As(err, &network) && network.Timeout():
		o.lost = "timeout"
	case errors.Is(err, syscall.ECONNRESET):
		o.lost = "reset"
	default:
		o.lost = "not json"
	}
	return o
}

func TestEveryFaultAtEveryProvider(t *testing.T) {
	const long = 30 * time.Second
	for _, c := range []struct {
		fault   string
		timeout time.Duration
		want    outcome // code is left out where it differs between providers
		done    int
	}{
		{`"fault": "accept_timeout"`, 50 * time.Millisecond, outcome{lost: "timeout"}, 1},
		{`"fault": "accept_timeout", "for": "1ms"`, long, outcome{lost: "reset"}, 1},
		{`"fault": "accept_reset"`, long, outcome{lost: "reset"}, 1},
		{`"fault": "accept_500"`, long, outcome{status: 500}, 1},
		{`"fault": "unavailable"`, long, outcome{status: 503}, 0},
		{`"fault": "rate_limited", "for": "1500ms"`, long, outcome{status: 429, after: "2"}, 0},
		{`"fault": "rate_limited"`, long, outcome{status: 429, after: "1"}, 0},
		{`"fault": "slow", "for": "1ms"`, long, outcome{status: 200}, 1},
		{`"fault": "not_json"`, long, outcome{lost: "not json"}, 0},
	} {
		for _, w := range writes {
			t.Run(w.provider+" "+c.fault, func(t *testing.T) {
				f := startOnDisk(t)
				f.pay(ada)
				f.fault(`{"provider": "` + w.provider + `", "endpoint": "` + w.endpoint + `", ` + c.fault + `}`)
				got := seen(w.do(f, c.timeout))
				got.code = ""
				want := c.want
				if w.provider == "twilio" { // its SDK does not show headers
					want.after = ""
				}
				if got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
				f = f.reopen()
				if n := len(f.state(w.list)); n != c.done {
					t.Errorf("%d done, want %d", n, c.done)
				}
				if got := seen(w.do(f, long)); got.status != 200 {
					t.Errorf("the request after it: %+v", got)
				}
				if n := len(f.state(w.list)); n != c.done+1 {
					t.Errorf("%d done in the end, want %d", n, c.done+1)
				}
			})
		}
	}
}

func TestProvidersOwnErrors(t *testing.T) {
	for _, c := range []struct {
		write int
		code  string
		want  int
	}{
		{0, "charge_already_refunded", 400},
		{0, "charge_disputed", 400},
		{0, "refund_disputed_payment", 400},
		{0, "balance_insufficient", 400},
		{0, "api_key_expired", 401},
		{0, "idempotency_key_in_use", 409},
		{0, "rate_limit", 429},
		{0, "resource_missing", 404},
		{1, "20003", 401},
		{1, "20429", 429},
		{1, "21211", 400},
		{1, "21610", 400},
		{2, "400", 400},
		{2, "401", 401},
		{2, "403", 403},
		{2, "413", 413},
	} {
		w := writes[c.write]
		f := start(t)
		f.pay(ada)
		f.fault(`{"provider": "` + w.provider + `", "fault": "error", "code": "` + c.code + `"}`)
		got := seen(w.do(f, time.Minute))
		if w.provider == "sendgrid" {
			got.code = c.code
		}
		if got.status != c.want || got.code != c.code {
			t.Errorf("%s %s: got %+v, want %d", w.provider, c.code, got, c.want)
		}
		if n := len(f.state(w.list)); n != 0 {
			t.Errorf("%s %s: %d done, want none", w.provider, c.code, n)
		}
	}
}

func TestMessagesThatEndBadly(t *testing.T) {
	for code, want := range map[string]string{
		"30003": "undelivered", "30005": "undelivered", "30006": "undelivered", "30008": "undelivered",
		"30001": "failed", "30002": "failed", "30036": "failed",
	} {
		f := startOnDisk(t)
		f.fault(`{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "` + code + `"}`)
		m, err := f.twilio().Api.CreateMessage(sms(adaPhone, "Hello"))
		if err != nil || *m.Status != "queued" || m.ErrorCode != nil {
			t.Fatalf("%s: %+v, %v", code, m, err)
		}
		f.clock.advance(5 * pace)
		f = f.reopen()
		m, err = f.twilio().Api.FetchMessage(*m.Sid, nil)
		if err != nil || *m.Status != want || fmt.Sprint(*m.ErrorCode) != code || *m.ErrorMessage == "" {
			t.Errorf("%s: %+v, %v", code, m, err)
		}
	}
}

func TestMailsThatEndBadly(t *testing.T) {
	for code, want := range map[string]string{"bounce": "bounced", "blocked": "blocked", "deferred": "deferred", "dropped": "dropped"} {
		f := startOnDisk(t)
		f.fault(`{"provider": "sendgrid", "endpoint": "mail", "fault": "error", "code": "` + code + `"}`)
		f.mailed(email(adaMail, "Hello"))
		f.clock.advance(pace)
		f = f.reopen()
		if _, found := f.logs(""); len(found) != 1 || found[0]["status"] != want || found[0]["reason"] == "" {
			t.Errorf("%s: %v", code, found)
		}
	}
}

// strikes tells which of n requests went wrong, as a string of . and x.
func (f *fixture) strikes(n int, path string) string {
	f.t.Helper()
	var b strings.Builder
	for range n {
		status, _, _ := f.stripeForm("GET", path, "", "")
		b.WriteByte(map[bool]byte{true: '.', false: 'x'}[status == 200])
	}
	return b.String()
}

func TestWhen(t *testing.T) {
	for when, want := range map[string]string{
		``:                             "x.....",
		`, "when": {"first": 2}`:       "xx....",
		`, "when": {"nth": 3}`:         "..x...",
		`, "when": {"all": true}`:      "xxxxxx",
		`, "when": {"probability": 0}`: "......",
		`, "when": {"probability": 1, "seed": 7}`:  "xxxxxx",
		`, "method": "POST", "when": {"first": 2}`: "......",
		`, "match": "limit", "when": {"first": 1}`: "x.....",
		`, "match": "other", "when": {"first": 1}`: "......",
	} {
		f := startOnDisk(t)
		if !strings.Contains(when, "method") {
			when += `, "method": "GET"`
		}
		f.fault(`{"provider": "stripe", "endpoint": "refunds", "fault": "unavailable"` + when + `}`)
		got := f.strikes(3, "/v1/refunds?limit=1")
		f = f.reopen() // the count is durable
		got += f.strikes(3, "/v1/refunds?limit=1")
		if got != want {
			t.Errorf("%s: got %s, want %s", when, got, want)
		}
	}
}

func TestChanceRepeatsItself(t *testing.T) {
	runs := map[string]bool{}
	for range 2 {
		f := start(t)
		f.fault(`{"provider": "stripe", "method": "GET", "fault": "unavailable", "when": {"probability": 0.3, "seed": 7}}`)
		runs[f.strikes(200, "/v1/balance")] = true
	}
	if len(runs) != 1 {
		t.Error("the same seed does not strike the same requests")
	}
	for run := range runs {
		if n := strings.Count(run, "x"); n < 40 || n > 80 {
			t.Errorf("%d of 200 went wrong at a chance of 0.3", n)
		}
	}
}

func TestFaultsLookAtTheirOwn(t *testing.T) {
	f := start(t)
	f.pay(ada)
	f.fault(`[
		{"provider": "stripe", "endpoint": "coupons", "fault": "unavailable", "when": {"all": true}},
		{"provider": "twilio", "endpoint": "messages", "fault": "unavailable", "match": "+12025550143", "when": {"all": true}},
		{"provider": "sendgrid", "endpoint": "logs", "fault": "unavailable", "when": {"all": true}}]`)
	if got := seen(writes[0].do(f, time.Minute)); got.status != 200 {
		t.Errorf("a fault of coupons struck a refund: %+v", got)
	}
	if got := seen(writes[1].do(f, time.Minute)); got.status != 503 {
		t.Errorf("to the number that matches: %+v", got)
	}
	if _, err := f.twilio().Api.CreateMessage(sms(beaPhone, "Hello")); err != nil {
		t.Errorf("to another number: %v", err)
	}
	if r, err := f.sendgrid(rest.Post, "/v3/logs", map[string]string{}); err != nil || r.StatusCode != 503 {
		t.Errorf("a search of the logs: %+v, %v", r, err)
	}
	if got := seen(writes[2].do(f, time.Minute)); got.status != 200 {
		t.Errorf("a fault of logs struck a mail: %+v", got)
	}
	f.must(204, "DELETE", "/sandbox/faults", "")
	if got := seen(writes[1].do(f, time.Minute)); got.status != 200 {
		t.Errorf("after clearing: %+v", got)
	}
	if n := len(f.state("faults")); n != 0 {
		t.Errorf("%d faults after clearing", n)
	}
}

func TestWrongFaultsAreRefused(t *testing.T) {
	f := start(t)
	for body, field := range map[string]string{
		`{"provider": "paypal", "fault": "slow"}`:                                                             "provider",
		`{"fault": "slow"}`:                                                                                   "provider",
		`{"provider": "stripe", "endpoint": "mail", "fault": "slow"}`:                                         "endpoint",
		`{"provider": "stripe", "fault": "explode"}`:                                                          "fault",
		`{"provider": "stripe", "fault": "slow", "fro": "5s"}`:                                                "fro",
		`{"provider": "stripe", "fault": "slow", "for": "soon"}`:                                              "for",
		`{"provider": "stripe", "fault": "not_json", "for": "5s"}`:                                            "for",
		`{"provider": "stripe", "fault": "slow", "for": 5}`:                                                   "for",
		`{"provider": "stripe", "fault": "error", "code": "oops"}`:                                            "code",
		`{"provider": "stripe", "fault": "error"}`:                                                            "code",
		`{"provider": "twilio", "fault": "error", "code": "404"}`:                                             "code",
		`{"provider": "sendgrid", "fault": "error", "code": "21610"}`:                                         "code",
		`{"provider": "stripe", "fault": "slow", "code": "rate_limit"}`:                                       "code",
		`{"provider": "stripe", "fault": "slow", "method": "PATCH"}`:                                          "method",
		`{"provider": "stripe", "fault": "slow", "when": {"first": 1, "nth": 2}}`:                             "when",
		`{"provider": "stripe", "fault": "slow", "when": {}}`:                                                 "when",
		`{"provider": "stripe", "fault": "slow", "when": {"last": 1}}`:                                        "when.last",
		`{"provider": "stripe", "fault": "slow", "when": {"nth": -1}}`:                                        "when.nth",
		`{"provider": "stripe", "fault": "slow", "when": {"probability": 2}}`:                                 "when.probability",
		`{"provider": "stripe", "fault": "slow", "when": {"first": 1, "seed": 2}}`:                            "when.seed",
		`[{"provider": "stripe", "fault": "slow"}, {"provider": "stripe", "endpoint": "x", "fault": "slow"}]`: "1.endpoint",
		`nonsense`: "body",
	} {
		if out := f.must(400, "POST", "/sandbox/faults", body); out["field"] != field {
			t.Errorf("%s: names %v, want %s", body, out, field)
		}
	}
	if out := f.must(400, "POST", "/sandbox/faults", `{"provider": "stripe", "endpoint": "x", "fault": "slow"}`); !strings.Contains(fmt.Sprint(out["exists"]), "refunds") {
		t.Errorf("what exists is not listed: %v", out)
	}
	if n := len(f.state("faults")); n != 0 {
		t.Errorf("%d faults were added all the same", n)
	}
}

func TestAcceptTimeoutLetsGoWhenTheSandboxCloses(t *testing.T) {
	f := start(t)
	f.fault(`{"provider": "twilio", "fault": "accept_timeout", "for": "10h"}`)
	held := make(chan error)
	go func() {
		_, err := f.twilioWithin(time.Hour).Api.CreateMessage(sms(adaPhone, "Hello"))
		held <- err
	}()
	for len(f.state("messages")) == 0 { // until it is accepted
	}
	f.stop()
	if err := <-held; err == nil {
		t.Error("there was an answer")
	}
}
