// Package hearing notes when triggers were last heard, and keeps it in the ledger every
// few seconds: hearing one more costs no call to anywhere.
package hearing

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Every is how often what was heard is kept, where there is anything new.
const Every = 10 * time.Second

// keepWithin is how long the ledger is given to keep it.
const keepWithin = 5 * time.Second

// Book is where it is kept; *ledger.Ledger is one.
type Book interface {
	// Heard puts on record when an observation of each trigger last came.
	Heard(ctx context.Context, last map[string]time.Time) error
}

// Ear hears triggers. It may be used from many goroutines at once.
type Ear struct {
	book Book
	log  *slog.Logger

	mu  sync.Mutex
	new map[string]time.Time // what is not kept yet
}

// New makes an ear. What it hears is kept while Run runs.
func New(book Book, log *slog.Logger) *Ear {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Ear{book: book, log: log, new: map[string]time.Time{}}
}

// Heard notes that an observation of a trigger came. It does not wait for anything.
func (e *Ear) Heard(trigger string, at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if at.After(e.new[trigger]) {
		e.new[trigger] = at
	}
}

// Listen runs the ear until the function that it returns is called, which returns when
// what was heard last is kept.
func (e *Ear) Listen() (deafen func()) {
	ctx, cancel := context.WithCancel(context.Background())
	kept := make(chan struct{})
	go func() { e.Run(ctx); close(kept) }()
	return func() { cancel(); <-kept }
}

// Run keeps what was heard every few seconds, and once more when the context ends. What
// cannot be kept is tried again with what comes after it.
func (e *Ear) Run(ctx context.Context) {
	ticker := time.NewTicker(Every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			e.keep(ctx)
		case <-ctx.Done():
			e.keep(context.WithoutCancel(ctx))
			return
		}
	}
}

func (e *Ear) keep(ctx context.Context) {
	e.mu.Lock()
	heard := e.new
	e.new = make(map[string]time.Time, len(heard))
	e.mu.Unlock()
	if len(heard) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, keepWithin)
	defer cancel()
	if err := e.book.Heard(ctx, heard); err != nil {
		e.log.Warn("when triggers were heard is not kept yet; trying again", "error", err)
		for trigger, at := range heard {
			e.Heard(trigger, at)
		}
	}
}
