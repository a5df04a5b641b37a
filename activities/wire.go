package activities

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"time"
)

// callTimeout bounds one call to a provider. Only what is certain after it may
// be believed, and it is well below the time between two looks.
const callTimeout = 10 * time.Second

// NewHTTPClient is a client for a provider: it keeps its connections, gives up
// after ten seconds and follows no redirects, since a redirect would repeat a
// request that must go out once.
func NewHTTPClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns = 400
	transport.MaxIdleConnsPerHost = 100
	transport.IdleConnTimeout = 45 * time.Second // below the providers' own, so that they rarely hang up on us first
	transport.ResponseHeaderTimeout = callTimeout
	return &http.Client{
		Transport:     transport,
		Timeout:       callTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func orDefault(client *http.Client) *http.Client {
	if client == nil {
		return NewHTTPClient()
	}
	return client
}

// wire is what was seen of one call under the SDK, which drops the status and the
// headers of an error: the last status, Retry-After, and whether a connection was
// made at all. It also carries the caller's context, which the SDK may not take.
type wire struct {
	ctx        context.Context
	base       http.RoundTripper
	status     int
	retryAfter time.Duration
	unsent     bool
}

// RoundTrip passes one request on and notes what came of it.
func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	w.status, w.retryAfter, w.unsent = 0, 0, false
	response, err := w.base.RoundTrip(request.WithContext(w.ctx))
	if err != nil {
		w.unsent = neverConnected(err)
		return nil, err
	}
	w.status = response.StatusCode
	w.retryAfter = retryAfterOf(response.Header, time.Now())
	return response, nil
}

// newWire begins one call with a deadline of its own. The returned cancel is to
// be called when the answer has been read.
func newWire(ctx context.Context, client *http.Client) (*wire, context.CancelFunc) {
	timeout := client.Timeout
	if timeout == 0 {
		timeout = callTimeout
	}
	base := client.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	bounded, cancel := context.WithTimeout(ctx, timeout)
	return &wire{ctx: bounded, base: base}, cancel
}

func (w *wire) client(of *http.Client) *http.Client {
	return &http.Client{Transport: w, CheckRedirect: of.CheckRedirect}
}

// neverConnected is true only where no connection was made, so that nothing can
// have been sent.
func neverConnected(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "dial"
}

// retryAfterOf reads Retry-After, in seconds or as a date, and SendGrid's
// X-RateLimit-Reset, a Unix time. It believes at most an hour.
func retryAfterOf(header http.Header, now time.Time) time.Duration {
	var after time.Duration
	if value := header.Get("Retry-After"); value != "" {
		if seconds, err := strconv.ParseFloat(value, 64); err == nil {
			after = time.Duration(seconds * float64(time.Second))
		} else if at, err := http.ParseTime(value); err == nil {
			after = at.Sub(now)
		}
	} else if reset, err := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64); err == nil && header.Get("X-RateLimit-Remaining") == "0" {
		after = time.Unix(reset, 0).Sub(now)
	}
	return min(max(after, 0), time.Hour)
}
