package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/worker"

	"makegood/activities"
	"makegood/recovery"
)

func TestAHigherTierAddsTheDifference(t *testing.T) {
	h := live(t)
	o := observation("1", "bus.late", "topped-up", "minutes", 30)
	h.paid(t, o)
	worse := *o
	worse.ID, worse.ObservedAt, worse.Measures = "2", o.ObservedAt.Add(time.Second), map[string]float64{"minutes": 61}
	h.takes(t, o)
	id := o.RecoveryID()
	h.until(t, "the first tier is given", func() bool { return len(h.provided(t, id).texts) == 1 })
	if state, _, err := h.ledger.Recovery(t.Context(), id); err != nil || state.Stage != recovery.Confirmed {
		t.Errorf("after the first tier it is %s (%v), and it may still get worse", state.Stage, err)
	}
	time.Sleep(time.Until(worse.ObservedAt))
	h.takes(t, &worse)
	state, got := h.ended(t, id), h.provided(t, id)
	if state.Stage != recovery.Delivered || state.Tier != "60" || fmt.Sprint(got.refunds) != "[500 1499]" && fmt.Sprint(got.refunds) != "[1499 500]" {
		t.Errorf("it is %s at tier %s with refunds %v; the second adds what is missing of 19.99: %s", state.Stage, state.Tier, got.refunds, state.Why)
	}
	if len(got.texts) != 2 || !slices.ContainsFunc(got.texts, func(text string) bool {
		return strings.Contains(text, "in addition") && strings.Contains(text, "14.99 EUR")
	}) {
		t.Errorf("texted %q", got.texts)
	}
}

// Whatever comes at once: no more than the budget goes out without a word, and all of it
// when nobody says one.
func TestABudgetHoldsAndIsNeverTheEnd(t *testing.T) {
	h := live(t)
	var all []*recovery.Observation
	for i := range 12 {
		all = append(all, observation("1", "window.missed", fmt.Sprintf("budget-%d", i), "minutes", 40))
	}
	h.paid(t, all...)
	h.takes(t, all...)
	approved, given := 0, 0
	for _, o := range all {
		id := o.RecoveryID()
		h.until(t, id+" is delivered", func() bool {
			state, found, err := h.ledger.Recovery(t.Context(), id)
			return err == nil && found && state.Stage == recovery.Delivered
		})
		state, _, _ := h.ledger.Recovery(t.Context(), id)
		held := slices.ContainsFunc(state.Story, func(line recovery.Happened) bool {
			return strings.HasPrefix(line.What, "It is beyond what the play gives")
		})
		if held {
			approved++
		}
		got := h.provided(t, id)
		if len(got.texts) != 1 || fmt.Sprint(got.refunds) != "[1000]" {
			t.Errorf("%s: %d texts, refunds %v", id, len(got.texts), got.refunds)
		}
		given += len(got.refunds)
	}
	if approved != 7 || given != 12 {
		t.Errorf("%d of 12 waited for the deadline, and %d were given; a budget of 50.00 EUR lets 5 through", approved, given)
	}
}

// Several legs of one journey in one storm are owed once, whatever comes first.
func TestOneIncidentIsOwedOnce(t *testing.T) {
	h := live(t)
	var all []*recovery.Observation
	for i, minutes := range []float64{40, 70, 45, 90} {
		o := observation("1", "ferry.late", fmt.Sprintf("leg-%d", i), "minutes", minutes)
		o.Customer.ID, o.Incident = "c-stormy", "storm-live"
		all = append(all, o)
	}
	h.paid(t, all...)
	var posted sync.WaitGroup
	for _, o := range all {
		posted.Go(func() { h.takes(t, o) })
	}
	posted.Wait()
	total := int64(0)
	for _, o := range all {
		state := h.ended(t, o.RecoveryID())
		refunds := h.provided(t, o.RecoveryID()).refunds
		for _, amount := range refunds {
			total += amount
		}
		if state.Stage == recovery.Dismissed && (len(refunds) > 0 || !strings.Contains(state.Why, "same incident")) {
			t.Errorf("%s was dismissed (%s) with refunds %v", state.ID, state.Why, refunds)
		}
	}
	if total != 900 {
		t.Errorf("%d were given for the incident; the larger is 900", total)
	}
}

// member is the author's own worker.
type member struct {
	mu   sync.Mutex
	keys map[string]int
}

func (m *member) AwardMiles(_ context.Context, order activities.CustomOrder[struct {
	Miles int `json:"miles"`
}],
) (recovery.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys[order.Key] = order.With.Miles
	return recovery.Receipt{ID: fmt.Sprintf("entry-%d", len(m.keys)), Word: recovery.Arrived}, nil
}

func TestARemedyOfOnesOwnAndToWhomItApplies(t *testing.T) {
	h := live(t)
	programme := &member{keys: map[string]int{}}
	own := worker.New(h.client, "loyalty", worker.Options{})
	own.RegisterActivity(programme)
	if err := own.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Stop)
	of := func(experience, segment string, attributes map[string]any) *recovery.Observation {
		o := observation("1", "cab.late", experience, "minutes", 15)
		o.Customer.Segment, o.Attributes, o.Resolved = segment, attributes, true
		return o
	}
	gold := of("cab-gold", "gold", map[string]any{"km": 7.5})
	other := of("cab-other", "basic", map[string]any{"km": 7.5})
	exempt := of("cab-exempt", "gold", map[string]any{"km": 7.5, "cause": "Roadworks"})
	h.takes(t, gold, other, exempt)
	if state := h.ended(t, gold.RecoveryID()); state.Stage != recovery.Delivered || len(state.Receipts) != 3 {
		t.Errorf("it is %s: %s; %+v", state.Stage, state.Why, state.Receipts)
	}
	if got := h.provided(t, gold.RecoveryID()); len(got.texts) != 1 || !strings.Contains(got.texts[0], "500 miles") {
		t.Errorf("texted %q", got.texts)
	}
	for key, miles := range programme.keys {
		if len(programme.keys) != 1 || miles != 500 || !strings.HasPrefix(key, gold.RecoveryID()) {
			t.Errorf("the author's activity was asked for %v", programme.keys)
		}
	}
	for _, c := range []struct {
		o    *recovery.Observation
		says string
	}{{other, `customer.segment == "gold"`}, {exempt, "cause: roadworks"}} {
		state := h.ended(t, c.o.RecoveryID())
		if state.Stage != recovery.Dismissed || !strings.Contains(state.Why, c.says) || len(h.provided(t, c.o.RecoveryID()).texts) > 0 {
			t.Errorf("%s is %s: %s", c.o.Experience, state.Stage, state.Why)
		}
	}
}

// takes posts observations that have to be taken.
func (h *house) takes(t *testing.T, observations ...*recovery.Observation) {
	t.Helper()
	if status, answer := h.post(t, observations...); status != http.StatusAccepted {
		t.Errorf("%d %s", status, answer)
	}
}

// until waits until something is so.
func (h *house) until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for !so() {
		select {
		case <-t.Context().Done():
			t.Fatalf("it never came to be that %s", what)
		case err := <-h.failed:
			t.Fatal(err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
