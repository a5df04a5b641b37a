// Package callback calls back whoever has to hear of what happened at a
// provider: durably, signed as the provider signs, as often as it would try.
//
// A callback is written down in the same commit as the change it tells of,
// with the whole course of statuses still ahead of it, and is struck out once
// it was answered with a 2xx or given up. So none is lost in a kill -9; one
// that was answered shortly before may come a second time, as from the
// providers themselves. They go out in no particular order.
package callback

import (
	"net/http"
	"time"
)

// Callback is one thing to tell.
type Callback struct {
	ID       string      `json:"id"`
	Provider string      `json:"provider"`
	URL      string      `json:"url,omitempty"`    // where to; "" is to the provider's endpoint, as it stands when it is sent
	Secret   string      `json:"secret,omitempty"` // signs it; "" is by the endpoint's
	Header   http.Header `json:"header,omitempty"` // besides what the provider signs with
	Body     string      `json:"body"`
	Due      time.Time   `json:"due"` // by the sandbox's clock

	Born   time.Time `json:"born"`             // when it was tried first: it is tried for a Lifetime from then
	Tries  int       `json:"tries,omitempty"`  // so far, all in vain
	Judged bool      `json:"judged,omitempty"` // the faults have counted it
	Forged bool      `json:"forged,omitempty"` // to be signed with a wrong secret
	Stale  bool      `json:"stale,omitempty"`  // to be signed with a time long gone

	tried chan struct{} // closed after the first try, where somebody waits for it
	seq   uint64        // first come, first sent, where the time is the same
}

// spoiled tells whether the receiver has to refuse it. Such a one is tried
// once: who forges does not follow the provider's way of trying again.
func (c *Callback) spoiled() bool { return c.Forged || c.Stale }

// hasTried wakes who waits for the first try.
func (c *Callback) hasTried() {
	if c.tried != nil {
		close(c.tried)
		c.tried = nil
	}
}

// Provider is how one provider calls back.
type Provider struct {
	Name string
	// Sign makes the headers of a request, the signature among them.
	Sign func(Request) http.Header
	// Batch is how many callbacks go out in one request, as one JSON array; 0
	// is each alone, as it is.
	Batch int
	// Lifetime is for how long an answer other than a 2xx is followed by
	// another try; 0 is not at all, save for one where there was no connection.
	Lifetime time.Duration
	// Untimed signatures hold for ever: there a stale callback is a repeat.
	Untimed bool
	// Whole has an early callback take all others of the same object with it,
	// up to the final status; otherwise those that are due already.
	Whole bool
}

// Request is what is signed.
type Request struct {
	URL     string
	Body    []byte
	Secrets []string
	At      time.Time // on a clock outside
	Forged  bool      // sign with a wrong secret
}
