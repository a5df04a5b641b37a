package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/sendgrid/sendgrid-go/helpers/eventwebhook"
	stripesdk "github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/webhook"
	twilioclient "github.com/twilio/twilio-go/client"
)

// heard is one callback, as it came in.
type heard struct {
	url    string // as it was called
	header http.Header
	body   string
}

// receiver is the other end of the callbacks.
type receiver struct {
	t      *testing.T
	server *httptest.Server
	mu     sync.Mutex
	got    []heard
	answer func(n int) int // the status for the n-th, from 1; nil is 200 for all
}

func listen(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{t: t}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	body, err := io.ReadAll(in.Body)
	if err != nil {
		r.t.Error(err)
	}
	r.mu.Lock()
	r.got = append(r.got, heard{r.server.URL + in.URL.RequestURI(), in.Header, string(body)})
	n, answer := len(r.got), r.answer
	r.mu.Unlock()
	if answer != nil {
		w.WriteHeader(answer(n))
	}
}

func (r *receiver) answers(f func(n int) int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = f
}

// take is what came in since it was asked last.
func (r *receiver) take() []heard {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

// deliver waits until everything due was sent, and answers the counts.
func (f *fixture) deliver() map[string]any {
	f.t.Helper()
	return f.must(200, "POST", "/sandbox/webhooks/deliver", "")
}

// after moves the clock on, and takes what comes in by then.
func (f *fixture) after(d time.Duration, r *receiver) []heard {
	f.t.Helper()
	f.clock.advance(d)
	f.deliver()
	return r.take()
}

func (f *fixture) counted(want string) {
	f.t.Helper()
	out := f.must(200, "GET", "/sandbox/webhooks", "")
	if got := fmt.Sprintf("sent %v failed %v waiting %v", out["sent"], out["failed"], out["waiting"]); got != want {
		f.t.Errorf("got %s, want %s", got, want)
	}
}

// callsStripe has the receiver be Stripe's endpoint, and so on for the others.
func (f *fixture) callsStripe(r *receiver) {
	f.t.Helper()
	f.must(201, "POST", "/sandbox/webhooks", `{"provider": "stripe", "url": "`+r.server.URL+`/webhooks/stripe", "secrets": ["whsec_one"]}`)
}

func (f *fixture) callsSendGrid(r *receiver) {
	f.t.Helper()
	f.must(201, "POST", "/sandbox/webhooks", `{"provider": "sendgrid", "url": "`+r.server.URL+`/webhooks/sendgrid"}`)
}

// twilioHeard verifies a callback as Twilio's SDK does, and reads it.
func (f *fixture) twilioHeard(h heard) (form url.Values, genuine bool) {
	f.t.Helper()
	v := twilioclient.NewRequestValidator(twilioToken)
	form, err := url.ParseQuery(h.body)
	if err != nil {
		f.t.Fatal(err)
	}
	return form, v.ValidateBody(h.url, []byte(h.body), h.header.Get("X-Twilio-Signature"))
}

func (f *fixture) stripeHeard(h heard, secret string) (stripesdk.Event, error) {
	f.t.Helper()
	// The hand of the clock stands at another day than the SDK's own clock.
	return webhook.ConstructEventWithOptions([]byte(h.body), h.header.Get("Stripe-Signature"), secret,
		webhook.ConstructEventOptions{Tolerance: time.Since(f.clock.now()) + 5*time.Minute})
}

func (f *fixture) sendgridHeard(h heard) (events []map[string]any, genuine bool) {
	f.t.Helper()
	key, err := eventwebhook.ConvertPublicKeyBase64ToECDSA(f.must(200, "GET", "/sandbox/webhooks", "")["public_key"].(string))
	if err != nil {
		f.t.Fatal(err)
	}
	genuine, err = eventwebhook.VerifySignature(key, []byte(h.body),
		h.header.Get(eventwebhook.VerificationHTTPHeader), h.header.Get(eventwebhook.TimestampHTTPHeader))
	if err != nil {
		f.t.Error(err)
	}
	if err := json.Unmarshal([]byte(h.body), &events); err != nil {
		f.t.Fatalf("%v in %s", err, h.body)
	}
	return events, genuine
}

// names is what was told, of whatever provider: the status or the type.
func (f *fixture) names(all []heard) (out []string) {
	f.t.Helper()
	for _, h := range all {
		switch h.header.Get("Content-Type") {
		case "application/x-www-form-urlencoded; charset=UTF-8":
			form, _ := f.twilioHeard(h)
			out = append(out, form.Get("MessageStatus"))
		case "application/json":
			events, _ := f.sendgridHeard(h)
			for _, e := range events {
				out = append(out, e["event"].(string))
			}
		default:
			var e stripesdk.Event
			if err := json.Unmarshal([]byte(h.body), &e); err != nil {
				f.t.Fatal(err)
			}
			out = append(out, string(e.Type))
		}
	}
	return out
}
