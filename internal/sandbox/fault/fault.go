// Package fault says which requests go wrong, and how.
//
// A fault waits for requests to its provider and endpoint, counts them, and
// strikes those that its When names. The count is part of the fault, so it is
// as durable as the fault itself.
package fault

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"time"
)

// Kind is how it goes wrong.
type Kind string

// The kinds. The accept kinds have the provider do what was asked, durably,
// and break the answer; of the others only slow, and an error that comes
// later, do it at all.
const (
	AcceptTimeout Kind = "accept_timeout" // done, then no answer until For is over or the client goes away
	AcceptReset   Kind = "accept_reset"   // done, then the connection is reset
	Accept500     Kind = "accept_500"     // done, then 500
	Unavailable   Kind = "unavailable"    // 503
	RateLimited   Kind = "rate_limited"   // 429, Retry-After is For
	Slow          Kind = "slow"           // takes For, then works
	NotJSON       Kind = "not_json"       // 502 with a page of HTML
	Error         Kind = "error"          // the provider's own error Code
)

// Kinds lists those that strike requests.
var Kinds = []Kind{AcceptTimeout, AcceptReset, Accept500, Unavailable, RateLimited, Slow, NotJSON, Error}

var defaultFor = map[Kind]time.Duration{
	AcceptTimeout: 60 * time.Second,
	RateLimited:   time.Second,
	Slow:          5 * time.Second,
	Late:          72 * time.Hour,
	Shuffled:      5 * time.Second,
}

// When picks among the requests that match. Exactly one of them is set.
type When struct {
	First       int      `json:"first,omitempty"`       // the first n
	Nth         int      `json:"nth,omitempty"`         // only the nth, from 1
	All         bool     `json:"all,omitempty"`         //
	Probability *float64 `json:"probability,omitempty"` // each with this chance, repeatable by Seed
	Seed        uint64   `json:"seed,omitempty"`
}

// Fault is one of them, as it is posted, listed and kept.
type Fault struct {
	ID       string `json:"id"`
	Provider string `json:"provider"`
	Endpoint string `json:"endpoint"` // "*" is every endpoint of the provider but Webhooks
	Fault    Kind   `json:"fault"`
	Code     string `json:"code,omitempty"`
	For      string `json:"for,omitempty"` // a Go duration
	Copies   int    `json:"copies,omitempty"`
	When     When   `json:"when"`
	Method   string `json:"method,omitempty"` // "" writes, "GET" reads, "POST" as sent, "*" all
	Match    string `json:"match,omitempty"`  // only requests whose body (or query) contains this
	Seen     int    `json:"seen"`             // requests that matched so far
	Struck   int    `json:"struck"`           // of these, how many it spoiled
}

// Request is what a fault looks at.
type Request struct {
	Provider, Endpoint, Method string
	Write                      bool // it changes something; a search over POST does not
	ReadOnlyEndpoint           bool // nothing at this endpoint changes anything
	Planned                    bool // a callback that is not due yet: only Early looks at it
	Body                       []byte
	Query                      string
}

// Duration is For, or the kind's default.
func (f *Fault) Duration() time.Duration {
	if d, err := time.ParseDuration(f.For); err == nil {
		return d
	}
	return defaultFor[f.Fault]
}

// Matches tells whether the fault counts this request.
func (f *Fault) Matches(r Request) bool {
	return f.Provider == r.Provider &&
		(f.Endpoint == r.Endpoint || (f.Endpoint == "*" && r.Endpoint != Webhooks)) &&
		(f.Fault == Early) == r.Planned &&
		f.matchesMethod(r) &&
		f.matchesBody(r)
}

func (f *Fault) matchesMethod(r Request) bool {
	switch f.Method {
	case "*":
		return true
	case "":
		// Where an endpoint only reads, whoever names it means its reads.
		return r.Write || (r.ReadOnlyEndpoint && f.Endpoint != "*")
	case "GET":
		return !r.Write
	default:
		return f.Method == r.Method
	}
}

func (f *Fault) matchesBody(r Request) bool {
	if f.Match == "" || bytes.Contains(r.Body, []byte(f.Match)) {
		return true
	}
	for _, encoded := range []string{string(r.Body), r.Query} {
		// a form says %2B where the reader of a fault would say +
		if plain, err := url.QueryUnescape(encoded); err == nil && bytes.Contains([]byte(plain), []byte(f.Match)) {
			return true
		}
	}
	return false
}

// Count takes one more matching request and tells whether it is one of those
// that go wrong.
func (f *Fault) Count() bool {
	f.Seen++
	return f.When.strikes(f.Seen)
}

func (w When) strikes(n int) bool {
	switch {
	case w.All:
		return true
	case w.First > 0:
		return n <= w.First
	case w.Nth > 0:
		return n == w.Nth
	case w.Probability != nil:
		return rand.New(rand.NewPCG(w.Seed, uint64(n))).Float64() < *w.Probability
	}
	return false
}

// MarshalJSON keeps a seed of 0 visible beside its probability.
func (w When) MarshalJSON() ([]byte, error) {
	if w.Probability != nil {
		return json.Marshal(map[string]any{"probability": *w.Probability, "seed": w.Seed})
	}
	type plain When
	return json.Marshal(plain(w))
}
