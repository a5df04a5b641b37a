package main

import (
	"testing"

	"makegood/internal/cost"
	"makegood/recovery"
)

// The figures of a recovery with suppression, refund, text and receipt. More of
// either in the common path needs a reason.
func TestARecoveryCostsNoMoreThanItMay(t *testing.T) {
	h := live(t)
	atOnce := observation("1", "flight.delayed", "cost-at-once", "delay_minutes", 200)
	atOnce.Resolved = true
	held := observation("1", "tram.late", "cost-held", "minutes", 40)
	dismissed := observation("1", "flight.delayed", "cost-dismissed", "delay_minutes", 20)
	dismissed.Resolved = true
	h.paid(t, atOnce, held)
	h.post(t, atOnce, held, dismissed)
	for _, test := range []struct {
		name        string
		of          *recovery.Observation
		stage       recovery.Stage
		transitions int64
		actions     int
	}{
		{"delivered", atOnce, recovery.Delivered, 12, 8},
		{"delivered after a hold", held, recovery.Delivered, 14, 8},
		{"dismissed", dismissed, recovery.Dismissed, 12, 4},
	} {
		id := test.of.RecoveryID()
		if state := h.ended(t, id); state.Stage != test.stage {
			t.Fatalf("%s is %s: %s", id, state.Stage, state.Why)
		}
		if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		transitions, bill, err := cost.Read(t.Context(), h.client, id)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d state transitions, %d billable actions: %+v", test.name, transitions, bill.Total(), bill)
		if transitions > test.transitions || bill.Total() > test.actions {
			t.Errorf("%s cost %d state transitions and %d billable actions, and may cost %d and %d", test.name, transitions, bill.Total(), test.transitions, test.actions)
		}
	}
}
