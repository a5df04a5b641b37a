package workflows

import (
	"errors"
	"testing"
	"time"

	"go.temporal.io/sdk/temporal"

	"makegood/activities"
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

// The call came about a text that is not final and never will be. Whoever reads it
// back must not hold up what a person has sent back to work.
func TestACallAboutWhatIsNeverFinalHoldsUpNothing(t *testing.T) {
	play := flightPlay()
	play.Apology.Channels = []recovery.Channel{recovery.SMS}
	s := newStage(t, play)
	s.onText = func(n int) (recovery.Receipt, error) {
		word := recovery.Pending
		if n > 1 {
			word = recovery.Arrived
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: word, At: s.Now()}, nil
	}
	s.onReceipt = func(receiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{}, later(time.Hour)
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(time.Hour, "sms", "twilio", "SM1")
	s.ask(70*time.Minute, UpdateRetry, Retry{Who: "sam", Why: "found the number", Phone: "+12025550177"})
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.texts) != 2 {
		t.Fatalf("ended %+v, %d texts", ending, len(s.texts))
	}
	state := s.state()
	if waited := state.EndedAt.Sub(s.start); waited > 71*time.Minute {
		t.Errorf("it was delivered only after %s", waited)
	}
}

func later(wait time.Duration) error {
	return temporal.NewApplicationErrorWithOptions("not known", activities.FailUnknown, temporal.ApplicationErrorOptions{NextRetryDelay: wait})
}

// A part of the refund is on its way, and credit is chosen for the rest. When the
// part is final, whichever way, credit has not been tried yet.
func TestTheWayThatWasChosenForTheRestIsTaken(t *testing.T) {
	for name, test := range map[string]struct {
		word   recovery.Word
		credit int64
	}{
		"the part arrives":    {recovery.Arrived, 741},
		"the part comes back": {recovery.Refused, 1241},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, withWays(byCredit))
			s.onRefund = func(int) (recovery.Receipt, error) {
				return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Pending, Money: eur(500)}, nil
			}
			s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
				return recovery.Receipt{Provider: order.Provider, ID: order.ID, Word: test.word, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(500)}, nil
			}
			s.see(0, s.flight("ops-1", 0, 192))
			s.ask(time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
			s.run()
			if len(s.credits) != 1 || s.credits[0].Money != eur(test.credit) {
				t.Errorf("credits %+v", s.credits)
			}
		})
	}
}

// What stands at the provider is no reason to pay once more, however often a person
// sends it back to work.
func TestARetryPaysNothingTwice(t *testing.T) {
	for name, test := range map[string]struct {
		first, then recovery.Receipt
		ordered     int
	}{
		"other money was given": {recovery.Receipt{ID: "re_1", Word: recovery.Arrived, Money: recovery.Money{Amount: 1241, Currency: "usd"}}, recovery.Receipt{}, 1},
		"more was given":        {recovery.Receipt{ID: "re_1", Word: recovery.Arrived, Money: eur(1861)}, recovery.Receipt{}, 1},
		"a second order cannot be read back": {
			recovery.Receipt{ID: "re_1", Word: recovery.Refused, Then: recovery.ThenPerson, Why: "disputed"}, recovery.Receipt{ID: "re_2", Word: recovery.Pending, Money: recovery.Money{Amount: 1241, Currency: "usd"}}, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			s.onRefund = func(n int) (recovery.Receipt, error) {
				receipt := test.first
				if n > 1 {
					receipt = test.then
				}
				receipt.Provider = "stripe"
				return receipt, nil
			}
			s.onReceipt = func(receiptOrder) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenPerson) }
			s.see(0, s.flight("ops-1", 0, 192))
			dollars := &recovery.Payment{PaymentIntent: "pi_3Nx", Amount: 4961, Currency: "usd"}
			s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the payment was in dollars", Payment: dollars})
			s.ask(2*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "it may be read now"})
			s.ask(3*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "looked at Stripe", Proof: "re_1"})
			if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != test.ordered {
				t.Errorf("ended %+v with refunds %+v", ending, s.refunds)
			}
		})
	}
}

// The words were taken, and only the answer was lost. The complaint that came
// meanwhile came after them.
func TestWhoWasFirstIsDecidedByWhenTheWordsWereTaken(t *testing.T) {
	s := newStage(t, flightPlay())
	var taken time.Time
	s.onText = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			taken = s.Now()
			return recovery.Receipt{}, later(2 * time.Minute)
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Arrived, At: taken}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.complain(11*time.Minute, 11*time.Minute)
	s.run()
	if state := s.state(); state.First != recovery.FirstUs || !state.ApologyAt.Before(state.ComplainedAt) {
		t.Errorf("first was %q; the words at %s, the complaint at %s", state.First, state.ApologyAt, state.ComplainedAt)
	}
}

