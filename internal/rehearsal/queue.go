package rehearsal

import (
	"slices"
	"sync"
	"time"

	"go.temporal.io/sdk/workflow"
)

// queue is what is still to happen, in its order: by time, and what happens at the
// same time as it was written.
type queue struct {
	mu     sync.Mutex
	events []event
}

type event struct {
	at time.Time
	do func(workflow.Context)
}

func (q *queue) add(at time.Time, do func(workflow.Context)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	place := len(q.events)
	for place > 0 && q.events[place-1].at.After(at) {
		place--
	}
	q.events = slices.Insert(q.events, place, event{at, do})
}

// due takes the next that is to happen by now.
func (q *queue) due(now time.Time) (event, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 || q.events[0].at.After(now) {
		return event{}, false
	}
	next := q.events[0]
	q.events = q.events[1:]
	return next, true
}

// next is when the next is to happen; false where nothing is.
func (q *queue) next() (time.Time, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 {
		return time.Time{}, false
	}
	return q.events[0].at, true
}
