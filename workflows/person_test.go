package workflows

import (
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

func TestWhatCannotBeUsedIsSeenByAPerson(t *testing.T) {
	tests := map[string]string{
		"no JSON":                  `{"id": "ops-`,
		"an unknown field":         `{"id": "ops-1", "colour": "red"}`,
		"another recovery":         `{"id": "ops-1", "trigger": "flight.delayed", "experience": "LO392", "observed_at": "2026-11-21T18:00:00Z", "measures": {"delay_minutes": 200}, "customer": {"id": "c-1042"}}`,
		"no measure":               `{"id": "ops-1", "trigger": "flight.delayed", "experience": "LO391-2026-11-21", "observed_at": "2026-11-21T18:00:00Z", "customer": {"id": "c-1042"}}`,
		"a number that is none":    `{"id": "ops-1", "trigger": "flight.delayed", "experience": "LO391-2026-11-21", "observed_at": "2026-11-21T18:00:00Z", "measures": {"delay_minutes": 200}, "customer": {"id": "c-1042", "phone": "12"}}`,
		"a time in the far future": `{"id": "ops-1", "trigger": "flight.delayed", "experience": "LO391-2026-11-21", "observed_at": "2126-11-21T18:00:00Z", "measures": {"delay_minutes": 200}, "customer": {"id": "c-1042"}}`,
	}
	for name, payload := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			s.raw(0, payload)
			var between recovery.State
			s.RegisterDelayedCallback(func() { between = s.state() }, 100*time.Hour)
			dismissed := s.ask(101*time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "a test of theirs"})
			ending := s.run()
			if between.Stage != recovery.NeedsPerson || len(between.Problems) != 1 {
				t.Errorf("in between it was %s with %q", between.Stage, between.Problems)
			}
			if ending.Stage != recovery.Dismissed || dismissed.rejected != nil {
				t.Errorf("ended %+v, %v", ending, dismissed.rejected)
			}
		})
	}
}

func TestWhatCannotBeUsedDoesNotHoldUpWhatCan(t *testing.T) {
	s := newStage(t, flightPlay())
	s.raw(0, `nonsense`)
	s.see(time.Minute, s.flight("ops-1", time.Minute, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
}

func TestAnUnknownTriggerWaitsForAPlay(t *testing.T) {
	s := newStage(t, nil)
	s.see(0, s.flight("ops-1", 0, 192))
	s.RegisterDelayedCallback(func() {
		if state := s.state(); state.Stage != recovery.NeedsPerson {
			t.Errorf("it is %s", state.Stage)
		}
		s.play = flightPlay()
	}, 24*time.Hour)
	confirm := s.ask(23*time.Hour, UpdateConfirm, Confirm{Who: "sam", Why: "it was late"})
	s.ask(25*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the play is there now"})
	if ending := s.run(); ending.Stage != recovery.Delivered || ending.Tier != "180" {
		t.Fatalf("ended %+v", ending)
	}
	if confirm.rejected == nil {
		t.Error("confirmed without a play")
	}
}

func TestACustomerWhoCannotBeReached(t *testing.T) {
	s := newStage(t, flightPlay())
	nobody := s.flight("ops-1", 0, 192)
	nobody.Customer.Phone, nobody.Customer.Email = "", ""
	s.see(0, nobody)
	var between recovery.State
	s.RegisterDelayedCallback(func() { between = s.state() }, time.Hour)
	wrong := s.ask(2*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "found the number", Phone: "12"})
	s.ask(3*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "found the number", Phone: "+12025550144"})
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if between.Stage != recovery.NeedsPerson || !strings.Contains(between.Why, "No way to reach") || len(s.refunds) != 1 {
		t.Errorf("in between %s: %s; %d refunds", between.Stage, between.Why, len(s.refunds))
	}
	if wrong.rejected == nil {
		t.Error("a number that is none was taken")
	}
	if len(s.texts) != 1 || s.texts[0].To != "+12025550144" {
		t.Errorf("texts %+v", s.texts)
	}
}

func TestARefusedRefundIsSettledByHand(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{}, refused(recovery.Refusal{Provider: "stripe", Code: "charge_disputed", Then: recovery.ThenPerson, Why: "the payment is disputed"})
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.RegisterDelayedCallback(func() {
		if state := s.state(); state.Stage != recovery.NeedsPerson || state.ApologyAt.IsZero() {
			t.Errorf("%s, apology at %s", state.Stage, state.ApologyAt)
		}
	}, time.Hour)
	noProof := s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "paid by bank transfer"})
	dismiss := s.ask(3*time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "too much work"})
	s.ask(4*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "paid by bank transfer", Proof: "bank-7781"})
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if noProof.rejected == nil || dismiss.rejected == nil {
		t.Error("a debt went away without proof")
	}
	if len(s.refunds) != 1 || len(s.texts) != 1 {
		t.Errorf("%d refunds, %d texts", len(s.refunds), len(s.texts))
	}
}

