package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"makegood/recovery"
	"makegood/workflows"
)

// atRest waits until the latest run of a recovery does nothing more by itself.
func (h *house) atRest(t *testing.T, id string) recovery.State {
	t.Helper()
	for {
		var state recovery.State
		value, err := h.client.QueryWorkflow(t.Context(), id, "", workflows.QueryState)
		if err == nil {
			err = value.Get(&state)
		}
		if err != nil {
			t.Fatal(err)
		}
		if state.Stage.Ended() || state.Stage == recovery.NeedsPerson {
			return state
		}
		select {
		case <-t.Context().Done():
			t.Fatalf("%s is still %s", id, state.Stage)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// atRestOrWatching is the state of a recovery that runs.
func (h *house) atRestOrWatching(t *testing.T, id string) (state recovery.State) {
	t.Helper()
	value, err := h.client.QueryWorkflow(t.Context(), id, "", workflows.QueryState)
	if err == nil {
		err = value.Get(&state)
	}
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func (h *house) runs(t *testing.T, id string) bool {
	t.Helper()
	last, err := workflows.LastRun(t.Context(), h.client, id)
	if err != nil {
		t.Fatal(err)
	}
	return last.Running
}

// stateOf is what a recovery says of itself; nothing while no worker answers.
func (h *house) stateOf(id string) (state recovery.State) {
	value, err := h.client.QueryWorkflow(context.Background(), id, "", workflows.QueryState)
	if err == nil {
		_ = value.Get(&state)
	}
	return state
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (h *house) terminate(t *testing.T, id string) {
	t.Helper()
	if err := h.client.TerminateWorkflow(t.Context(), id, "", "by mistake"); err != nil {
		t.Fatal(err)
	}
}

// The money had gone back when the run was terminated; the next observation even
// names another payment.
func TestTerminatedAfterTheMoneyNoneIsGivenAgain(t *testing.T) {
	h := live(t)
	first, second := reportedTwice("cut-money")
	second.Payment.PaymentIntent = "pi_cut-money-2"
	h.paid(t, first, second)
	t.Run("words refused", func(t *testing.T) {
		h.fault(t, `{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "21211"}`)
		h.post(t, first)
		h.atRest(t, first.RecoveryID())
	})
	h.terminate(t, first.RecoveryID())
	h.post(t, second)
	if state := h.atRest(t, first.RecoveryID()); state.Stage != recovery.Delivered {
		t.Errorf("it is %s: %s", state.Stage, state.Why)
	}
	if got := h.provided(t, first.RecoveryID()); len(got.refunds) != 1 || len(got.texts) != 1 {
		t.Errorf("got %+v", got)
	}
}

// The refund had come back when the run was terminated: Stripe would say of it once more
// what it said first. A person sees to it, as before.
func TestTerminatedAfterTheMoneyCameBackItIsNotTakenForGiven(t *testing.T) {
	h := live(t)
	first := observation("1", "tram.late", "cut-back", "minutes", 40)
	second := observation("2", "tram.late", "cut-back", "minutes", 41)
	first.Resolved, second.Resolved = true, true
	id := first.RecoveryID()
	h.fails(t, first)
	h.post(t, first)
	until(t, "with a person", func() bool { return h.stateOf(id).Stage == recovery.NeedsPerson })
	h.terminate(t, id)
	h.post(t, second)
	if state := h.atRest(t, id); state.Stage != recovery.NeedsPerson {
		t.Errorf("it is %s: %s", state.Stage, state.Why)
	}
	if got := h.provided(t, id); len(got.refunds) != 1 || len(got.texts) != 1 {
		t.Errorf("got %+v", got)
	}
}

// The words had arrived, at a number that a person corrected, when the run was
// terminated; the next observation even names another way.
func TestTerminatedAfterTheWordsNoneGoOutAgain(t *testing.T) {
	h := live(t)
	first, second := reportedTwice("cut-words")
	second.Customer.Email = "cut-words@example.com"
	h.paid(t, first)
	t.Run("money refused", func(t *testing.T) {
		h.fault(t, `[{"provider": "stripe", "endpoint": "refunds", "fault": "error", "code": "charge_disputed", "when": {"all": true}},
			{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "21211"}]`)
		h.post(t, first)
		h.atRest(t, first.RecoveryID())
		h.update(t, first.RecoveryID(), "retry", workflows.Retry{Who: "sam", Why: "found the number", Phone: "+12025550177"})
		h.atRest(t, first.RecoveryID())
	})
	if got := h.provided(t, first.RecoveryID()); len(got.texts) != 1 {
		t.Fatalf("before it is terminated: %+v", got)
	}
	h.terminate(t, first.RecoveryID())
	h.post(t, second)
	h.atRest(t, first.RecoveryID())
	if got := h.provided(t, first.RecoveryID()); len(got.texts) != 1 || len(got.mails) != 0 || len(got.refunds) > 1 {
		t.Errorf("got %+v", got)
	}
}

// reportedTwice is two observations of one experience, by phone alone.
func reportedTwice(experience string) (first, second *recovery.Observation) {
	first = observation("1", "flight.delayed", experience, "delay_minutes", 200)
	second = observation("2", "flight.delayed", experience, "delay_minutes", 201)
	for _, o := range []*recovery.Observation{first, second} {
		o.Resolved, o.Customer.Email = true, ""
	}
	return first, second
}
