package activities

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"makegood/internal/sandbox"
	"makegood/recovery"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 21, 18, 2, 0, 0, time.UTC)
	tests := []struct {
		name   string
		header http.Header
		want   time.Duration
	}{
		{"none", http.Header{}, 0},
		{"seconds", http.Header{"Retry-After": {"7"}}, 7 * time.Second},
		{"parts of seconds", http.Header{"Retry-After": {"0.5"}}, 500 * time.Millisecond},
		{"a date", http.Header{"Retry-After": {now.Add(90 * time.Second).Format(http.TimeFormat)}}, 90 * time.Second},
		{"a date that is past", http.Header{"Retry-After": {now.Add(-time.Hour).Format(http.TimeFormat)}}, 0},
		{"nonsense", http.Header{"Retry-After": {"soon"}}, 0},
		{"a year", http.Header{"Retry-After": {"31536000"}}, time.Hour},
		{"SendGrid's reset", http.Header{"X-Ratelimit-Reset": {"1795284150"}, "X-Ratelimit-Remaining": {"0"}}, 30 * time.Second},
		{"SendGrid's, with calls left", http.Header{"X-Ratelimit-Reset": {"1795284150"}, "X-Ratelimit-Remaining": {"12"}}, 0},
	}
	for _, test := range tests {
		if got := retryAfterOf(test.header, now); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// The real clients over a real network keep their connections and go where they
// are sent.
func TestOverARealNetwork(t *testing.T) {
	box, err := sandbox.Open(context.Background(), sandbox.Options{Pace: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.StripPrefix("/twin", box.Handler()))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	at, web := server.URL+"/twin", NewHTTPClient()
	twilio, err := NewTwilio(accountSID, twilioToken, at, web)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if err := CheckStripe(context.Background(), NewStripe(stripeKey, at, web)); err != nil {
			t.Fatal(err)
		}
		if err := twilio.Check(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := NewSendGrid(sendgridKey, at, web).Check(context.Background(), surveyGroup); err != nil {
			t.Fatal(err)
		}
	}
	if got := connections.Load(); got > 2 {
		t.Errorf("100 calls in turn took %d connections", got)
	}
	if _, err := NewTwilio("", "", "://", nil); err == nil {
		t.Error("a URL that is none is taken")
	}
}

// A call ends with the context, though the SDK knows nothing of it.
func TestCallsEndWithTheContext(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		for _, deed := range deeds() {
			s.fault(deed.provider, deed.endpoints[0], "accept_timeout", nil)
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			began := time.Now()
			_, err := deed.do(s, s.step(deed.name))(ctx)
			cancel()
			if failed := applicationError(t, err); failed.Type() != FailUnknown || time.Since(began) != time.Second {
				t.Errorf("%s: %v after %s", deed.name, err, time.Since(began))
			}
		}
	})
}

// A call lives at most as long as is allowed for where it is said that nothing
// was sent.
func TestCallsEndInTime(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		for _, deed := range deeds() {
			s.fault(deed.provider, deed.endpoints[0], "accept_timeout", nil)
			began := time.Now()
			if _, err := deed.do(s, s.step(deed.name))(context.Background()); err == nil || time.Since(began) != callTimeout {
				t.Errorf("%s: %v after %s", deed.name, err, time.Since(began))
			}
		}
	})
	for name, looks := range map[string][]time.Duration{"SMS": Options{}.filled().SMSLooks, "mail": Options{}.filled().MailLooks} {
		if lasts := total(looks) - firstOf(looks); lasts <= callTimeout+heldUp {
			t.Errorf("the looks for %s last %s, and a call may live for %s", name, lasts, callTimeout+heldUp)
		}
	}
}

// An answer that says nothing is no proof that something is absent, nor that it
// was accepted.
func TestEmptyAnswersProveNothing(t *testing.T) {
	answers := map[string]http.HandlerFunc{
		"a redirect": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusFound)
			_, _ = w.Write([]byte(`{"messages":[]}`))
		},
		"an empty object": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) },
		"202 and no id":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) },
		"null":            func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("null")) },
	}
	for _, deed := range deeds() {
		for name, answer := range answers {
			t.Run(deed.name+" "+name, func(t *testing.T) {
				onStage(t, func(s *stage) {
					t := s.t
					left := 12
					s.server.tamper = func(*http.Request) bool { left--; return left >= 0 }
					s.server.spoil = answer
					step := s.step(deed.name)
					receipt, err := persist(t, deed.do(s, step))
					if err == nil {
						receipt, err = s.await(step, receipt)
					}
					if err != nil || receipt.Word != recovery.Arrived {
						t.Fatalf("got %+v, %v", receipt, err)
					}
					looks := 0
					for _, request := range s.server.seen[12:] {
						if request.URL.Query().Has("To") || request.URL.Path == "/v3/logs" {
							looks++
						}
					}
					if deed.provider != ProviderStripe && looks < 4 {
						t.Errorf("it sent again after %d looks that told something", looks)
					}
					for _, thing := range deed.things {
						s.must(1, thing)
					}
				})
			})
		}
	}
}

// Each sending has a callback of its own, and what stands in it finds the
// recovery again.
func TestCallbacks(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		s.fault(ProviderTwilio, "messages", "rate_limited", map[string]any{"when": map[string]any{"first": 2}})
		if _, err := persist(t, deeds()[3].do(s, s.step("sms"))); err != nil {
			t.Fatal(err)
		}
		var tries []string
		for _, request := range s.server.seen {
			if request.Method != http.MethodPost {
				continue
			}
			if err := request.ParseForm(); err != nil {
				t.Fatal(err)
			}
			callback, err := url.Parse(request.PostForm.Get("StatusCallback"))
			if err != nil {
				t.Fatal(err)
			}
			query := callback.Query()
			if callback.Path != "/webhooks/twilio" || query.Get("recovery") != recoveryID || query.Get("step") != "sms" {
				t.Errorf("called back at %s", callback)
			}
			tries = append(tries, query.Get("try"))
		}
		if strings.Join(tries, " ") != "1 2 3" {
			t.Errorf("the callbacks are of the tries %v", tries)
		}
	})
	if got := (Sender{}).Callback(Step{}, 1, false); got != "" {
		t.Errorf("where providers cannot call us: %s", got)
	}
}
