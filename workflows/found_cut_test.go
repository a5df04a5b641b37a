package workflows

import (
	"testing"
	"time"

	"makegood/recovery"
)

func deliveredBefore(s *stage) recovery.State {
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: eur(1241), Paid: eur(4961)}
	opened := s.start.Add(-24 * time.Hour)
	return recovery.State{
		ID: flightID, Stage: recovery.Delivered, Trigger: "flight.delayed", Experience: "LO391-2026-11-21", Customer: "c-1042", Tier: "180", Owed: &debt,
		OpenedAt: opened, ConfirmedAt: opened, ApologyAt: opened, EndedAt: opened,
		Receipts: []recovery.Receipt{
			{Step: "refund", Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(1241)},
			{Step: "sms", Provider: "twilio", ID: "SM1", Word: recovery.Arrived},
		},
	}
}

// A refund comes back after the end, and there is another way. While that is on its
// way the ledger has to say that it is open again: the sweep, and a later run, go by it.
func TestWhatIsOpenedAgainForAnotherWayIsOnRecordAsOpen(t *testing.T) {
	s := newStage(t, withWays(byCredit))
	s.ledger[flightID] = deliveredBefore(s)
	s.past.Observed = append(s.past.Observed, []byte(mustJSON(t, s.flight("ops-1", -24*time.Hour, 192))))
	s.resuming()
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: order.Provider, ID: order.ID, Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(1241)}, nil
	}
	s.onCredit = func(int) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(3 * time.Hour)) {
			return recovery.Receipt{}, later(10 * time.Minute)
		}
		return recovery.Receipt{Provider: "stripe", ID: "cbtxn_1", Word: recovery.Arrived, Money: eur(1241)}, nil
	}
	s.call(0, "refund", "stripe", "re_1")
	s.RegisterDelayedCallback(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if stage := s.ledger[flightID].Stage; stage != recovery.Confirmed {
			t.Errorf("an hour after the refund came back the ledger says %s; nothing stands with the customer", stage)
		}
	}, time.Hour)
	s.run()
}

// A person was asked about the words alone and has said them; the refund is under way.
// The run is terminated: the next one holds the refund for made good by hand too.
func TestWordsByHandAreNotTheMoneyAfterATermination(t *testing.T) {
	s := newStage(t, flightPlay())
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: eur(1241), Paid: eur(4961)}
	opened := s.start.Add(-time.Hour)
	s.ledger[flightID] = recovery.State{
		ID: flightID, Stage: recovery.NeedsPerson, Trigger: "flight.delayed", Experience: "LO391-2026-11-21", Customer: "c-1042", Tier: "180", Owed: &debt,
		Why:      "The apology has not arrived. No channel is left (The number cannot be texted.).",
		OpenedAt: opened, ConfirmedAt: opened,
		ByHand:   &recovery.ByHand{Words: true},
		Receipts: []recovery.Receipt{{Step: "by_hand", Provider: "makegood", ID: "call-7", Word: recovery.Arrived, Why: "told her on the phone"}},
	}
	s.steps = []recovery.Receipt{{Step: "refund"}, {Step: "sms", Word: recovery.Refused}} // ordered; Stripe has not answered
	s.past.Observed = append(s.past.Observed, []byte(mustJSON(t, s.flight("ops-1", -time.Hour, 192))))
	s.resuming()
	ending := s.run()
	if len(s.refunds) == 0 {
		t.Errorf("it ended %+v, and the refund of 12.41 EUR was dropped", ending)
	}
}

// What a person made good is on record while the rest goes on.
func TestWhatWasMadeGoodByHandIsOnRecord(t *testing.T) {
	play := flightPlay()
	play.Apology.Channels = []recovery.Channel{recovery.SMS}
	s := newStage(t, play)
	s.onText = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenNext) }
	s.onRefund = func(int) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(5 * time.Hour)) {
			return recovery.Receipt{}, later(10 * time.Minute)
		}
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(1241)}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "told her on the phone", Proof: "call-7"})
	s.RegisterDelayedCallback(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if hand := s.ledger[flightID].ByHand; hand == nil || *hand != (recovery.ByHand{Words: true}) {
			t.Errorf("the ledger has that by hand %+v was made good", hand)
		}
	}, 2*time.Hour)
	if s.run(); len(s.refunds) == 0 {
		t.Error("no refund")
	}
}

// A retry with another payment: what is owed anew is ordered before it is on record.
func TestWhatARetryOwesIsOnRecordBeforeItIsOrdered(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			return recovery.Receipt{}, no(recovery.ThenNext)
		}
		s.mu.Lock()
		stands := s.ledger[flightID]
		s.mu.Unlock()
		if last := s.refunds[len(s.refunds)-1]; stands.Owed.Money != last.Money {
			t.Errorf("%s is ordered, and %s is on record as owed", last.Money, stands.Owed.Money)
		}
		return recovery.Receipt{Provider: "stripe", ID: "re_2", Word: recovery.Arrived}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Hour, UpdateRetry, Retry{Who: "lee", Why: "it was another payment", Payment: &recovery.Payment{PaymentIntent: "pi_4", Customer: "cus_9s6", Amount: 2000, Currency: "eur"}})
	s.run()
}
