package workflows

import (
	"errors"
	"slices"
	"testing"
	"time"

	"makegood/activities"
	"makegood/recovery"
)

func TestADebtOutlivesALaterRunThatWouldDismiss(t *testing.T) {
	s := newStage(t, flightPlay())
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: recovery.Money{Amount: 1241, Currency: "eur"}, Paid: recovery.Money{Amount: 4961, Currency: "eur"}}
	s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Confirmed, Tier: "180", Owed: &debt, ConfirmedAt: s.start.Add(-time.Hour)}
	below := s.flight("ops-9", 0, 30)
	below.Resolved = true
	s.see(0, below)
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != 1 || s.refunds[0].Money.Amount != 1241 {
		t.Fatalf("ended %+v with refunds %+v", ending, s.refunds)
	}
}

func TestAPersonsConfirmationOutweighsAnEarlierDismissal(t *testing.T) {
	for name, dismissedBy := range map[string]string{"by the play": "", "by a person": "kim"} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Dismissed, DismissedBy: dismissedBy, Seen: recovery.SeenOf(
				recovery.Sighting{ID: "old", At: s.start.Add(-time.Hour), Value: 45, Measured: true, Resolved: true},
			)}
			s.see(0, s.flight("ops-9", 0, 50))
			confirm := s.ask(time.Minute, UpdateConfirm, Confirm{Who: "sam", Why: "missed a wedding", Tier: "180"})
			if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != 1 {
				t.Fatalf("ended %+v, %v", ending, confirm.rejected)
			}
		})
	}
}

func TestRetryAfterAnUnknownOutcomeIsTheSameStepAgain(t *testing.T) {
	play := flightPlay()
	play.Apology.Channels = []recovery.Channel{recovery.SMS}
	s := newStage(t, play)
	s.onText = func(n int) (recovery.Receipt, error) {
		word := recovery.Pending
		if n > 1 { // looking finds that it had arrived
			word = recovery.Arrived
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: word, At: s.Now()}, nil
	}
	s.onReceipt = func(activities.ReceiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{}, errors.New("not final yet")
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(2*time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the provider is back"})
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if len(s.texts) != 2 || s.texts[1].Step.Name != "sms" {
		t.Fatalf("the words were ordered anew, and would go out twice: %+v", s.texts)
	}
}

func TestMoneyOfAnotherKindIsNoProof(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: recovery.Money{Amount: 1241, Currency: "usd"}, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.RegisterDelayedCallback(func() {
		if state := s.state(); state.Stage != recovery.NeedsPerson {
			t.Errorf("it is %s", state.Stage)
		}
	}, time.Hour)
	s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "settled with the bank", Proof: "bank-1"})
	s.run()
}

func TestAnArgumentThatNobodyAskedForChangesNothing(t *testing.T) {
	for name, argument := range map[string]any{
		"an observation": map[string]any{"id": "ops-1"}, "a string": "hello", "a state": map[string]any{"state": map[string]any{"stage": "delivered"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			s.see(0, s.flight("ops-1", 0, 192))
			s.ExecuteWorkflow(TypeRecovery, argument)
			ending := new(Ending)
			if err := s.GetWorkflowResult(ending); err != nil || ending.Stage != recovery.Delivered {
				t.Fatalf("ended %+v, %v", ending, err)
			}
		})
	}
}

func TestTheNextChannelWaitsUntilALostAnswerIsLookedInto(t *testing.T) {
	play := flightPlay()
	play.Apology.ReceiptWithin = recovery.Duration(20 * time.Second) // shorter than looking takes
	s := newStage(t, play)
	var asked time.Time
	s.onText = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			asked = s.Now()
		}
		if s.Now().Sub(asked) < 2*time.Minute {
			return recovery.Receipt{}, errors.New("whether it went out is being looked into")
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "delivered", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.mails) != 0 {
		t.Fatalf("ended %+v; %d mails went out beside a text that had arrived", ending, len(s.mails))
	}
}

