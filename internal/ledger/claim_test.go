package ledger_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func testClaim(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	s := state("one", recovery.Watching)
	if prior := claim(t, l, s); prior != nil {
		t.Fatalf("the first claim found %+v", prior)
	}
	s.Stage = recovery.Confirmed
	if diff := cmp.Diff(s, find(t, l, s.ID)); diff != "" {
		t.Error(diff)
	}
	want := ledger.Suppression{
		Customer: s.Customer, Recovery: s.ID, Experience: s.Experience, Reason: "made good: " + s.Trigger, From: noon, Until: at(60),
	}
	got, stands, err := l.Suppressed(t.Context(), s.Customer, at(1))
	if err != nil || !stands || got != want {
		t.Errorf("Suppressed = %+v, %v, %v; want %+v", got, stands, err, want)
	}
}

func testClaimAgain(t *testing.T, k kind) {
	for _, stage := range []recovery.Stage{recovery.Confirmed, recovery.NeedsPerson, recovery.Delivered} {
		t.Run(string(stage), func(t *testing.T) {
			database := k.fresh(t)
			l := open(t, database)
			stands := state("one", stage)
			stands.Why = "what stands"
			record(t, l, stands) // without a suppression
			told := state("one", recovery.Confirmed)
			told.Why, told.OpenedAt = "a later run", at(5)
			prior := claim(t, l, told)
			if prior == nil {
				t.Fatal("it was claimed twice")
			}
			for _, got := range []recovery.State{*prior, find(t, l, stands.ID)} {
				if diff := cmp.Diff(stands, got); diff != "" {
					t.Error(diff)
				}
			}
			if _, suppressed, err := l.Suppressed(t.Context(), stands.Customer, at(30)); err != nil || !suppressed {
				t.Errorf("the suppression was not made to stand: %v, %v", suppressed, err)
			}
		})
	}
}

// What another play had seen is of another measure: it is no half of what this one saw.
func testClaimAfterAnotherPlay(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	dismissed := state("one", recovery.Dismissed)
	dismissed.Play, dismissed.Seen = "another", seen("a", "b")
	record(t, l, dismissed)
	told := state("one", recovery.Confirmed)
	told.OpenedAt, told.ConfirmedAt, told.Seen = at(10), at(11), seen("c")
	if prior := claim(t, l, told); prior != nil {
		t.Fatalf("another play's dismissal stood against the claim: %+v", prior)
	}
	if diff := cmp.Diff(told, find(t, l, told.ID)); diff != "" {
		t.Error(diff)
	}
}

func testClaimAfterDismissal(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	dismissed := state("one", recovery.Dismissed)
	dismissed.Seen = seen("a", "b")
	record(t, l, dismissed)

	told := state("one", recovery.Confirmed)
	told.OpenedAt, told.ConfirmedAt = at(10), at(11)
	told.Seen = seen("b", "c")
	prior := claim(t, l, told)
	if prior == nil {
		t.Fatal("a dismissal gave way to a claim that had not seen what it had")
	}
	for _, got := range []recovery.State{*prior, find(t, l, told.ID)} {
		if diff := cmp.Diff(dismissed, got); diff != "" {
			t.Error(diff)
		}
	}
	if _, suppressed, _ := l.Suppressed(t.Context(), told.Customer, at(30)); suppressed {
		t.Error("a claim that changed nothing left a suppression")
	}

	told.Seen.Merge(prior.Seen)
	if prior := claim(t, l, told); prior != nil {
		t.Fatalf("the merged claim found %+v", prior)
	}
	if diff := cmp.Diff(told, find(t, l, told.ID)); diff != "" {
		t.Error(diff)
	}

	byPerson := told
	byPerson.Stage = recovery.NeedsPerson
	record(t, l, byPerson)
	byPerson.Stage = recovery.Dismissed
	record(t, l, byPerson)
	if prior := claim(t, l, told); prior == nil || prior.Stage != recovery.Dismissed {
		t.Errorf("the same claim, come late, undid a person's dismissal: %+v", prior)
	}
}

func testClaimOverWatching(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	watching := state("one", recovery.Watching)
	watching.Seen = seen("a", "b")
	record(t, l, watching)
	told := state("one", recovery.Confirmed)
	told.Seen = seen("a")
	if prior := claim(t, l, told); prior != nil {
		t.Fatalf("a record that was only watching stood in the way: %+v", prior)
	}
	got := find(t, l, told.ID)
	if diff := cmp.Diff(watching.Seen, got.Seen); diff != "" || got.Stage != recovery.Confirmed {
		t.Errorf("%s, and forgot what was seen: %s", got.Stage, diff)
	}
}

// testClaimsAtOnce claims one recovery from many sides: where nothing is on
// record, and where a dismissal gives way.
func testClaimsAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)} // as two processes would
	for round := range 5 {
		for _, name := range []string{"new", "dismissed"} {
			told := state(fmt.Sprint(name, round), recovery.Confirmed)
			if name == "dismissed" {
				dismissed := told
				dismissed.Stage = recovery.Dismissed
				record(t, ledgers[0], dismissed)
			}
			var won atomic.Int64
			var all sync.WaitGroup
			for i := range 16 {
				all.Go(func() {
					prior, err := ledgers[i%2].Claim(t.Context(), told, at(60))
					if err != nil {
						t.Error(err)
					} else if prior == nil {
						won.Add(1)
					}
				})
			}
			all.Wait()
			if won.Load() != 1 {
				t.Errorf("%s: %d claims of one recovery won", name, won.Load())
			}
		}
	}
}

func testClaimAfterAPersonsDismissal(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	dismissed := state("one", recovery.Dismissed)
	dismissed.Seen, dismissed.DismissedBy = seen("a"), "sam"
	record(t, l, dismissed)
	told := state("one", recovery.Confirmed)
	told.OpenedAt, told.ConfirmedAt = at(10), at(11)
	told.Seen = seen("a", "b")
	if prior := claim(t, l, told); prior == nil || prior.DismissedBy != "sam" {
		t.Fatalf("the claim found %+v, not what the person dismissed", prior)
	}
}
