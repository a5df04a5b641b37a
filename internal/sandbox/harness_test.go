package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sendgrid/rest"
	sendgridsdk "github.com/sendgrid/sendgrid-go"
	stripesdk "github.com/stripe/stripe-go/v76"
	stripeclient "github.com/stripe/stripe-go/v76/client"
	twiliosdk "github.com/twilio/twilio-go"
	twilioclient "github.com/twilio/twilio-go/client"
)

// clockHand is a clock that only tests move.
type clockHand struct {
	mu sync.Mutex
	at time.Time
}

func newClockHand() *clockHand {
	return &clockHand{at: time.Date(2026, 11, 21, 18, 2, 0, 0, time.UTC)}
}

func (c *clockHand) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clockHand) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// pace is from one status to the next, on the clock that tests move.
const pace = time.Second

// fixture is a sandbox behind HTTP, with the real SDKs pointed at it.
type fixture struct {
	t      *testing.T
	box    *Sandbox
	server *httptest.Server
	clock  *clockHand
	path   string
}

func start(t *testing.T) *fixture { return startAt(t, "", newClockHand()) }

func startOnDisk(t *testing.T) *fixture {
	return startAt(t, filepath.Join(t.TempDir(), "sand box?.db"), newClockHand())
}

func startAt(t *testing.T, path string, clock *clockHand) *fixture {
	t.Helper()
	box, err := Open(context.Background(), Options{Path: path, Pace: pace, Now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, box: box, server: httptest.NewServer(box.Handler()), clock: clock, path: path}
	t.Cleanup(f.stop)
	return f
}

func (f *fixture) stop() {
	_ = f.box.Close()
	f.server.Close()
}

// reopen closes the sandbox and opens its file again.
func (f *fixture) reopen() *fixture {
	f.t.Helper()
	f.stop()
	return startAt(f.t, f.path, f.clock)
}

// Fake credentials, put together here so that none ever looks like a real one.
var (
	stripeKey   = "sk_" + "test_" + "makegood"
	accountSID  = "AC" + strings.Repeat("0", 32)
	twilioToken = strings.Repeat("t", 32)
	sendgridKey = "SG" + ".makegood"
)

func (f *fixture) stripe() *stripeclient.API { return f.stripeWithin(30 * time.Second) }

func (f *fixture) stripeWithin(timeout time.Duration) *stripeclient.API {
	// On a connection that was used before, net/http itself repeats a request
	// that has an Idempotency-Key and was reset: here every request has its own.
	fresh := &http.Transport{DisableKeepAlives: true}
	b := stripesdk.GetBackendWithConfig(stripesdk.APIBackend, &stripesdk.BackendConfig{
		URL: stripesdk.String(f.server.URL), HTTPClient: &http.Client{Timeout: timeout, Transport: fresh},
		MaxNetworkRetries: stripesdk.Int64(0), LeveledLogger: &stripesdk.LeveledLogger{Level: stripesdk.LevelNull},
	})
	return stripeclient.New(stripeKey, &stripesdk.Backends{API: b, Connect: b, Uploads: b})
}

// elsewhere sends what is meant for one host to another.
type elsewhere struct{ base *url.URL }

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = e.base.Scheme, e.base.Host, e.base.Host
	return http.DefaultTransport.RoundTrip(r)
}

func (f *fixture) twilio() *twiliosdk.RestClient { return f.twilioWithin(30 * time.Second) }

func (f *fixture) twilioWithin(timeout time.Duration) *twiliosdk.RestClient {
	base, err := url.Parse(f.server.URL)
	if err != nil {
		f.t.Fatal(err)
	}
	c := &twilioclient.Client{
		Credentials: twilioclient.NewCredentials(accountSID, twilioToken),
		HTTPClient:  &http.Client{Transport: elsewhere{base}, Timeout: timeout},
	}
	c.SetAccountSid(accountSID)
	return twiliosdk.NewRestClientWithParams(twiliosdk.ClientParams{Client: c})
}

func (f *fixture) sendgrid(method rest.Method, path string, body any) (*rest.Response, error) {
	return f.sendgridWithin(30*time.Second, method, path, body)
}

func (f *fixture) sendgridWithin(timeout time.Duration, method rest.Method, path string, body any) (*rest.Response, error) {
	r := sendgridsdk.GetRequest(sendgridKey, path, f.server.URL)
	r.Method = method
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			f.t.Fatal(err)
		}
		r.Body = raw
	}
	c := rest.Client{HTTPClient: &http.Client{Timeout: timeout}}
	return c.SendWithContext(context.Background(), r)
}

// control speaks to the sandbox itself. body is JSON text.
func (f *fixture) control(method, path, body string) (int, map[string]any) {
	f.t.Helper()
	r, err := http.NewRequest(method, f.server.URL+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	var out map[string]any
	if len(bytes.TrimSpace(raw)) > 0 {
		if err := json.Unmarshal(raw, &out); err != nil {
			f.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
		}
	}
	return res.StatusCode, out
}

func (f *fixture) must(want int, method, path, body string) map[string]any {
	f.t.Helper()
	status, out := f.control(method, path, body)
	if status != want {
		f.t.Fatalf("%s %s %s: got %d, want %d: %v", method, path, body, status, want, out)
	}
	return out
}

func (f *fixture) pay(payment string) {
	f.t.Helper()
	f.must(201, "POST", "/sandbox/payments", payment)
}

func (f *fixture) fault(fault string) { f.t.Helper(); f.must(201, "POST", "/sandbox/faults", fault) }

func (f *fixture) state(list string) []any {
	f.t.Helper()
	out, ok := f.must(200, "GET", "/sandbox/state", "")[list].([]any)
	if !ok {
		f.t.Fatalf("the state has no array %q", list)
	}
	return out
}

// raw sends a request as it stands and decodes the JSON answer, if it is one.
func (f *fixture) raw(method, path, body string, header http.Header) (int, http.Header, map[string]any) {
	f.t.Helper()
	r, err := http.NewRequest(method, f.server.URL+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	r.Header = header
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	var out map[string]any
	_ = json.NewDecoder(res.Body).Decode(&out)
	return res.StatusCode, res.Header, out
}

// stripeForm calls Stripe without its SDK, for what the SDK would never send.
func (f *fixture) stripeForm(method, path, form, key string) (int, http.Header, map[string]any) {
	f.t.Helper()
	h := http.Header{"Authorization": {"Bearer " + stripeKey}, "Content-Type": {"application/x-www-form-urlencoded"}}
	if key != "" {
		h.Set("Idempotency-Key", key)
	}
	return f.raw(method, path, form, h)
}
