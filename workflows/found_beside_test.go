package workflows

import (
	"errors"
	"testing"
	"time"

	"makegood/recovery"
)

// The refund comes back while nobody knows whether the words, which promise it, are out.
// A coupon in its place would be told to nobody.
func TestNoCouponIsGivenWhileTheWordsMayBeOut(t *testing.T) {
	play := withWays(byCoupon)
	play.Apology.Channels = []recovery.Channel{recovery.SMS}
	s := newStage(t, play)
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Pending, Money: eur(1241)}, nil
	}
	s.onText = func(int) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(20 * time.Minute)) {
			return recovery.Receipt{}, later(time.Minute)
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(15 * time.Minute)) {
			return recovery.Receipt{}, later(time.Minute)
		}
		return recovery.Receipt{Provider: "stripe", ID: order.ID, Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(1241)}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(15*time.Minute, "refund", "stripe", "re_1")
	s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.coupons) != 0 {
		t.Errorf("ended %+v with coupons %+v", ending, s.coupons)
	}
}

// A part was refunded, and credit for the rest is under way. The part comes back, for a
// person to see to: the credit's answer opens no other way for it.
func TestWhatIsUnderWayOpensNoWayForWhatAPersonDecides(t *testing.T) {
	play := withWays(byCredit, byCoupon)
	s := newStage(t, play)
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(500)}, nil
	}
	s.onCredit = func(int) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(20 * time.Minute)) {
			return recovery.Receipt{}, later(4 * time.Minute)
		}
		return recovery.Receipt{Provider: "stripe", ID: "cbtxn_1", Word: recovery.Arrived, Money: eur(741)}, nil
	}
	s.onText = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenPerson) }
	s.onMail = s.onText // no words are out: a coupon would be possible
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: order.ID, Word: recovery.Refused, Then: recovery.ThenPerson, Why: "It was disputed.", Money: eur(500)}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(15*time.Minute, "refund", "stripe", "re_1")
	s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.coupons) != 0 {
		t.Errorf("ended %+v with coupons %+v", ending, s.coupons)
	}
}

// The refund comes back while words and ledger are away. The way that is taken in its
// place is on record before anything is ordered by it.
func TestAnotherWayIsOnRecordBeforeItIsOrdered(t *testing.T) {
	s := newStage(t, withWays(byCredit))
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Pending, Money: eur(1241)}, nil
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(15 * time.Minute)) {
			return recovery.Receipt{}, later(time.Minute)
		}
		return recovery.Receipt{Provider: "stripe", ID: order.ID, Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(1241)}, nil
	}
	s.onText = func(int) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(40 * time.Minute)) {
			return recovery.Receipt{}, later(5 * time.Minute)
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Arrived, At: s.Now()}, nil
	}
	back := s.start.Add(30 * time.Minute)
	s.RegisterDelayedCallback(func() {
		s.ledgerAway = func() error {
			if s.Now().Before(back) {
				return errors.New("the ledger is away")
			}
			return nil
		}
	}, 12*time.Minute)
	s.onCredit = func(int) (recovery.Receipt, error) {
		if s.Now().Before(back) {
			t.Errorf("credit was ordered at %s, and stood nowhere", clock(s.Now()))
		}
		return recovery.Receipt{Provider: "stripe", ID: "cbtxn_1", Word: recovery.Arrived, Money: eur(1241)}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(15*time.Minute, "refund", "stripe", "re_1")
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.credits) != 1 {
		t.Errorf("ended %+v with credits %+v", ending, s.credits)
	}
}

// A part was refunded, a coupon for the rest is ordered, and nobody knows whether it was
// given. The part comes back: what is chosen for it is weighed with the coupon's answer.
func TestWhatComesBackIsWeighedWithWhatIsOnOrder(t *testing.T) {
	play := withWays(byCoupon, byCredit)
	play.Grace = minutes(3)
	s := newStage(t, play)
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(500)}, nil
	}
	s.onCoupon = func(int) (recovery.Receipt, error) {
		if s.Now().Before(s.start.Add(16 * time.Minute)) {
			return recovery.Receipt{}, later(time.Minute)
		}
		return recovery.Receipt{Provider: "stripe", ID: "promo_1", Word: recovery.Arrived, Money: eur(741)}, nil
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: order.ID, Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(500)}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(12*time.Minute, "refund", "stripe", "re_1")
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.credits) != 1 || s.credits[0].Money != eur(500) {
		t.Errorf("ended %+v with coupons %+v and credits %+v", ending, s.coupons, s.credits)
	}
}
