// Package journal keeps documents through a kill -9, many commits a second.
//
// A document is a kind, an id and a body. Writers hand over their documents
// and wait; one goroutine puts everything that is waiting into one SQLite
// transaction (WAL, synchronous=FULL) and wakes them after the commit.
package journal

import (
	"context"
	"errors"
	"sync"
)

// ErrClosed is what writers get once the journal is closed.
var ErrClosed = errors.New("journal: closed")

// Change sets one document, or removes it where Body is nil.
type Change struct {
	Kind, ID string
	Body     []byte
}

// Commit is one transaction to be: Wait returns once it is on disk.
type Commit struct {
	changes []Change
	done    chan struct{}
	err     error
}

// Wait returns nil once everything in the commit is durable.
func (c *Commit) Wait() error {
	<-c.done
	return c.err
}

// Journal is safe for concurrent use. The zero value is not usable: see Open.
type Journal struct {
	disk *disk // nil: everything stays in memory

	mu      sync.Mutex
	next    *Commit // collects changes until the writer takes it
	last    *Commit // the newest commit the writer took
	failed  error   // the first commit that failed: nothing is accepted after it
	closed  bool
	wake    chan struct{}
	stopped chan struct{}
}

var durable = func() *Commit {
	c := &Commit{done: make(chan struct{})}
	close(c.done)
	return c
}()

// Open reads the SQLite file at path, which it makes where there is none, and
// hands each document to load in the order in which they were first written.
// With an empty path nothing is read or written. The file is locked against a
// second process for as long as the journal is open.
func Open(ctx context.Context, path string, load func(Change) error) (*Journal, error) {
	j := &Journal{wake: make(chan struct{}, 1), stopped: make(chan struct{}), last: durable}
	j.next = newCommit()
	if path == "" {
		close(j.stopped)
		return j, nil
	}
	d, err := openDisk(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := d.read(ctx, load); err != nil {
		return nil, errors.Join(err, d.close())
	}
	j.disk = d
	go j.write()
	return j, nil
}

func newCommit() *Commit { return &Commit{done: make(chan struct{})} }

// Append adds the changes, all or none, to the next commit. With no changes
// it returns the newest commit there is: a reader who waits for that has seen
// nothing that could still be lost.
func (j *Journal) Append(changes ...Change) (*Commit, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.failed != nil:
		return nil, j.failed
	case j.closed:
		return nil, ErrClosed
	case j.disk == nil:
		return durable, nil
	case len(changes) == 0 && len(j.next.changes) == 0:
		return j.last, nil
	}
	j.next.changes = append(j.next.changes, changes...)
	select {
	case j.wake <- struct{}{}:
	default:
	}
	return j.next, nil
}

// Err is the failure that stopped the journal, or nil.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.failed
}

// Close commits what is waiting and releases the file. It may be called twice.
func (j *Journal) Close() error {
	j.mu.Lock()
	first := !j.closed
	j.closed = true
	j.mu.Unlock()
	if first && j.disk != nil {
		close(j.wake)
	}
	<-j.stopped
	if first && j.disk != nil {
		return j.disk.close()
	}
	return nil
}

func (j *Journal) write() {
	defer close(j.stopped)
	for open := true; open; {
		_, open = <-j.wake
		if c := j.take(); c != nil {
			c.err = j.disk.commit(c.changes)
			j.settle(c)
		}
	}
}

func (j *Journal) take() *Commit {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.next.changes) == 0 {
		return nil
	}
	c := j.next
	j.last, j.next = c, newCommit()
	return c
}

// settle wakes who waits. A failed commit fails all later ones too: memory
// holds what the disk does not, so going on would be a lie.
func (j *Journal) settle(c *Commit) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed != nil {
		c.err = j.failed
	}
	if c.err != nil && j.failed == nil {
		j.failed = c.err
	}
	c.changes = nil
	close(c.done)
}