func TestARefusedRefundIsRetriedAsANewStep(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			return recovery.Receipt{}, refused(recovery.Refusal{Provider: "stripe", Code: "resource_missing", Then: recovery.ThenPerson, Why: "no such payment"})
		}
		return recovery.Receipt{Provider: "stripe", ID: "re_2", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the payment was mistyped", Payment: &recovery.Payment{PaymentIntent: "pi_right", Amount: 4961, Currency: "eur"}})
	s.run()
	if len(s.refunds) != 2 || s.refunds[1].Step.Name != "refund:2" || s.refunds[1].Payment.PaymentIntent != "pi_right" || len(s.texts) != 1 {
		t.Fatalf("refunds %+v, %d texts", s.refunds, len(s.texts))
	}
}

func TestAPersonConfirmsAndDismisses(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 45))
	unsigned := s.ask(time.Minute, UpdateConfirm, Confirm{Why: "no name"})
	noTier := s.ask(2*time.Minute, UpdateConfirm, Confirm{Who: "sam", Why: "missed a wedding", Tier: "999"})
	s.ask(3*time.Minute, UpdateConfirm, Confirm{Who: "sam", Why: "missed a wedding", Tier: "180"})
	if ending := s.run(); ending.Stage != recovery.Delivered || ending.Tier != "180" {
		t.Fatalf("ended %+v", ending)
	}
	if unsigned.rejected == nil || noTier.rejected == nil {
		t.Error("an order that should be refused was taken")
	}

	s = newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Minute, UpdateDismiss, Dismiss{Who: "sam", Why: "it was a drill"})
	if ending := s.run(); ending.Stage != recovery.Dismissed || !strings.Contains(ending.Why, "drill") {
		t.Fatalf("ended %+v", ending)
	}
}

func TestOrdersThatMakeNoSenseAreRefused(t *testing.T) {
	s := newStage(t, flightPlay())
	s.raw(0, `not json`)
	refusals := map[string]*answer{
		"who and why are both needed": s.ask(time.Minute, UpdateDismiss, Dismiss{Who: " \t", Why: "a drill"}),
		"nothing to correct":          s.ask(2*time.Minute, UpdateRetry, Retry{Who: "sam", Why: "a new number", Phone: "+12025550144"}),
		"nothing is confirmed here":   s.ask(3*time.Minute, UpdateResolve, Resolve{Who: "sam", Why: "sent flowers", Proof: "receipt 7"}),
		"nothing usable was observed": s.ask(4*time.Minute, UpdateConfirm, Confirm{Who: "sam", Why: "it was bad"}),
	}
	s.ask(time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "a broken feed"})
	if ending := s.run(); ending.Stage != recovery.Dismissed {
		t.Fatalf("ended %+v", ending)
	}
	for wants, answer := range refusals {
		if answer.rejected == nil || !strings.Contains(answer.rejected.Error(), wants) {
			t.Errorf("refused with %v, not with %q", answer.rejected, wants)
		}
	}
}

func TestACancellationBreaksNoPromise(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 192))
	s.RegisterDelayedCallback(s.CancelWorkflow, time.Minute)
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if state := s.state(); len(state.Problems) != 1 {
		t.Errorf("nobody sees the cancellation: %+v", state)
	}
}

func TestNoPersonalDataStandsInTheState(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 192))
	s.run()
	shown := mustJSON(t, s.state()) + details(ptr(s.state()))
	for _, personal := range []string{"Ada", "12025550143", "ada@example.com"} {
		if strings.Contains(shown, personal) {
			t.Errorf("%q stands in the state: %s", personal, shown)
		}
	}
}

func ptr[T any](value T) *T { return &value }