// What an earlier run has proof of is not done again, whatever is reported now
// and however often a person sends it back to work.
func TestWhatAnEarlierRunHasDoneIsNotDoneAgain(t *testing.T) {
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: recovery.Money{Amount: 1241, Currency: "eur"}, Paid: recovery.Money{Amount: 4961, Currency: "eur"}}
	refund := recovery.Receipt{Step: "refund:2", Provider: "stripe", ID: "re_7", Word: recovery.Arrived, Money: debt.Money}
	refundRefused := recovery.Receipt{Step: "refund", Provider: "stripe", Code: "charge_disputed", Word: recovery.Refused}
	refundPending := recovery.Receipt{Step: "refund", Provider: "stripe", ID: "re_8", Word: recovery.Pending, Money: debt.Money}
	textRefused := recovery.Receipt{Step: "sms", Provider: "twilio", Code: "21211", Word: recovery.Refused}
	textFailed := recovery.Receipt{Step: "sms", Provider: "twilio", ID: "SM6", Code: "30008", Word: recovery.Refused}
	text := recovery.Receipt{Step: "sms:2", Provider: "twilio", ID: "SM7", Word: recovery.Arrived}
	textUnknown := recovery.Receipt{Step: "sms", Provider: "twilio"}
	sending := recovery.Receipt{Step: "sms/sending"}
	tests := map[string]struct {
		steps          []recovery.Receipt
		refunds, texts []string // steps that are ordered
		mails          int
		awaited        int
	}{
		"nothing was done":                {nil, []string{"refund"}, []string{"sms"}, 0, 0},
		"money, after a person's retry":   {[]recovery.Receipt{refundRefused, refund}, nil, []string{"sms"}, 0, 0},
		"words, after a person's retry":   {[]recovery.Receipt{textRefused, sending, text}, []string{"refund"}, nil, 0, 0},
		"both":                            {[]recovery.Receipt{refund, text}, nil, nil, 0, 0},
		"words with an unknown outcome":   {[]recovery.Receipt{textUnknown, sending}, []string{"refund"}, []string{"sms"}, 0, 0},
		"words that were refused":         {[]recovery.Receipt{textRefused}, []string{"refund"}, []string{"sms:2"}, 0, 0},
		"words that failed on their way":  {[]recovery.Receipt{textFailed}, []string{"refund"}, nil, 1, 0},
		"money that is not final yet":     {[]recovery.Receipt{refundPending}, nil, []string{"sms"}, 0, 1},
		"money that was refused before":   {[]recovery.Receipt{refundRefused}, []string{"refund"}, []string{"sms"}, 0, 0},
		"a second try that was cut short": {[]recovery.Receipt{refundRefused, {Step: "refund:2", Provider: "stripe"}}, nil, []string{"sms"}, 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.NeedsPerson, Tier: "180", Owed: &debt, ConfirmedAt: s.start.Add(-time.Hour)}
			s.steps = test.steps
			awaited := 0
			s.onReceipt = func(order activities.ReceiptOrder) (recovery.Receipt, error) {
				awaited++
				return recovery.Receipt{Step: order.Step.Name, Provider: order.Provider, ID: order.ID, Word: recovery.Arrived, Money: debt.Money}, nil
			}
			s.see(0, s.flight("ops-9", -time.Hour, 200))
			s.ask(time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "looked at Stripe", Proof: "re_9"})
			if ending := s.run(); ending.Stage != recovery.Delivered {
				t.Fatalf("ended %+v", ending)
			}
			var refunds, texts []string
			for _, order := range s.refunds {
				refunds = append(refunds, order.Step.Name)
			}
			for _, order := range s.texts {
				texts = append(texts, order.Step.Name)
			}
			if !slices.Equal(refunds, test.refunds) || !slices.Equal(texts, test.texts) || len(s.mails) != test.mails || awaited != test.awaited {
				t.Errorf("ordered refunds %q, texts %q, %d mails; asked for %d receipts", refunds, texts, len(s.mails), awaited)
			}
		})
	}
}

// What a person has made good by hand is not given by another run; what was owed beyond
// that is a person's to decide.
func TestWhatWasMadeGoodByHandIsNotGivenByALaterRun(t *testing.T) {
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: recovery.Money{Amount: 1241, Currency: "eur"}, Paid: recovery.Money{Amount: 4961, Currency: "eur"}}
	byHand := recovery.Receipt{Step: "by_hand", Provider: "makegood", ID: "bank-1", Word: recovery.Arrived}
	for name, told := range map[string][]string{"all of it": nil, "and more was owed after that": {"by_hand"}} {
		t.Run(name, func(t *testing.T) {
			play := flightPlay()
			play.TopUp = true
			s := newStage(t, play)
			s.ledger[flightID] = recovery.State{
				ID: flightID, Stage: recovery.NeedsPerson, Tier: "180", Owed: &debt, ConfirmedAt: s.start.Add(-time.Hour),
				Receipts: []recovery.Receipt{byHand}, Told: told,
			}
			s.see(0, s.flight("ops-9", -time.Hour, 200))
			s.RegisterDelayedCallback(func() {
				if state := s.state(); (state.Stage == recovery.NeedsPerson) != (told != nil) {
					t.Errorf("it is %s: %s", state.Stage, state.Why)
				}
			}, time.Hour)
			if told != nil {
				s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank too", Proof: "bank-2"})
			}
			if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds)+len(s.texts)+len(s.mails) != 0 {
				t.Fatalf("ended %+v with refunds %+v and %d words", ending, s.refunds, len(s.texts)+len(s.mails))
			}
		})
	}
}
