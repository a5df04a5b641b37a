package callback

import (
	"context"
	"sync"
	"time"

	"makegood/internal/sandbox/twin"
)

const (
	// mostRequests are under way at once.
	mostRequests = 16
	// shortestNap keeps a clock that stands still from being asked all the time.
	shortestNap = 10 * time.Millisecond
)

// Run sends what is due until the sandbox closes, and returns once nothing is
// under way any more. With nothing to tell it sleeps.
func (o *Outbox) Run() {
	var senders sync.WaitGroup
	defer senders.Wait()
	for o.open.Err() == nil {
		requests, next, err := o.take()
		if err != nil {
			return // the journal has failed: nothing may be told to anyone
		}
		for _, r := range requests {
			senders.Go(func() { o.attempt(r) })
		}
		o.sleep(next)
	}
}

// Wake has Run look again, as after a step of the clock. It never blocks.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// sleep waits until something changed or the time is over; 0 is no time.
func (o *Outbox) sleep(d time.Duration) {
	var over <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-o.wake:
	case <-over:
	case <-o.open.Done():
	}
}

// take is what may go out now, and how long it is until there is more; 0 where
// something else has to happen first. Nothing goes out before what it tells of
// is durable.
func (o *Outbox) take() (requests []*request, next time.Duration, err error) {
	commit, err := o.world.Start(func(tx *twin.Tx) {
		requests = o.due(tx)
		if len(o.queue) > 0 && o.requests < mostRequests {
			next = max(o.queue[0].Due.Sub(tx.Now), shortestNap)
		}
	})
	if err == nil && len(requests) > 0 {
		err = commit.Wait()
	}
	return requests, next, err
}

// due puts what is due into requests, as far as there is room for them.
func (o *Outbox) due(tx *twin.Tx) []*request {
	var out []*request
	open := map[string]*request{} // by provider, those that still take callbacks
	for o.requests < mostRequests && len(o.queue) > 0 && !o.queue[0].Due.After(tx.Now) {
		c := o.queue.take()
		if !o.disturb(tx, c) {
			continue
		}
		if c.Tries == 0 { // the clock may have jumped since it was due
			c.Born = tx.Now
		}
		p := o.providers[c.Provider]
		o.underWay[c.ID] = true
		if r := open[p.Name]; r != nil && !c.spoiled() {
			if r.add(c); len(r.callbacks) == p.Batch {
				delete(open, p.Name)
			}
			continue
		}
		r := newRequest(p, o.endpoints[c.Provider], c)
		o.requests++
		out = append(out, r)
		if p.Batch > 1 && !c.spoiled() {
			open[p.Name] = r
		}
	}
	if len(out) == 0 {
		o.changed()
	}
	return out
}

// changed wakes who watches.
func (o *Outbox) changed() {
	if o.watched != nil {
		close(o.watched)
		o.watched = nil
	}
}

// Settled waits until nothing is waiting that is due, or falls due within a while
// from now, and answers false where ctx ends before. The counts are as they stand then.
func (o *Outbox) Settled(ctx context.Context, ahead time.Duration) (counts Counts, settled bool, err error) {
	o.Wake()
	var until time.Time
	for {
		var change <-chan struct{}
		err := o.world.Do(func(tx *twin.Tx) {
			if until.IsZero() {
				until = tx.Now.Add(ahead)
			}
			if tx.Now.After(until) {
				until = tx.Now
			}
			settled = o.requests == 0 && (len(o.queue) == 0 || o.queue[0].Due.After(until))
			if settled || ctx.Err() != nil {
				counts = o.Count(tx.Now)
				return
			}
			if o.watched == nil {
				o.watched = make(chan struct{})
			}
			change = o.watched
		})
		if err != nil || change == nil {
			return counts, settled, err
		}
		select {
		case <-change:
		case <-ctx.Done():
		case <-o.open.Done():
			return counts, false, nil
		}
	}
}
