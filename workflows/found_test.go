package workflows

import (
	"errors"
	"testing"
	"time"

	"makegood/recovery"
)

// What the sequences have found, each as it was before it was mended.

// A person's proof, and surveys that are kept away, are no steps that a provider
// could tell more about.
func TestACallAboutAPersonsProofAsksNobody(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{}, refused(recovery.Refusal{Provider: "stripe", Code: "charge_disputed", Then: recovery.ThenPerson, Why: "disputed"})
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		t.Errorf("it asked %s what became of %s", order.Provider, order.Step.Name)
		return recovery.Receipt{}, errors.New("nobody knows")
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(time.Hour, "by_hand", "makegood", "bank-1")
	s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "paid by bank", Proof: "bank-1"})
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
}
