package ledger_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
)

// testLanes: the first to say that a lane pauses, or works again, is told so, and
// what the first said stands.
func testLanes(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	pause := func(lane ledger.Lane, want bool) {
		t.Helper()
		if first, err := l.PauseLane(t.Context(), lane); err != nil || first != want {
			t.Errorf("pause %s: %v, %v", lane.Provider, first, err)
		}
	}
	resume := func(provider string, want bool) {
		t.Helper()
		if first, err := l.ResumeLane(t.Context(), provider); err != nil || first != want {
			t.Errorf("resume %s: %v, %v", provider, first, err)
		}
	}
	paused := func(want ...ledger.Lane) {
		t.Helper()
		got, err := l.PausedLanes(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	twilio := ledger.Lane{Provider: "twilio", Code: "20003", Why: "bad\x00 credentials\xff", Since: at(1).Add(1999)}
	stripe := ledger.Lane{Provider: "stripe", Code: "401", Why: "the key", Since: at(3)}
	paused()
	resume("twilio", false)
	pause(twilio, true)
	pause(ledger.Lane{Provider: "twilio", Code: "outage", Since: at(9)}, false)
	pause(stripe, true)
	kept := twilio
	kept.Why, kept.Since = "bad\uFFFD credentials\uFFFD", at(1).Add(1000)
	paused(stripe, kept)
	resume("twilio", true)
	resume("twilio", false)
	paused(stripe)
	pause(twilio, true)
	pause(ledger.Lane{Provider: "sendgrid"}, true)
	all, err := l.PausedLanes(t.Context())
	if err != nil || len(all) != 3 || all[0].Provider != "sendgrid" || all[0].Since.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := l.PauseLane(t.Context(), ledger.Lane{Code: "401"}); !errors.Is(err, ledger.ErrNotKept) {
		t.Errorf("the lane of nobody: %v", err)
	}
}

// testLanesAtOnce: of many at once, over two processes, exactly one is the first.
func testLanesAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	for _, say := range []struct {
		what string
		say  func(*ledger.Ledger) (bool, error)
	}{
		{"pauses", func(l *ledger.Ledger) (bool, error) {
			return l.PauseLane(t.Context(), ledger.Lane{Provider: "stripe", Code: "401"})
		}},
		{"works again", func(l *ledger.Ledger) (bool, error) { return l.ResumeLane(t.Context(), "stripe") }},
	} {
		var firsts atomic.Int64
		var all sync.WaitGroup
		for i := range 32 {
			all.Go(func() {
				first, err := say.say(ledgers[i%2])
				if err != nil {
					t.Error(err)
				}
				if first {
					firsts.Add(1)
				}
			})
		}
		all.Wait()
		if firsts.Load() != 1 {
			t.Errorf("%d were the first to say that it %s", firsts.Load(), say.what)
		}
	}
}