// A part that a second order gave is not final when a person sends it back to work.
// It belongs to what has to be proven, as every part does.
func TestAPartThatIsPendingIsProvenToo(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(n int) (recovery.Receipt, error) {
		switch n {
		case 1:
			return recovery.Receipt{}, no(recovery.ThenPerson)
		case 2:
			return recovery.Receipt{Provider: "stripe", ID: "re_2", Word: recovery.Pending, Money: eur(500)}, nil
		}
		return recovery.Receipt{Provider: "stripe", ID: "re_3", Word: recovery.Arrived}, nil
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: order.ID, Word: recovery.Refused, Then: recovery.ThenPerson, Why: "The card is gone.", Money: eur(500)}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the dispute is over"})
	s.ask(2*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the rest, please"})
	resolved := s.ask(3*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
	if ending := s.run(); ending.Stage != recovery.Delivered || resolved.said == nil {
		t.Errorf("ended %+v without a person, and 5.00 EUR have come back", ending)
	}
}

// While a dismissal waits for the ledger nothing else can be asked for: it would be
// promised, and forgotten with the end.
func TestNothingIsPromisedWhileItIsDismissed(t *testing.T) {
	s := newStage(t, flightPlay())
	s.noLedgerFor(40 * time.Hour)
	s.see(0, s.flight("ops-1", 0, 45))
	confirm := s.ask(37*time.Hour, UpdateConfirm, Confirm{Who: "sam", Why: "missed a wedding"})
	dismiss := s.ask(38*time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "a drill"})
	if ending := s.run(); ending.Stage != recovery.Dismissed || confirm.rejected == nil || dismiss.rejected == nil {
		t.Errorf("ended %+v; confirm %v, dismiss %v", ending, confirm.said, dismiss.said)
	}
}

// The text arrived and came back, and the mail is not final: nothing has arrived, so
// it does not end; and as the mail may still arrive nothing is sent beside it.
func TestWordsThatCameBackAreMissingThoughOthersAreOnTheirWay(t *testing.T) {
	play := flightPlay()
	play.Apology.Channels = []recovery.Channel{recovery.Email, recovery.SMS}
	s := newStage(t, play)
	s.onRefund = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			return recovery.Receipt{}, no(recovery.ThenPerson)
		}
		return recovery.Receipt{Provider: "stripe", ID: "re_2", Word: recovery.Arrived}, nil
	}
	s.onMail = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "sendgrid", ID: "mail-1", Word: recovery.Pending, At: s.Now()}, nil
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		if order.Step.Name == "email" {
			return recovery.Receipt{}, errors.New("not final yet")
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Refused, Why: "undelivered", At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(2*time.Hour, "sms", "twilio", "SM1")
	s.ask(3*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the dispute is over"})
	beside := 0
	s.RegisterDelayedCallback(func() { beside = len(s.texts) - 1 }, 150*time.Minute)
	if ending := s.run(); ending.Stage != recovery.Delivered || beside != 0 || len(s.texts) != 2 || s.texts[1].Step.Name != "sms:2" {
		t.Errorf("ended %+v with %d texts beside the mail; texts %+v", ending, beside, s.texts)
	}
}

// The text had no receipt in time, and the mail is to be tried once more later. The
// text arrives in between: nothing more is sent.
func TestNothingIsTriedLaterThatHasArrivedMeanwhile(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Pending, At: s.Now()}, nil
	}
	s.onMail = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "sendgrid", ID: "mail-1", Word: recovery.Refused, Then: recovery.ThenLater, Why: "The mailbox is full.", At: s.Now()}, nil
	}
	arrived := s.start.Add(30 * time.Minute) // between the two mails
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		if s.Now().Before(arrived) {
			return recovery.Receipt{}, later(5 * time.Minute)
		}
		return recovery.Receipt{Provider: order.Provider, ID: order.ID, Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(30*time.Minute, "sms", "twilio", "SM1")
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.mails) != 1 {
		t.Errorf("ended %+v with %d mails beside the text that arrived", ending, len(s.mails))
	}
}

// A part was refused so that a person should decide. When another part comes back no
// machine takes the next way for both.
func TestWhatAPersonDecidesIsNotDecidedByWhatComesBack(t *testing.T) {
	s := newStage(t, withWays(byCredit, byCoupon))
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(500)}, nil
	}
	s.onCredit = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenPerson) }
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: order.ID, Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(500)}, nil
	}
	s.onText = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenPerson) }
	s.onMail = s.onText // no words are out: a coupon would be possible
	s.see(0, s.flight("ops-1", 0, 192))
	s.call(time.Hour, "refund", "stripe", "re_1")
	s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.coupons) != 0 {
		t.Errorf("ended %+v with coupons %+v", ending, s.coupons)
	}
}

// While a dismissal waits for the ledger something comes in that cannot be used, and
// then one more observation. It is decided anew, and a person has to be asked.
func TestWhatCannotBeUsedWhileItIsDismissedIsSeenByAPerson(t *testing.T) {
	s := newStage(t, flightPlay())
	s.noLedgerFor(2 * time.Hour)
	over := s.flight("ops-1", 0, 45)
	over.Resolved = true
	s.see(0, over)
	s.RegisterDelayedCallback(s.CancelWorkflow, time.Hour)
	over.ID, over.ObservedAt = "ops-2", s.start.Add(time.Hour)
	s.see(time.Hour+time.Minute, over)
	var asked recovery.State
	s.RegisterDelayedCallback(func() { asked = s.state() }, 3*time.Hour)
	s.ask(4*time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "a drill"})
	s.run()
	if asked.Stage != recovery.NeedsPerson || asked.AttendBy.IsZero() {
		t.Errorf("it is %s, to be seen to by %s", asked.Stage, asked.AttendBy)
	}
}

// A dismissal waits for the ledger. What comes in meanwhile and cannot be used might
// have been what mattered: it is not dismissed before a person has looked.
func TestWhatCannotBeUsedStopsADismissalThatWaits(t *testing.T) {
	s := newStage(t, flightPlay())
	s.noLedgerFor(40 * time.Hour)
	s.see(0, s.flight("ops-1", 0, 45))
	s.raw(38*time.Hour, "nonsense")
	dismiss := s.ask(50*time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "a slip of the sender"})
	if ending := s.run(); ending.Stage != recovery.Dismissed || dismiss.rejected != nil || s.state().DismissedBy != "sam" {
		t.Errorf("ended %+v by %q; the person heard %v", ending, s.state().DismissedBy, dismiss.rejected)
	}
}
