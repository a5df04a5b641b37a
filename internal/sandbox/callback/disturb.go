package callback

import (
	"time"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/twin"
)

// longestHurry is for how long an early callback keeps the API from answering.
const longestHurry = 15 * time.Second

// judged is the callback as a fault looks at it.
func (c *Callback) judged(planned bool) fault.Request {
	return fault.Request{
		Provider: c.Provider, Endpoint: fault.Webhooks, Method: "POST", Write: true, Planned: planned,
		Body: []byte(c.Body), Query: c.URL,
	}
}

// hurry lets the early faults count what was just planned. Where one strikes,
// the API answers only after the callbacks were tried.
func (o *Outbox) hurry(tx *twin.Tx, callbacks []*Callback) {
	struck := false
	for _, c := range callbacks {
		_, one := o.faults.Judge(tx, c.judged(true))
		struck = struck || one
	}
	if !struck {
		return
	}
	whole := o.providers[callbacks[0].Provider].Whole
	for _, c := range callbacks {
		if !whole && c.Due.After(tx.Now) {
			continue
		}
		c.Due, c.Born, c.Judged = tx.Now, tx.Now, true
		tried := make(chan struct{})
		c.tried = tried
		tx.Await(func() { o.await(tried) })
	}
}

func (o *Outbox) await(tried <-chan struct{}) {
	t := time.NewTimer(longestHurry)
	defer t.Stop()
	select {
	case <-tried:
	case <-t.C:
	case <-o.open.Done():
	}
}

// disturb lets the faults count a callback that is due, and answers whether it
// goes out now all the same.
func (o *Outbox) disturb(tx *twin.Tx, c *Callback) (now bool) {
	if c.Judged || !o.faults.Counts(c.judged(false)) {
		return true
	}
	c.Judged = true
	f, _ := o.faults.Judge(tx, c.judged(false))
	switch f.Fault {
	case fault.Never:
		o.forget(tx, c)
		return false
	case fault.Late, fault.Shuffled:
		c.Due = c.Due.Add(f.Delay())
		o.keep(tx, c)
		o.enqueue(c)
		return false
	case fault.Copies:
		for n := 2; n <= f.Copies; n++ {
			o.again(tx, c, n)
		}
	case fault.Forged:
		c.Forged = true
	case fault.Stale:
		if o.providers[c.Provider].Untimed {
			o.again(tx, c, 2)
		} else {
			c.Stale = true
		}
	}
	o.keep(tx, c)
	return true
}
