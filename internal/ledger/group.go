package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	queueLength = 1024 // writes that may wait; the next caller waits to be let in
	groupLimit  = 256  // writes that share a transaction, so that none waits long for the others
)

// groupWriter is the one writer of a SQLite file in this process. It takes what
// waits into one transaction, each write in a savepoint of its own, commits, and
// only then answers all of them: one flush to disk serves many.
type groupWriter struct {
	on    *sql.Conn
	run   session
	queue chan *write
	ended chan struct{}

	gather atomic.Int64 // how long the first of a group waits for others, in nanoseconds

	mu     sync.RWMutex // held for writing only to close the queue
	closed bool
}

type write struct {
	ctx    context.Context
	do     func(session) error
	answer chan error
}

func startGroupWriter(conn *sql.Conn) *groupWriter {
	w := &groupWriter{
		on: conn,
		// A statement of a group is never interrupted: it would take the others with it.
		run:   session{ctx: context.Background(), on: &statements{on: conn}},
		queue: make(chan *write, queueLength),
		ended: make(chan struct{}),
	}
	go w.serve()
	return w
}

// submit waits for a write to be on disk. Where ctx ends first, it is not known
// whether it will be.
func (w *groupWriter) submit(ctx context.Context, do func(session) error) error {
	waiting := &write{ctx: ctx, do: do, answer: make(chan error, 1)}
	if err := w.enqueue(waiting); err != nil {
		return err
	}
	select {
	case err := <-waiting.answer:
		return err
	case <-ctx.Done():
		return fmt.Errorf("whether it was written is not known: %w", ended(ctx))
	}
}

func (w *groupWriter) enqueue(waiting *write) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return ErrClosed
	}
	if waiting.ctx.Err() != nil {
		return ended(waiting.ctx)
	}
	select {
	case w.queue <- waiting:
		return nil
	case <-waiting.ctx.Done():
		return ended(waiting.ctx)
	}
}

// close answers what was taken in and takes in no more. It is called once.
func (w *groupWriter) close() error {
	w.mu.Lock()
	w.closed = true
	close(w.queue)
	w.mu.Unlock()
	<-w.ended
	return w.on.Close()
}

func (w *groupWriter) serve() {
	defer close(w.ended)
	group := make([]*write, 0, groupLimit)
	for next := range w.queue {
		group = w.gathered(append(group[:0], next))
		for more := true; more && len(group) < groupLimit; {
			select {
			case next, more = <-w.queue:
				if more {
					group = append(group, next)
				}
			default:
				more = false
			}
		}
		w.commit(group)
		clear(group)
	}
}

// gathered lets a group grow for as long as its first write may wait for others.
func (w *groupWriter) gathered(group []*write) []*write {
	wait := time.Duration(w.gather.Load())
	if wait <= 0 {
		return group
	}
	over := time.NewTimer(wait)
	defer over.Stop()
	for len(group) < groupLimit {
		select {
		case next, more := <-w.queue:
			if !more {
				return group
			}
			group = append(group, next)
		case <-over.C:
			return group
		}
	}
	return group
}

// commit writes a group in one transaction and answers each of it.
func (w *groupWriter) commit(group []*write) {
	answers := make([]error, len(group))
	err := w.run.exec(`BEGIN IMMEDIATE`)
	if err == nil {
		if err = w.writeAll(group, answers); err == nil {
			err = w.run.exec(`COMMIT`)
		}
		if err != nil {
			_ = w.run.exec(`ROLLBACK`) // where SQLite has not rolled back by itself
		}
	}
	for i, waiting := range group {
		if err != nil && answers[i] == nil {
			answers[i] = err
		}
		waiting.answer <- answers[i]
	}
}

// writeAll runs each write in its savepoint. It fails only where the transaction
// as a whole is lost.
func (w *groupWriter) writeAll(group []*write, answers []error) error {
	for i, waiting := range group {
		if waiting.ctx.Err() != nil {
			answers[i] = ended(waiting.ctx)
			continue
		}
		if err := w.run.exec(`SAVEPOINT one`); err != nil {
			return err
		}
		if answers[i] = waiting.do(w.run); answers[i] != nil {
			if err := w.run.exec(`ROLLBACK TO one`); err != nil {
				return errors.Join(answers[i], err)
			}
		}
		if err := w.run.exec(`RELEASE one`); err != nil {
			return err
		}
	}
	return nil
}
