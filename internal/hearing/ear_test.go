package hearing_test

import (
	"context"
	"errors"
	"maps"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/hearing"
)

// book notes each call.
type book struct {
	mu    sync.Mutex
	calls []map[string]time.Time
	err   error
}

func (b *book) Heard(ctx context.Context, last map[string]time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, maps.Clone(last))
	return errors.Join(b.err, ctx.Err())
}

func (b *book) took(t *testing.T, want ...map[string]time.Time) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if diff := cmp.Diff(want, b.calls); diff != "" {
		t.Error(diff)
	}
	b.calls = nil
}

// However much is heard, the ledger is asked once in a while, with the latest of each;
// not at all where nothing is new; and once more at the end.
func TestEar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := &book{}, time.Now()
		at := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
		ear := hearing.New(b, nil)
		deafen := ear.Listen()
		for i := range 1000 {
			ear.Heard("a", at(i%7))
		}
		ear.Heard("b", at(2))
		b.took(t)
		wait(hearing.Every)
		b.took(t, map[string]time.Time{"a": at(6), "b": at(2)})
		wait(hearing.Every)
		b.took(t)
		ear.Heard("b", at(25))
		deafen()
		b.took(t, map[string]time.Time{"b": at(25)})
	})
}

// What cannot be kept is not lost, and what was heard since is not taken back.
func TestEarTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, start := &book{err: errors.New("disk full")}, time.Now()
		ear := hearing.New(b, nil)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go ear.Run(ctx)
		ear.Heard("a", start)
		ear.Heard("b", start)
		wait(hearing.Every)
		b.took(t, map[string]time.Time{"a": start, "b": start})
		b.mu.Lock()
		b.err = nil
		b.mu.Unlock()
		ear.Heard("a", start.Add(time.Minute))
		wait(hearing.Every)
		b.took(t, map[string]time.Time{"a": start.Add(time.Minute), "b": start})
		wait(hearing.Every)
		b.took(t)
	})
}

// wait lets so much time pass, in the test's own clock.
func wait(long time.Duration) {
	<-time.After(long)
	synctest.Wait()
}

func BenchmarkHeard(b *testing.B) {
	ear, now := hearing.New(&book{}, nil), time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			ear.Heard("flight.delayed", now)
		}
	})
}
