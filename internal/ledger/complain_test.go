package ledger_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// complaint is one about the recovery of the name that state gives it.
func complaint(name, id string, minute int) *recovery.Complaint {
	return &recovery.Complaint{
		ID: id, Trigger: "flight.delayed", Experience: name, ComplainedAt: at(minute),
		Channel: "phone", Customer: recovery.Complains{ID: "c-" + name},
	}
}

func complain(t *testing.T, l *ledger.Ledger, c *recovery.Complaint) (recovery.State, bool) {
	t.Helper()
	state, ended, err := l.Complain(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return state, ended
}

// testComplain: only what has ended takes a complaint into its record.
func testComplain(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	if state, ended := complain(t, l, complaint("none", "t-1", 1)); ended || state.ID != "" {
		t.Errorf("without a record: %+v, %v", state, ended)
	}
	for _, stage := range recovery.Stages() {
		before := state(string(stage), stage)
		record(t, l, before)
		got, ended := complain(t, l, complaint(string(stage), "t-1", 1))
		after := find(t, l, before.ID)
		if ended != stage.Ended() {
			t.Errorf("%s: %v", stage, ended)
		}
		if !ended {
			if diff := cmp.Diff(before, after); diff != "" || got.ID != "" {
				t.Errorf("%s: %s", stage, diff)
			}
			continue
		}
		if diff := cmp.Diff(got, after); diff != "" {
			t.Errorf("%s: what was answered is not what stands: %s", stage, diff)
		}
		if after.Stage != stage || after.Complaint != "t-1" || !after.ComplainedAt.Equal(at(1)) || after.First != recovery.FirstCustomer || len(after.Story) != 1 || after.Story[0].Proof != "t-1" || !strings.Contains(after.Story[0].What, "by phone at 2026-11-21 12:01:00 UTC") {
			t.Errorf("%s: %+v", stage, after)
		}
		if listed, err := l.Recoveries(t.Context(), ledger.Filter{Stage: stage}); err != nil || len(listed) != 1 || listed[0].First != recovery.FirstCustomer {
			t.Errorf("%s: %+v, %v", stage, listed, err)
		}
	}
}

// testComplainAgain: a complaint counts once, and the earliest of several.
func testComplainAgain(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	ended := state("one", recovery.Delivered)
	ended.ApologyAt, ended.First = at(10), recovery.FirstUs
	record(t, l, ended)
	for _, c := range []struct {
		id     string
		minute int
		first  string
		stands string
		lines  int
	}{
		{"late", 20, recovery.FirstUs, "late", 1},
		{"late", 20, recovery.FirstUs, "late", 1},
		{"late", 5, recovery.FirstUs, "late", 1}, // the same complaint, whatever else it says by now
		{"later", 30, recovery.FirstUs, "late", 1},
		{"early", 5, recovery.FirstCustomer, "early", 2},
		{"late", 20, recovery.FirstCustomer, "early", 2},
		{"as early", 5, recovery.FirstCustomer, "early", 2},
	} {
		got, _ := complain(t, l, complaint("one", c.id, c.minute))
		if diff := cmp.Diff(got, find(t, l, ended.ID)); diff != "" {
			t.Errorf("%s: %s", c.id, diff)
		}
		if got.First != c.first || got.Complaint != c.stands || len(got.Story) != c.lines {
			t.Errorf("%s at %d: %+v", c.id, c.minute, got)
		}
	}
}

// testComplaintsAtOnce: many complain while the record is written; the earliest of
// those that came once it had ended stands, and nothing of the record is lost.
func testComplaintsAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	ended := state("one", recovery.Delivered)
	ended.ApologyAt = at(10)
	record(t, ledgers[0], ended)
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			if _, _, err := ledgers[i%2].Complain(t.Context(), complaint("one", at(i).Format("t-1504"), 3+i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := find(t, ledgers[1], ended.ID)
	if got.Stage != recovery.Delivered || got.Complaint != "t-1200" || !got.ComplainedAt.Equal(at(3)) || got.First != recovery.FirstCustomer || len(got.Story) < 1 || got.Story[len(got.Story)-1].Proof != "t-1200" {
		t.Errorf("%+v", got)
	}
}

// testComplainBesideRecord: a complaint that comes as its recovery ends is either in
// the record, or was said to be its workflow's to take.
func testComplainBesideRecord(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	for round := range 8 {
		name := string(rune('a' + round))
		running := state(name, recovery.Confirmed)
		record(t, ledgers[0], running)
		var taken bool
		var all sync.WaitGroup
		all.Go(func() {
			over := running
			over.Stage, over.EndedAt = recovery.Delivered, at(9)
			if err := ledgers[0].Record(t.Context(), over); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			var err error
			if _, taken, err = ledgers[1].Complain(t.Context(), complaint(name, "t-1", 1)); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		got := find(t, ledgers[0], running.ID)
		if got.Stage != recovery.Delivered || !got.EndedAt.Equal(at(9)) || (got.Complaint == "t-1") != taken {
			t.Errorf("taken %v: %+v", taken, got)
		}
	}
}
