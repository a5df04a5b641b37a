// Package twin holds what the twins of all providers share: one clock, one
// lock, one journal, and the shapes of a call and its answer.
package twin

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"makegood/internal/sandbox/journal"
)

// World is the state's lock, its clock and its way to disk. All twins live in
// one world, so that a call, the fault that struck it and the idempotency key
// it used are one atomic change.
type World struct {
	mu      sync.Mutex
	journal *journal.Journal
	now     func() time.Time
	offset  time.Duration

	// Pace is the time from one status to the next.
	Pace time.Duration
}

// NewWorld has no journal yet: Attach it after the documents were loaded.
func NewWorld(now func() time.Time, pace time.Duration) *World {
	return &World{now: now, Pace: pace}
}

// Attach gives the world its journal.
func (w *World) Attach(j *journal.Journal) { w.journal = j }

// Tx is one atomic change or one consistent look. It holds the world's lock.
type Tx struct {
	Now     time.Time
	changes []journal.Change
	awaited []func()
}

// Await has Do run f, without the lock, after the commit and before it
// returns: who asked for the change is told of it only after f.
func (tx *Tx) Await(f func()) { tx.awaited = append(tx.awaited, f) }

// Do runs f alone and returns once everything f changed, and everything f may
// have seen, is durable. An error means that the journal has failed: then
// nothing that f did may be told to anyone.
func (w *World) Do(f func(*Tx)) error {
	var awaited []func()
	commit, err := w.Start(func(tx *Tx) { f(tx); awaited = tx.awaited })
	if err != nil {
		return err
	}
	if err := commit.Wait(); err != nil {
		return err
	}
	for _, wait := range awaited {
		wait()
	}
	return nil
}

// Start is Do without the wait. Commits are durable in their order, so who
// waits for a later one has waited for this one too.
func (w *World) Start(f func(*Tx)) (*journal.Commit, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	tx := &Tx{Now: w.now().Add(w.offset)}
	f(tx)
	return w.journal.Append(tx.changes...)
}

// Put records a document; the twin has already changed its memory.
func (tx *Tx) Put(kind, id string, document any) {
	body, err := json.Marshal(document)
	if err != nil {
		panic(fmt.Sprintf("twin: %s %s cannot be written: %v", kind, id, err)) // a type of ours, never input
	}
	tx.changes = append(tx.changes, journal.Change{Kind: kind, ID: id, Body: body})
}

// Remove forgets a document.
func (tx *Tx) Remove(kind, id string) {
	tx.changes = append(tx.changes, journal.Change{Kind: kind, ID: id})
}

// clockKind is the one document that keeps the clock's offset.
const clockKind = "clock"

// Advance moves the clock forward, durably.
func (w *World) Advance(by time.Duration) (offset time.Duration, err error) {
	err = w.Do(func(tx *Tx) {
		w.offset += by
		offset = w.offset
		tx.Put(clockKind, "offset", w.offset)
	})
	return offset, err
}

// Clock is the adjusted time and by how much it is ahead.
func (w *World) Clock() (now time.Time, offset time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now().Add(w.offset), w.offset
}

// Wall is the time as a clock outside shows it, which nobody advanced.
func (w *World) Wall() time.Time { return w.now() }

// Load takes the clock's document; it answers false to any other.
func (w *World) Load(c journal.Change) (bool, error) {
	if c.Kind != clockKind {
		return false, nil
	}
	return true, json.Unmarshal(c.Body, &w.offset)
}
