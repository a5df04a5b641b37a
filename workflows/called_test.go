package workflows

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"makegood/activities"
	"makegood/recovery"
)

type receiptOrder = activities.ReceiptOrder

// A call of the provider's has the receipt read at once, not when the next look is
// due.
func TestACallHasTheReceiptReadAtOnce(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending, At: s.Now()}, nil
	}
	called, read := s.start.Add(14*time.Minute), time.Time{}
	s.onReceipt = func(receiptOrder) (recovery.Receipt, error) {
		if s.Now().Before(called) {
			return recovery.Receipt{}, errors.New("not final yet")
		}
		if read.IsZero() {
			read = s.Now()
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(14*time.Minute, "sms", "twilio", "SM1")
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.mails) != 0 {
		t.Fatalf("ended %+v, %d mails", ending, len(s.mails))
	}
	if late := read.Sub(called); late > time.Second {
		t.Errorf("read %s after the call", late)
	}
}

// What calls say is read back; what nobody knows, or says nothing new, does nothing.
func TestCallsMakeNothingTrue(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 192))
	for i, id := range []string{"re_1", "re_1", "re_1"} {
		s.call(time.Duration(i)*time.Minute, "refund", "stripe", id)
	}
	s.call(time.Minute+time.Second, "credit", "stripe", "cbtxn_9")
	s.call(time.Minute+2*time.Second, "sms", "twilio", "SM9")
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != 1 || len(s.texts) != 1 || len(s.credits) != 0 {
		t.Fatalf("ended %+v; %v", ending, s.order)
	}
}

// Delivered, and weeks later the refund comes back: a call opens it again.
func TestARefundThatComesBackOpensItAgain(t *testing.T) {
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: eur(1241), Paid: eur(4961)}
	prior := recovery.State{
		ID: flightID, Stage: recovery.Delivered, Trigger: "flight.delayed", Experience: "LO391-2026-11-21", Customer: "c-1042", Tier: "180", Owed: &debt,
		Receipts: []recovery.Receipt{
			{Step: "refund", Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(1241)},
			{Step: "sms", Provider: "twilio", ID: "SM1", Word: recovery.Arrived},
		},
	}
	for name, test := range map[string]struct {
		remembered bool
		ways       []recovery.Way
		back       bool
		credits    int
		stage      recovery.Stage
	}{
		"another way is there":              {true, []recovery.Way{byCredit}, true, 1, recovery.Delivered},
		"no other way":                      {true, nil, true, 0, recovery.NeedsPerson},
		"Temporal has forgotten who it was": {false, []recovery.Way{byCredit}, true, 0, recovery.NeedsPerson},
		"it did not come back after all":    {true, []recovery.Way{byCredit}, false, 0, recovery.Delivered},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, withWays(test.ways...))
			opened := s.start.Add(-30 * 24 * time.Hour)
			state := prior
			state.OpenedAt, state.ConfirmedAt, state.ApologyAt, state.EndedAt = opened, opened, opened, opened
			s.ledger[flightID] = state
			if test.remembered {
				s.past.Observed = []json.RawMessage{[]byte(mustJSON(t, s.flight("ops-1", -30*24*time.Hour, 192)))}
			}
			s.resuming()
			s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
				receipt := recovery.Receipt{Provider: order.Provider, ID: order.ID, Word: recovery.Arrived, Money: eur(1241)}
				if test.back {
					receipt.Word, receipt.Then, receipt.Why = recovery.Refused, recovery.ThenNext, "The card is gone."
				}
				return receipt, nil
			}
			for i := range 4 { // Stripe has several events for it
				s.call(time.Duration(i)*time.Millisecond, "refund", "stripe", "re_1")
			}
			var between recovery.State
			s.RegisterDelayedCallback(func() { between = s.state() }, 5*time.Hour)
			s.ask(6*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
			s.run()
			if between.Stage == "" {
				between = s.state()
			}
			if between.Stage != test.stage || len(s.credits) != test.credits || len(s.refunds) != 0 || len(s.texts)+len(s.mails) != 0 {
				t.Errorf("%s: %s; %v", between.Stage, between.Why, s.order)
			}
			told := mustJSON(t, between.Story)
			if strings.Contains(told, "Opened again") != test.back {
				t.Errorf("the story: %s", told)
			}
		})
	}
}

// A recovery that was terminated is taken up with all that it had been told.
func TestWhatWasCutShortIsTakenUp(t *testing.T) {
	told := func(s *stage) []json.RawMessage {
		return []json.RawMessage{[]byte(mustJSON(s.t, s.flight("ops-1", -time.Hour, 192)))}
	}
	t.Run("while it watched", func(t *testing.T) {
		s := newStage(t, flightPlay())
		s.past.Observed = told(s)
		s.resuming()
		if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != 1 || len(s.texts) != 1 {
			t.Fatalf("ended %+v: %v", ending, s.order)
		}
	})
	t.Run("while it was made good", func(t *testing.T) {
		s := newStage(t, flightPlay())
		s.past.Observed = told(s)
		debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: eur(1241), Paid: eur(4961)}
		s.ledger[flightID] = recovery.State{
			ID: flightID, Stage: recovery.Confirmed, Tier: "180", Owed: &debt, ConfirmedAt: s.start.Add(-time.Hour), OpenedAt: s.start.Add(-time.Hour),
		}
		s.steps = []recovery.Receipt{{Step: "refund", Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(1241)}}
		s.resuming()
		if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != 0 || len(s.texts) != 1 {
			t.Fatalf("ended %+v: %v", ending, s.order)
		}
	})
	t.Run("after a person had corrected the number", func(t *testing.T) {
		s := newStage(t, flightPlay())
		s.past.Observed = told(s)
		s.past.Corrected = []json.RawMessage{[]byte(`{"who": "sam", "why": "found it", "phone": "+12025550177"}`)}
		s.resuming()
		if ending := s.run(); ending.Stage != recovery.Delivered || len(s.texts) != 1 || s.texts[0].To != "+12025550177" {
			t.Fatalf("ended %+v: %+v", ending, s.texts)
		}
	})
}

// The answer to a refund was never heard, and Temporal has forgotten which payment
// it was: when a person names it, the same order is given again, under its own key.
func TestAnOrderThatWasNeverAnsweredIsNoNewOne(t *testing.T) {
	for _, ordered := range []string{"refund", "refund:2"} {
		s := newStage(t, flightPlay())
		debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: eur(1241), Paid: eur(4961)}
		s.ledger[flightID] = recovery.State{
			ID: flightID, Stage: recovery.Confirmed, Trigger: "flight.delayed", Tier: "180", Owed: &debt,
			ConfirmedAt: s.start.Add(-time.Hour), OpenedAt: s.start.Add(-time.Hour),
		}
		s.steps = []recovery.Receipt{{Step: ordered, Provider: "stripe", Money: eur(1241)}}
		s.resuming()
		s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "found both", Phone: "+12025550143", Payment: &recovery.Payment{PaymentIntent: "pi_3Nx", Amount: 4961, Currency: "eur"}})
		if ending := s.run(); ending.Stage != recovery.Delivered {
			t.Fatalf("ended %+v", ending)
		}
		if len(s.refunds) != 1 || s.refunds[0].Step.Name != ordered {
			t.Errorf("after %s was ordered and not answered: %+v", ordered, s.refunds)
		}
	}
}
