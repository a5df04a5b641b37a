package ledger_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func names(states []recovery.State) (names []string) {
	for _, s := range states {
		names = append(names, s.Experience)
	}
	return names
}

func testList(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for i, c := range []struct {
		stage                    recovery.Stage
		play, customer, incident string
	}{
		{recovery.Confirmed, "late-flight", "c-1", "storm-23"},
		{recovery.Delivered, "late-flight", "c-2", "storm-23"},
		{recovery.Confirmed, "lost-order", "c-1", ""},
		{recovery.Dismissed, "lost-order", "c-2", "storm-24"},
		{recovery.NeedsPerson, "late-flight", "c-1", ""},
	} {
		s := state(fmt.Sprint(i), c.stage)
		s.Play, s.Customer, s.Incident, s.OpenedAt = c.play, c.customer, c.incident, at(i)
		record(t, l, s)
	}
	for _, c := range []struct {
		filter ledger.Filter
		want   []string
	}{
		{ledger.Filter{}, []string{"4", "3", "2", "1", "0"}},
		{ledger.Filter{Limit: 2}, []string{"4", "3"}},
		{ledger.Filter{Stage: recovery.Confirmed}, []string{"2", "0"}},
		{ledger.Filter{Play: "late-flight"}, []string{"4", "1", "0"}},
		{ledger.Filter{Customer: "c-2"}, []string{"3", "1"}},
		{ledger.Filter{Incident: "storm-23"}, []string{"1", "0"}},
		{ledger.Filter{Before: at(3)}, []string{"2", "1", "0"}},
		{ledger.Filter{Before: at(3), Play: "late-flight", Limit: 1}, []string{"1"}},
		{ledger.Filter{Stage: recovery.Confirmed, Customer: "c-1", Incident: "storm-23", Play: "late-flight", Before: at(1)}, []string{"0"}},
		{ledger.Filter{Stage: recovery.Delivered, Customer: "c-1"}, nil},
		{ledger.Filter{Play: "' OR 1=1 --"}, nil},
	} {
		got, err := l.Recoveries(t.Context(), c.filter)
		if err != nil {
			t.Errorf("%+v: %v", c.filter, err)
		}
		if diff := cmp.Diff(c.want, names(got)); diff != "" {
			t.Errorf("%+v: %s", c.filter, diff)
		}
	}
}

// testPages turns pages over recoveries that were opened at the very same time.
func testPages(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	var want []string
	for _, name := range []string{"a", "B", "c", "Z-1", "z", "é"} {
		record(t, l, state(name, recovery.Watching))
	}
	want = []string{"é", "z", "c", "a", "Z-1", "B"} // by byte, as ids are compared
	var got []string
	page := ledger.Filter{Limit: 2}
	for {
		states, err := l.Recoveries(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		if len(states) == 0 {
			break
		}
		got = append(got, names(states)...)
		last := states[len(states)-1]
		page.Before, page.BeforeID = last.OpenedAt, last.ID
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func testCount(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for i, stage := range []recovery.Stage{recovery.Confirmed, recovery.Confirmed, recovery.Delivered} {
		record(t, l, state(fmt.Sprint(i), stage))
	}
	got, err := l.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[recovery.Stage]int64{recovery.Confirmed: 2, recovery.Delivered: 1}, got); diff != "" {
		t.Error(diff)
	}
}
