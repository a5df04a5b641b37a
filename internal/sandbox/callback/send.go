package callback

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"makegood/internal/sandbox/twin"
)

const (
	timeout = 10 * time.Second // of one request
	longAgo = 72 * time.Hour   // how old a stale signature is
)

// request is callbacks on their way.
type request struct {
	provider  Provider
	url       string
	secrets   []string
	header    http.Header
	forged    bool
	stale     bool
	callbacks []*Callback
	bodies    []string
}

func newRequest(p Provider, e Endpoint, c *Callback) *request {
	r := &request{
		provider: p, url: e.URL, secrets: e.Secrets, header: c.Header,
		forged: c.Forged, stale: c.Stale,
	}
	if c.URL != "" {
		r.url = c.URL
	}
	if c.Secret != "" {
		r.secrets = []string{c.Secret}
	}
	r.add(c)
	return r
}

func (r *request) add(c *Callback) {
	r.callbacks = append(r.callbacks, c)
	r.bodies = append(r.bodies, c.Body)
}

func (r *request) body() []byte {
	all := strings.Join(r.bodies, ",")
	if r.provider.Batch > 0 {
		all = "[" + all + "]"
	}
	return []byte(all)
}

// newClient connects to this machine alone, whatever a name stands for, and
// follows no redirect: to the providers one is a failure.
func newClient() *http.Client {
	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		host, _, err := net.SplitHostPort(address)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			return fmt.Errorf("%s is not on this machine", address)
		}
		return nil
	}}
	return &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: mostRequests, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// attempt sends a request and notes how it went. Where the sandbox closes
// meanwhile it notes nothing: the next one to open the file tries again.
func (o *Outbox) attempt(r *request) {
	err := o.send(r)
	if err != nil && o.open.Err() != nil {
		return
	}
	// A journal that has failed keeps the callback, which is then sent again.
	_, _ = o.world.Start(func(tx *twin.Tx) { o.settle(tx, r, err) })
	o.Wake()
}

// send is nil after a 2xx. The signature is new each time, on the time of a
// clock outside: the receiver does not know that the sandbox's is ahead.
func (o *Outbox) send(r *request) error {
	body, at := r.body(), o.world.Wall()
	if r.stale {
		at = at.Add(-longAgo)
	}
	out, err := http.NewRequestWithContext(o.open, http.MethodPost, r.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	maps.Copy(out.Header, r.header)
	maps.Copy(out.Header, r.provider.Sign(Request{URL: r.url, Body: body, Secrets: r.secrets, At: at, Forged: r.forged}))
	res, err := o.client.Do(out)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, 64<<10) // so that the connection serves again
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return errors.New("answered " + res.Status)
	}
	return nil
}

// settle strikes out what was told, and plans another try of what was not.
func (o *Outbox) settle(tx *twin.Tx, r *request, failed error) {
	o.requests--
	for _, c := range r.callbacks {
		delete(o.underWay, c.ID)
		if o.waiting[c.ID] != c {
			continue // cleared meanwhile
		}
		c.Tries++
		wait, again := r.provider.patience(c, tx.Now, failed)
		switch {
		case failed == nil:
			o.counts.Sent++
			o.forget(tx, c)
		case again:
			c.Due = tx.Now.Add(wait)
			o.keep(tx, c)
			o.enqueue(c)
		default:
			o.counts.Failed++
			o.forget(tx, c)
			o.logGivenUp(c, failed)
		}
		c.hasTried()
	}
	o.changed()
}

// logGivenUp is a warning, unless the receiver did what it should.
func (o *Outbox) logGivenUp(c *Callback, failed error) {
	level := slog.LevelWarn
	if c.spoiled() {
		level = slog.LevelInfo
	}
	o.logger.Log(o.open, level, "callback given up", slog.String("provider", c.Provider), slog.String("id", c.ID),
		slog.Int("tries", c.Tries), slog.Any("error", failed))
}
