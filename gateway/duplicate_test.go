package gateway_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"go.temporal.io/api/serviceerror"

	"makegood/recovery"
)

func TestRepeatIsADuplicate(t *testing.T) {
	d := newDoor()
	first, second := takenIn(t, d.post(good, asJSON)), takenIn(t, d.post(good, asJSON))
	if first[0].Duplicate || !second[0].Duplicate || second[0].Recovery != goodRecovery {
		t.Errorf("%+v, then %+v", first, second)
	}
	if signals := d.temporal.taken(); len(signals) != 1 {
		t.Errorf("%d signals", len(signals))
	}
}

// A recovery that somebody terminated is woken by whatever its backend sends next,
// a repeat too.
func TestRepeatWakesWhatWasCutShort(t *testing.T) {
	d := newDoor()
	takenIn(t, d.post(good, asJSON))
	d.temporal.cutShort = true
	if again := takenIn(t, d.post(good, asJSON)); !again[0].Duplicate {
		t.Errorf("%+v", again)
	}
	if signals := d.temporal.taken(); len(signals) != 2 {
		t.Errorf("%d signals", len(signals))
	}
}

// Where Temporal cannot be asked, a repeat is sent once more: nothing is lost.
func TestRepeatOfWhatTheLedgerHasOpen(t *testing.T) {
	for _, running := range []bool{true, false} {
		d := newDoor()
		d.ledger.records = map[string]recovery.State{goodRecovery: {Stage: recovery.NeedsPerson, Seen: recovery.SeenOf(recovery.Sighting{ID: "ops-77120", At: noon})}}
		want := 1
		if running {
			d.temporal.open = map[string]recovery.State{goodRecovery: {}}
			want = 0
		}
		if got := takenIn(t, d.post(good, asJSON)); !got[0].Duplicate || len(d.temporal.taken()) != want {
			t.Errorf("running %v: %+v, %d signals", running, got, len(d.temporal.taken()))
		}
	}
}

func TestAnotherIDOrRecoveryIsNoDuplicate(t *testing.T) {
	d := newDoor()
	for _, body := range []string{good, but("ops-77120", "ops-77121"), but("c-1042", "c-1043"), but("LO391", "LO392")} {
		if got := takenIn(t, d.post(body, asJSON)); got[0].Duplicate {
			t.Errorf("%s: %+v", body, got)
		}
	}
	if signals := d.temporal.taken(); len(signals) != 4 {
		t.Errorf("%d signals", len(signals))
	}
}

func TestRepeatWithinOneBody(t *testing.T) {
	d := newDoor()
	answers := takenIn(t, d.post(strings.Repeat(good+"\n", 3), asNDJSON))
	if got := []bool{answers[0].Duplicate, answers[1].Duplicate, answers[2].Duplicate}; !slices.Equal(got, []bool{false, true, true}) {
		t.Error(got)
	}
	if signals := d.temporal.taken(); len(signals) != 1 {
		t.Errorf("%d signals", len(signals))
	}
}

// Five parallel posts of one observation are one signal; four of them say that
// it is a duplicate, and only once it is acknowledged.
func TestParallelPostsAreOneSignal(t *testing.T) {
	for _, outcome := range []error{nil, serviceerror.NewUnavailable("away")} {
		synctest.Test(t, func(t *testing.T) {
			d := newDoor()
			release := make(chan struct{})
			calls := 0
			d.temporal.signal = func(context.Context) error {
				calls++
				<-release
				return outcome
			}
			var posts sync.WaitGroup
			statuses, duplicates := make([]int, 5), make([]bool, 5)
			for i := range 5 {
				posts.Go(func() {
					answer := d.post(good, asJSON)
					if statuses[i] = answer.Code; answer.Code == 202 {
						duplicates[i] = takenIn(t, answer)[0].Duplicate
					}
				})
			}
			synctest.Wait()
			if statuses[0]+statuses[1]+statuses[2]+statuses[3]+statuses[4] != 0 {
				t.Errorf("answered before Temporal did: %v", statuses)
			}
			close(release)
			posts.Wait()
			if calls != 1 {
				t.Errorf("%d calls", calls)
			}
			if outcome != nil {
				if !slices.Equal(statuses, []int{503, 503, 503, 503, 503}) {
					t.Error(statuses)
				}
				return
			}
			count := 0
			for _, duplicate := range duplicates {
				if duplicate {
					count++
				}
			}
			if count != 4 || !slices.Equal(statuses, []int{202, 202, 202, 202, 202}) {
				t.Errorf("%d duplicates, %v", count, statuses)
			}
		})
	}
}

// What the ledger knows of a recovery decides whether anything is to be signalled.
func TestWhatTheLedgerKnows(t *testing.T) {
	known := recovery.SeenOf(recovery.Sighting{ID: "ops-77120", At: noon})
	for _, test := range []struct {
		name      string
		record    recovery.State
		err       error
		duplicate bool
		stage     string
		signals   int
	}{
		{"seen while watching", recovery.State{Stage: recovery.Watching, Seen: known}, nil, true, "", 1},
		{"seen by one that is owed: its workflow may have been cut short", recovery.State{Stage: recovery.Confirmed, Seen: known}, nil, true, "", 1},
		{"not seen while watching", recovery.State{Stage: recovery.Watching}, nil, false, "", 1},
		{"not seen by one that needs a person", recovery.State{Stage: recovery.NeedsPerson}, nil, false, "", 1},
		{"seen, delivered", recovery.State{Stage: recovery.Delivered, Seen: known}, nil, true, "delivered", 0},
		{"not seen, delivered", recovery.State{Stage: recovery.Delivered}, nil, false, "delivered", 0},
		{"seen, dismissed", recovery.State{Stage: recovery.Dismissed, Seen: known}, nil, true, "", 0},
		{"not seen, dismissed: a new run decides", recovery.State{Stage: recovery.Dismissed}, nil, false, "", 1},
		{"ledger away: the observation is not lost", recovery.State{Stage: recovery.Delivered, Seen: known}, errors.New("away"), false, "", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			d.ledger.records = map[string]recovery.State{goodRecovery: test.record}
			d.ledger.err = test.err
			got := takenIn(t, d.post(good, asJSON))[0]
			if want := (takenSeen{goodRecovery, test.duplicate, test.stage}); got != want {
				t.Errorf("%+v, not %+v", got, want)
			}
			if signals := d.temporal.taken(); len(signals) != test.signals {
				t.Errorf("%d signals, not %d", len(signals), test.signals)
			}
		})
	}
}
