package ledger

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

func openFile(t *testing.T, file string, busy time.Duration) *sqliteStore {
	t.Helper()
	opened, err := openSQLite(t.Context(), file, busy)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.close() })
	return opened.(*sqliteStore)
}

// mark is a write that leaves a trace.
func mark(name string) func(session) error {
	return Suppression{Customer: name, Until: time.Now()}.keep
}

func marks(t *testing.T, s store) map[string]bool {
	t.Helper()
	var names []string
	err := s.read(t.Context(), func(s session) (err error) {
		names, err = all(s, func(row row) (name string, err error) { return name, row.Scan(&name) }, `SELECT customer FROM suppressions`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range names {
		found[name] = true
	}
	return found
}

// held is a store whose writer is kept busy until release is called, so that
// what is written meanwhile becomes one group.
func held(t *testing.T) (s *sqliteStore, release func()) {
	s = openFile(t, filepath.Join(t.TempDir(), "l.db"), busyTimeout)
	busy, end := make(chan struct{}), make(chan struct{})
	go s.write(context.Background(), func(session) error { close(busy); <-end; return nil })
	<-busy
	return s, sync.OnceFunc(func() { close(end) })
}

func waitFor(t *testing.T, s *sqliteStore, queued int) {
	t.Helper()
	for len(s.writer.queue) < queued {
		if t.Context().Err() != nil {
			t.Fatal("the writes never came")
		}
		time.Sleep(time.Millisecond)
	}
}

// TestOneFailureHarmsNoOther fails and cancels writes in the midst of a group.
func TestOneFailureHarmsNoOther(t *testing.T) {
	s, release := held(t)
	failure := errors.New("failed")
	cancelled, cancel := context.WithCancel(t.Context())
	var answers sync.Map
	submit := func(ctx context.Context, name string, do func(session) error) {
		answers.Store(name, s.write(ctx, do))
	}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() { submit(t.Context(), fmt.Sprint("good", i), mark(fmt.Sprint("good", i))) })
	}
	all.Go(func() {
		submit(t.Context(), "bad", func(s session) error { return errors.Join(mark("bad")(s), failure) })
	})
	all.Go(func() {
		submit(t.Context(), "worse", func(s session) error { return errors.Join(mark("worse")(s), s.exec(`INSERT INTO none VALUES (1)`)) })
	})
	waitFor(t, s, 22)
	all.Go(func() { submit(cancelled, "cancelled", mark("cancelled")) })
	waitFor(t, s, 23)
	cancel()
	release()
	all.Wait()

	found := marks(t, s)
	for i := range 20 {
		name := fmt.Sprint("good", i)
		if answer, _ := answers.Load(name); answer != nil || !found[name] {
			t.Errorf("%s: %v, written: %v", name, answer, found[name])
		}
	}
	for _, name := range []string{"bad", "worse", "cancelled"} {
		if answer, _ := answers.Load(name); answer == nil || found[name] {
			t.Errorf("%s: %v, written: %v", name, answer, found[name])
		}
	}
}

// TestNothingIsAnsweredBeforeTheCommit ends a group's transaction from within:
// none of the group may be told that it is written.
func TestNothingIsAnsweredBeforeTheCommit(t *testing.T) {
	s, release := held(t)
	answers := make(chan error, 3)
	submit := func(do func(session) error, queued int) {
		go func() { answers <- s.write(t.Context(), do) }()
		waitFor(t, s, queued)
	}
	submit(mark("before"), 1)
	submit(func(s session) error { return s.exec(`ROLLBACK`) }, 2)
	submit(mark("after"), 3)
	release()
	for range 3 {
		if err := <-answers; err == nil {
			t.Error("a write that was rolled back was acknowledged")
		}
	}
	if found := marks(t, s); len(found) > 0 {
		t.Errorf("written: %v", found)
	}
	if err := s.write(t.Context(), mark("next")); err != nil {
		t.Errorf("the group after it: %v", err)
	}
}

func TestQueueIsBounded(t *testing.T) {
	s, release := held(t)
	defer release()
	var all sync.WaitGroup
	for range queueLength {
		all.Go(func() { s.write(t.Context(), mark("queued")) })
	}
	waitFor(t, s, queueLength)
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("no more patience")
	answer := make(chan error)
	go func() { answer <- s.write(ctx, mark("too many")) }()
	cancel(reason)
	if err := <-answer; !errors.Is(err, reason) || !errors.Is(err, context.Canceled) {
		t.Errorf("a write beyond the queue: %v", err)
	}
	release()
	all.Wait()
	if marks(t, s)["too many"] {
		t.Error("written though it was never taken in")
	}
}

func TestCloseAnswersWhatWaits(t *testing.T) {
	s, release := held(t)
	answers := make(chan error, 10)
	for i := range 10 {
		go func() { answers <- s.write(context.Background(), mark(fmt.Sprint(i))) }()
	}
	waitFor(t, s, 10)
	closed := make(chan error)
	go func() { closed <- s.close() }()
	release()
	for range 10 {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	again := openFile(t, s.file, busyTimeout)
	if found := marks(t, again); len(found) != 10 {
		t.Errorf("%d of 10 are written", len(found))
	}
}

// TestFlushedOnEveryCommit asks SQLite itself how the writer's commits get to
// the disk.
func TestFlushedOnEveryCommit(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "l.db"), busyTimeout)
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal"} {
		var got string
		err := s.write(t.Context(), func(s session) (err error) {
			got, _, err = first(s, func(row row) (value string, err error) { return value, row.Scan(&value) }, `PRAGMA `+pragma)
			return err
		})
		if err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", pragma, got, err, want)
		}
	}
}

// A write that gathers waits for others, but never longer than until the group is
// full or the ledger closes: here it would otherwise wait for an hour.
func TestAGatheringGroupEndsWhenItIsFullOrClosed(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "ledger.db"), time.Second)
	s.writer.gather.Store(int64(time.Hour))
	var wait sync.WaitGroup
	for i := range groupLimit {
		wait.Go(func() {
			if err := s.write(t.Context(), mark(strconv.Itoa(i))); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := len(marks(t, s)); got != groupLimit {
		t.Fatalf("%d writes are on disk, and %d were answered", got, groupLimit)
	}
}
