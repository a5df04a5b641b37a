package ledger_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// testHeard: the latest stands, whoever says so last.
func testHeard(t *testing.T, k kind) {
	database := k.fresh(t)
	l := open(t, database)
	for _, c := range []struct{ heard, want map[string]time.Time }{
		{nil, map[string]time.Time{}},
		{map[string]time.Time{"a": at(3), "b": at(1).Add(1999)}, map[string]time.Time{"a": at(3), "b": at(1).Add(1000)}},
		{map[string]time.Time{"a": at(2), "b": at(4), "c": at(0)}, map[string]time.Time{"a": at(3), "b": at(4), "c": at(0)}},
		{map[string]time.Time{"a": at(5).In(time.FixedZone("", 3600))}, map[string]time.Time{"a": at(5), "b": at(4), "c": at(0)}},
	} {
		if err := l.Heard(t.Context(), c.heard); err != nil {
			t.Error(err)
		}
		got, err := l.LastHeard(t.Context())
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	if err := l.Heard(t.Context(), map[string]time.Time{"a": at(9), "": at(9)}); !errors.Is(err, ledger.ErrNotKept) {
		t.Errorf("heard from nobody: %v", err)
	}
	if got, _ := l.LastHeard(t.Context()); !got["a"].Equal(at(5)) {
		t.Errorf("half of what was refused is kept: %s", got["a"])
	}
}

// testHeardAtOnce: of many at once, in two processes and in any order, the latest stands.
func testHeardAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			heard := map[string]time.Time{"a": at(i * 7 % 32), "b": at(i * 5 % 32), fmt.Sprint("of ", i): at(i)}
			if err := ledgers[i%2].Heard(t.Context(), heard); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got, err := ledgers[0].LastHeard(t.Context())
	if err != nil || len(got) != 34 || !got["a"].Equal(at(31)) || !got["b"].Equal(at(31)) {
		t.Errorf("%v, %v", got, err)
	}
}

// testLooks: what was found comes back, and an older look does not take its place.
func testLooks(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	keep := func(look ledger.Look) {
		t.Helper()
		if err := l.KeepLook(t.Context(), look); err != nil {
			t.Error(err)
		}
	}
	kept := func(want ...ledger.Look) {
		t.Helper()
		all := map[string]ledger.Look{}
		for _, look := range want {
			all[look.Play] = look
		}
		got, err := l.Looks(t.Context())
		if diff := cmp.Diff(all, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	kept()
	first := ledger.Look{Play: "late-flight", Since: at(0), At: at(5)}
	keep(first)
	silent := ledger.Look{Play: "lost-order", Since: at(0), At: at(5), Silent: true, SilentTold: at(5)}
	keep(silent)
	kept(first, silent)
	fix := ledger.Look{Play: "late-flight", Since: at(0), At: at(10), Fix: true, Counted: recovery.Counted{Watched: 1000, Confirmed: 73, Confirms: 80}, FixTold: at(10)}
	keep(fix)
	keep(ledger.Look{Play: "late-flight", Since: at(0), At: at(7), Silent: true, SilentTold: at(7)})
	kept(fix, silent)
	fix.FixTold = time.Time{} // the same look, once it is told
	keep(fix)
	kept(fix, silent)
	if err := l.KeepLook(t.Context(), ledger.Look{Since: at(0), At: at(5)}); !errors.Is(err, ledger.ErrNotKept) {
		t.Errorf("a look at nothing: %v", err)
	}
}

// testFired: each recovery counts by when it was opened and when it was confirmed.
func testFired(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for i, c := range []struct {
		play              string
		opened, confirmed int // minutes after noon; below 0: not
	}{
		{"late-flight", 0, -1},
		{"late-flight", 10, -1},
		{"late-flight", 11, 15},
		{"late-flight", 9, 12},
		{"late-flight", 2, 20},
		{"late-flight", 8, 9},
		{"lost-order", 10, 11},
	} {
		s := state(fmt.Sprint(i), recovery.Dismissed)
		s.Play, s.OpenedAt = c.play, at(c.opened)
		if c.confirmed >= 0 {
			s.Stage, s.ConfirmedAt = recovery.Delivered, at(c.confirmed)
		}
		record(t, l, s)
	}
	for _, c := range []struct {
		play         string
		since, reach int
		want         recovery.Counted
	}{
		{"late-flight", 0, 0, recovery.Counted{Watched: 6, Confirmed: 4, Confirms: 4}},
		{"late-flight", 10, 0, recovery.Counted{Watched: 2, Confirmed: 1, Confirms: 3}},
		{"late-flight", 10, 5, recovery.Counted{Watched: 2, Confirmed: 1, Confirms: 2}},
		{"late-flight", 10, 60, recovery.Counted{Watched: 2, Confirmed: 1, Confirms: 1}},
		{"late-flight", 30, 0, recovery.Counted{}},
		{"lost-order", 0, 0, recovery.Counted{Watched: 1, Confirmed: 1, Confirms: 1}},
		{"other", 0, 0, recovery.Counted{}},
	} {
		got, err := l.Fired(t.Context(), c.play, at(c.since), at(c.reach))
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%+v: %v %s", c, err, diff)
		}
	}
}
