package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/workflowservice/v1"

	"makegood/recovery"
	"makegood/workers"
	"makegood/workflows"
)

// forget deletes a workflow, as Temporal's retention does.
func (h *house) forget(t *testing.T, id string) {
	t.Helper()
	_, err := h.client.WorkflowService().DeleteWorkflowExecution(t.Context(), &workflowservice.DeleteWorkflowExecutionRequest{
		Namespace: "default", WorkflowExecution: &common.WorkflowExecution{WorkflowId: id},
	})
	if err != nil {
		t.Fatal(err)
	}
	until(t, "forgotten", func() bool {
		last, err := workflows.LastRun(t.Context(), h.client, id)
		return err == nil && last.RunID == ""
	})
}

func (h *house) sweep(t *testing.T) workers.Swept {
	t.Helper()
	sweep := workers.Sweep{Client: h.client, TaskQueue: "makegood", Ledger: h.ledger, Logger: quiet()}
	swept, err := sweep.Once(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return swept
}

// An observation of what was made good long ago does nothing twice, whichever way
// it comes, and gets an honest answer.
func TestAfterTemporalHasForgotten(t *testing.T) {
	t.Parallel() // Temporal takes its time to forget
	h := live(t)
	o := observation("1", "flight.delayed", "forgotten", "delay_minutes", 200)
	o.Resolved = true
	h.paid(t, o)
	h.post(t, o)
	id := o.RecoveryID()
	h.ended(t, id)
	if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	h.forget(t, id)
	again := *o
	again.ID = "2"
	for _, posted := range []*recovery.Observation{o, &again} {
		if code, answer := h.post(t, posted); code != http.StatusAccepted || !strings.Contains(answer, `"stage":"delivered"`) {
			t.Errorf("%d %s", code, answer)
		}
	}
	h.signal(t, id, &again) // by any SDK, past the gateway
	if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := h.provided(t, id); len(got.texts) != 1 || len(got.refunds) != 1 {
		t.Errorf("got %+v", got)
	}
	if swept := h.sweep(t); swept.Opened != 0 {
		t.Errorf("%d were opened again", swept.Opened)
	}
}

// A terminated recovery is found by the sweep and goes on, be it that it watched,
// that it was with a person, or that Temporal has forgotten it meanwhile.
func TestTheSweepOpensWhatWasTerminated(t *testing.T) {
	h := live(t)
	t.Run("while it watched", func(t *testing.T) {
		o := observation("1", "flight.delayed", "swept-watching", "delay_minutes", 200) // holds for ten minutes
		h.paid(t, o)
		h.post(t, o)
		id := o.RecoveryID()
		until(t, "seen", func() bool { return len(h.atRestOrWatching(t, id).Seen.Sightings) == 1 })
		h.terminate(t, id)
		until(t, "opened again", func() bool { return h.sweep(t).Opened > 0 || h.runs(t, id) })
		until(t, "seen again", func() bool { return len(h.atRestOrWatching(t, id).Seen.Sightings) == 1 })
		over := *o
		over.ID, over.Resolved = "2", true
		h.post(t, &over)
		if state := h.ended(t, id); state.Stage != recovery.Delivered {
			t.Errorf("it is %s: %s", state.Stage, state.Why)
		}
		if got := h.provided(t, id); len(got.texts) != 1 || len(got.refunds) != 1 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("with a person", func(t *testing.T) {
		o := observation("1", "boat.late", "swept-person", "minutes", 40)
		o.Resolved = true
		h.fault(t, `{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "21211", "when": {"all": true}, "match": "`+recovery.Ref(o.RecoveryID())+`"}`)
		h.paid(t, o)
		h.post(t, o)
		id := o.RecoveryID()
		if state := h.atRest(t, id); state.Stage != recovery.NeedsPerson {
			t.Fatalf("it is %s", state.Stage)
		}
		h.terminate(t, id)
		until(t, "opened again", func() bool { h.sweep(t); return h.runs(t, id) })
		if state := h.atRest(t, id); state.Stage != recovery.NeedsPerson || state.Owed == nil {
			t.Errorf("it is %s: %s", state.Stage, state.Why)
		}
		if got := h.provided(t, id); len(got.refunds) != 1 || len(got.texts) != 0 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("with a person, and forgotten", func(t *testing.T) {
		o := observation("1", "boat.late", "swept-forgotten", "minutes", 40)
		id := o.RecoveryID()
		opened := time.Now().Add(-24 * time.Hour)
		debt, err := (&recovery.Play{Tiers: []recovery.Tier{{Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 500_000}}}}}).Owes(0, recovery.Case{Payment: o.Payment})
		if err != nil {
			t.Fatal(err)
		}
		given := recovery.Receipt{Step: "refund", Provider: "stripe", ID: "re_forgotten", Word: recovery.Arrived, Money: debt.Money, At: opened}
		if err := h.ledger.Settle(t.Context(), id, "refund", given); err != nil {
			t.Fatal(err)
		}
		if err := h.ledger.Record(t.Context(), recovery.State{
			ID: id, Ref: recovery.Ref(id), Stage: recovery.NeedsPerson, Why: "No way was left.", Trigger: o.Trigger, Experience: o.Experience, Customer: o.Customer.ID,
			Play: "late-boat", Tier: "30", Owed: &debt, OpenedAt: opened, ConfirmedAt: opened, Receipts: []recovery.Receipt{given},
		}); err != nil {
			t.Fatal(err)
		}
		until(t, "opened again", func() bool { h.sweep(t); return h.runs(t, id) })
		state := h.atRest(t, id)
		if state.Stage != recovery.NeedsPerson || state.Owed == nil || !strings.Contains(state.Why, "No way to reach the customer") {
			t.Errorf("it is %s: %s", state.Stage, state.Why)
		}
		h.update(t, id, workflows.UpdateRetry, workflows.Retry{Who: "sam", Why: "found the number", Phone: "+12025550143"})
		until(t, "delivered", func() bool {
			state, _, err := h.ledger.Recovery(t.Context(), id)
			return err == nil && state.Stage == recovery.Delivered
		})
		if got := h.provided(t, id); len(got.refunds) != 0 || len(got.texts) != 1 {
			t.Errorf("got %+v", got)
		}
	})
}
