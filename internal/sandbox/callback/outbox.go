package callback

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// kind is how the journal knows callbacks.
const kind = "callback"

// Outbox holds what is to be told until it is told. Its methods need the
// world's lock, save Run, Wake and Settled.
type Outbox struct {
	world     *twin.World
	faults    *fault.Set
	logger    *slog.Logger
	open      context.Context // done once the sandbox closes
	client    *http.Client
	providers map[string]Provider
	endpoints map[string]Endpoint

	waiting  map[string]*Callback // by id, those under way among them
	queue    queue                // of these, those that are not under way
	underWay map[string]bool      // the others
	requests int                  // under way
	added    uint64
	counts   Counts

	wake    chan struct{}
	watched chan struct{} // closed at the next change; nil where nobody watches
}

// Counts is how the callbacks fared since the sandbox was opened.
type Counts struct {
	Sent    int `json:"sent"`    // answered with a 2xx
	Failed  int `json:"failed"`  // given up, or never to be called
	Waiting int `json:"waiting"` // to be told, now or later
	Due     int `json:"due"`     // of these, now
}

// New is an empty outbox; each twin registers its provider.
func New(open context.Context, w *twin.World, faults *fault.Set, logger *slog.Logger) *Outbox {
	return &Outbox{
		world: w, faults: faults, logger: logger, open: open, client: newClient(),
		providers: map[string]Provider{}, endpoints: map[string]Endpoint{},
		waiting: map[string]*Callback{}, underWay: map[string]bool{}, wake: make(chan struct{}, 1),
	}
}

// Register makes a provider known, before anything is loaded.
func (o *Outbox) Register(p Provider) { o.providers[p.Name] = p }

// Wanted tells whether the provider has an endpoint to call.
func (o *Outbox) Wanted(provider string) bool {
	_, ok := o.endpoints[provider]
	return ok
}

// Add writes down what is to be told of one object, the first status first.
// What goes to an address that is not this machine's is counted as failed.
func (o *Outbox) Add(tx *twin.Tx, callbacks ...*Callback) {
	var own []*Callback
	for _, c := range callbacks {
		switch {
		case c.URL == "" && !o.Wanted(c.Provider):
		case c.URL != "" && checkURL(c.URL) != nil:
			o.counts.Failed++
		default:
			c.Born = c.Due
			own = append(own, c)
		}
	}
	if len(own) == 0 {
		return
	}
	o.hurry(tx, own)
	for _, c := range own {
		o.keep(tx, c)
		o.enqueue(c)
	}
	o.Wake()
}

func (o *Outbox) keep(tx *twin.Tx, c *Callback) {
	o.waiting[c.ID] = c
	tx.Put(kind, c.ID, c)
}

func (o *Outbox) enqueue(c *Callback) {
	o.added++
	c.seq = o.added
	o.queue.add(c)
}

func (o *Outbox) forget(tx *twin.Tx, c *Callback) {
	delete(o.waiting, c.ID)
	tx.Remove(kind, c.ID)
}

// again is one more of the same callback.
func (o *Outbox) again(tx *twin.Tx, c *Callback, n int) {
	twice := *c
	twice.ID += "/" + strconv.Itoa(n)
	twice.tried = nil
	o.keep(tx, &twice)
	o.enqueue(&twice)
}

// Count is the counts as they stand.
func (o *Outbox) Count(now time.Time) Counts {
	out := o.counts
	out.Waiting = len(o.waiting)
	out.Due = len(o.underWay)
	for _, c := range o.queue {
		if !c.Due.After(now) {
			out.Due++
		}
	}
	return out
}

// Load takes a callback or an endpoint back from the journal; it answers false
// to any other document.
func (o *Outbox) Load(c journal.Change) (bool, error) {
	switch c.Kind {
	case endpointKind:
		return true, o.loadEndpoint(c)
	case kind:
		cb := new(Callback)
		if err := json.Unmarshal(c.Body, cb); err != nil {
			return true, err
		}
		o.waiting[cb.ID] = cb
		o.enqueue(cb)
		return true, nil
	}
	return false, nil
}
