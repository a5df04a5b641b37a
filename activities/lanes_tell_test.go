package activities

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"makegood/internal/ledger"
)

// house is processes that share a ledger and a place where notices go.
type house struct {
	t     *testing.T
	book  *ledger.Ledger
	notes *http.Client
	mu    sync.Mutex
	told  []string
}

func newHouse(t *testing.T) *house {
	book, err := ledger.Open(context.Background(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	h := &house{t: t, book: book}
	h.notes = &http.Client{Transport: answering(func(request *http.Request) (int, error) {
		body, err := io.ReadAll(request.Body)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.told = append(h.told, string(body))
		return 200, err
	})}
	return h
}

func (h *house) process() *Lanes {
	silence := slog.New(slog.DiscardHandler)
	return &Lanes{Log: silence, Book: h.book, Notices: NewNotices("https://chat.example.com/hook", "", h.notes, silence)}
}

// notices waits for so many to come in, and that no more do.
func (h *house) notices(want int) []string {
	h.t.Helper()
	for h.t.Context().Err() == nil {
		h.mu.Lock()
		got := len(h.told)
		h.mu.Unlock()
		if got >= want {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(30 * time.Millisecond)
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.told) != want {
		h.t.Errorf("%d notices, want %d: %q", len(h.told), want, h.told)
	}
	told := h.told
	h.told = nil
	return told
}

// However many processes see it, the operator is told once that a lane waits and
// once that it goes on.
func TestLanesTellOnceOverProcesses(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	processes := []*Lanes{h.process(), h.process(), h.process()}
	everywhere := func(verdict *Verdict) {
		var all sync.WaitGroup
		for _, lanes := range processes {
			for range 8 {
				all.Go(func() { lanes.saw(ctx, "twilio", verdict) })
			}
		}
		all.Wait()
	}
	for range 2 {
		everywhere(badKey)
		if told := h.notices(1); len(told) == 1 && (!strings.Contains(told[0], "Twilio turns us away (401): The key is not accepted.") || !strings.Contains(told[0], "Nothing is lost")) {
			t.Error(told)
		}
		everywhere(worked)
		if told := h.notices(1); len(told) == 1 && !strings.Contains(told[0], "Twilio takes our calls again") {
			t.Error(told)
		}
	}
	processes[0].saw(ctx, "stripe", noMoney)
	processes[1].saw(ctx, "stripe", noMoney)
	h.notices(1)
	if paused, err := h.book.PausedLanes(ctx); err != nil || len(paused) != 1 || paused[0].Provider != balance {
		t.Errorf("%+v, %v", paused, err)
	}
}

// A process that ended while a lane waited has left it so on record: the next one
// puts that right with its first call that works, and tells of the next outage.
func TestLanesAfterARestart(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	h.process().saw(ctx, "twilio", badKey)
	h.notices(1)
	restarted := h.process()
	restarted.sawRead(ctx, "twilio", worked)
	if paused, err := h.book.PausedLanes(ctx); err != nil || len(paused) != 1 {
		t.Errorf("a read opened it: %+v, %v", paused, err)
	}
	restarted.saw(ctx, "twilio", worked)
	h.notices(1)
	if paused, err := h.book.PausedLanes(ctx); err != nil || len(paused) != 0 {
		t.Errorf("still on record: %+v, %v", paused, err)
	}
	for range 5 {
		restarted.saw(ctx, "twilio", worked)
	}
	h.notices(0)
	restarted.saw(ctx, "twilio", badKey)
	h.notices(1)
}

// failingBook cannot say who was first.
type failingBook struct{ asked atomic.Int64 }

func (b *failingBook) PauseLane(context.Context, ledger.Lane) (bool, error) {
	b.asked.Add(1)
	return false, errors.New("disk full")
}

func (b *failingBook) ResumeLane(context.Context, string) (bool, error) {
	b.asked.Add(1)
	return false, errors.New("disk full")
}

// A ledger that cannot say who was first is no reason to keep silent; and where all
// is well, nothing is said.
func TestLanesWithoutALedger(t *testing.T) {
	for name, lanes := range map[string]*Lanes{"none": {}, "one that fails": {Book: &failingBook{}}} {
		var log strings.Builder
		lanes.Log = slog.New(slog.NewTextHandler(&log, nil))
		lanes.saw(context.Background(), "twilio", worked)
		if log.Len() != 0 {
			t.Errorf("%s: told of nothing: %s", name, &log)
		}
		for _, verdict := range []*Verdict{badKey, badKey, worked, worked} {
			lanes.saw(context.Background(), "twilio", verdict)
		}
		if paused, over := strings.Count(log.String(), "level=ERROR"), strings.Count(log.String(), "level=INFO"); paused != 1 || over != 1 {
			t.Errorf("%s: %s", name, &log)
		}
	}
}

// A notice of a lane is tried again for half a minute, and then stands in the log.
func TestLaneNoticesAreTriedAgain(t *testing.T) {
	for _, failures := range []int64{3, 1000} {
		synctest.Test(t, func(t *testing.T) {
			var log strings.Builder
			var posts atomic.Int64
			client := &http.Client{Transport: answering(func(*http.Request) (int, error) {
				if posts.Add(1) <= failures {
					return 0, errors.New("connection refused")
				}
				return 200, nil
			})}
			lanes := &Lanes{Log: slog.New(slog.NewTextHandler(&log, nil)), Notices: NewNotices("https://chat.example.com/s3cret", "", client, nil)}
			lanes.saw(context.Background(), "twilio", badKey)
			time.Sleep(time.Minute)
			synctest.Wait()
			want := min(failures+1, 5) // after 1, 3, 7 and 15 s
			if posts.Load() != want || strings.Contains(log.String(), "could not be told") != (failures > 5) || strings.Contains(log.String(), "s3cret") {
				t.Errorf("%d posts: %s", posts.Load(), &log)
			}
		})
	}
}
