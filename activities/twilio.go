package activities

import (
	"context"
	"net/http"
	"net/url"
	"time"

	twilio "github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// Twilio makes one SDK client per call over connections that are shared: the SDK
// takes no context, fixes the host, and drops the status and the headers of an
// error, all of which a call of its own can mend beneath it.
type Twilio struct {
	account, token string
	elsewhere      *url.URL
	http           *http.Client
}

// NewTwilio makes a way to Twilio. at is empty for Twilio itself; a nil
// httpClient is NewHTTPClient. The SDK takes credentials of letters and digits
// only.
func NewTwilio(accountSID, authToken, at string, httpClient *http.Client) (*Twilio, error) {
	way := &Twilio{account: accountSID, token: authToken, http: orDefault(httpClient)}
	if at == "" {
		return way, nil
	}
	elsewhere, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	way.elsewhere = elsewhere
	return way, nil
}

// call begins one call. The cancel is to be called when it is over.
func (t *Twilio) call(ctx context.Context) (*api.ApiService, *wire, context.CancelFunc) {
	wire, cancel := newWire(ctx, t.http)
	if t.elsewhere != nil {
		wire.base = &rewrite{to: t.elsewhere, base: wire.base}
	}
	client := &twilio.Client{
		Credentials: twilio.NewCredentials(t.account, t.token),
		HTTPClient:  wire.client(t.http),
	}
	client.SetAccountSid(t.account)
	return api.NewApiServiceWithClient(client), wire, cancel
}

// rewrite sends requests to another host.
type rewrite struct {
	to   *url.URL
	base http.RoundTripper
}

// RoundTrip sends a copy of the request, as a RoundTripper must.
func (r *rewrite) RoundTrip(request *http.Request) (*http.Response, error) {
	elsewhere := request.Clone(request.Context())
	elsewhere.URL.Scheme, elsewhere.URL.Host = r.to.Scheme, r.to.Host
	elsewhere.Host = r.to.Host
	if r.to.Path != "" && r.to.Path != "/" {
		elsewhere.URL = r.to.JoinPath(request.URL.Path)
		elsewhere.URL.RawQuery = request.URL.RawQuery
	}
	return r.base.RoundTrip(elsewhere)
}

// twilioTime reads the form of Twilio's dates: RFC 2822, to the second.
func twilioTime(text *string) (time.Time, bool) {
	if text == nil {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC1123Z, *text)
	return at, err == nil
}
