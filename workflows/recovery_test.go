package workflows

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"makegood/activities"
	"makegood/recovery"
)

func TestALateFlightIsMadeGoodOnce(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 192))
	s.see(time.Minute, s.flight("ops-1", 0, 192)) // a repeat
	ending := s.run()
	if ending.Stage != recovery.Delivered || ending.Tier != "180" {
		t.Fatalf("ended %+v", ending)
	}
	if want := []string{"claim", "refund", "sms", "record delivered"}; !slices.Equal(s.order, want) {
		t.Errorf("did %q, want %q", s.order, want)
	}
	if got := s.refunds[0].Money; got != (recovery.Money{Amount: 1241, Currency: "eur"}) {
		t.Errorf("refunded %v, want 12.41 EUR: a quarter of 49.61, rounded up", got)
	}
	text := s.texts[0]
	if text.To != "+12025550143" || !strings.Contains(text.Body, "12.41") || !strings.Contains(text.Body, recovery.Ref(flightID)) {
		t.Errorf("texted %+v", text)
	}
	state := s.state()
	if held := state.ConfirmedAt.Sub(s.start); held != 10*time.Minute {
		t.Errorf("confirmed after %s, want the hold", held)
	}
	if state.First != recovery.FirstUs || state.ApologyAt.IsZero() || len(state.Receipts) != 2 {
		t.Errorf("state %+v", state)
	}
}

func TestBelowTheThresholdIsDismissed(t *testing.T) {
	s := newStage(t, flightPlay())
	landed := s.flight("ops-2", time.Hour, 45)
	landed.Resolved = true
	s.see(0, s.flight("ops-1", 0, 130))
	s.see(5*time.Minute, s.flight("ops-1b", 5*time.Minute, 100)) // falls back during the hold
	s.see(time.Hour, landed)
	if ending := s.run(); ending.Stage != recovery.Dismissed {
		t.Fatalf("ended %+v", ending)
	}
	if len(s.texts)+len(s.mails)+len(s.refunds) != 0 {
		t.Error("something went out for what was dismissed")
	}
}

func TestNothingMoreIsSeenUntilItCloses(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 45))
	ending := s.run()
	if ending.Stage != recovery.Dismissed || s.Now().Sub(s.start) < 36*time.Hour {
		t.Fatalf("ended %+v after %s", ending, s.Now().Sub(s.start))
	}
}

func TestWordsDoNotWaitLongForMoney(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(n int) (recovery.Receipt, error) {
		if s.Now().Sub(s.start) < 2*time.Hour {
			return recovery.Receipt{}, errors.New("the provider is away")
		}
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Status: "succeeded", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	state := s.state()
	if wait := state.ApologyAt.Sub(state.ConfirmedAt); wait > 31*time.Second {
		t.Errorf("the words waited %s for the money", wait)
	}
	if strings.Contains(s.texts[0].Body, "have refunded") {
		t.Errorf("the words say what was not true yet: %q", s.texts[0].Body)
	}
	for _, order := range s.refunds {
		if order.Step.Name != "refund" || order.Step.Since != s.refunds[0].Step.Since {
			t.Fatalf("the refund was ordered as another step: %+v", order.Step)
		}
	}
}

func TestTheNextChannelIsTaken(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{}, refused(recovery.Refusal{Provider: "twilio", Code: "21610", Then: recovery.ThenNext, Why: "the customer opted out of texts"})
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.run()
	if len(s.texts) != 1 || len(s.mails) != 1 {
		t.Fatalf("%d texts and %d mails, want one each", len(s.texts), len(s.mails))
	}
	if !strings.Contains(s.mails[0].Subject, recovery.Ref(flightID)) {
		t.Errorf("the subject %q has no reference", s.mails[0].Subject)
	}
}

func TestALateReceiptMovesToTheNextChannel(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending, At: s.Now()}, nil
	}
	s.onReceipt = func(activities.ReceiptOrder) (recovery.Receipt, error) {
		return recovery.Receipt{}, errors.New("not final yet")
	}
	s.see(0, s.flight("ops-1", 0, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if len(s.texts) != 1 || len(s.mails) != 1 {
		t.Fatalf("%d texts and %d mails, want one each", len(s.texts), len(s.mails))
	}
}

func TestAnUnreachableHandsetIsTriedOnceMore(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(n int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "twilio", ID: "SM", Status: "undelivered", Code: "30003", Word: recovery.Refused, Then: recovery.ThenLater, Why: "the handset could not be reached", At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.run()
	if len(s.texts) != 2 || s.texts[1].Step.Name != "sms:2" || len(s.mails) != 1 {
		t.Fatalf("texts %+v, %d mails", s.texts, len(s.mails))
	}
}

func TestSurveyMailIsKeptAwayBeforeTheWords(t *testing.T) {
	s := newStage(t, flightPlay())
	s.surveyOn = true
	s.see(0, s.flight("ops-1", 0, 192))
	s.run()
	if slices.Index(s.order, "survey mail") > slices.Index(s.order, "sms") {
		t.Errorf("did %q", s.order)
	}
}

func TestSurveyMailThatIsNotKeptAwayAtOnceIsOrdered(t *testing.T) {
	s := newStage(t, flightPlay())
	s.surveyOn = true
	s.onSurveyMail = func(n int) (recovery.Receipt, error) {
		if n < 4 {
			return recovery.Receipt{}, errors.New("the provider is away")
		}
		return recovery.Receipt{Provider: "sendgrid", ID: "group/1", Word: recovery.Arrived}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.suppress) != 4 {
		t.Fatalf("ended %+v, asked %d times", ending, len(s.suppress))
	}
	for _, order := range s.suppress {
		if order.Step.Name != "survey_mail" {
			t.Errorf("it is another step: %+v", order.Step)
		}
	}
	if words := slices.Index(s.order, "sms"); slices.Contains(s.order[words:], "survey mail") {
		t.Errorf("did %q", s.order)
	}
}

func TestSurveyMailThatIsRefusedIsSeenByAPerson(t *testing.T) {
	s := newStage(t, flightPlay())
	s.surveyOn = true
	s.onSurveyMail = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			return recovery.Receipt{}, refused(recovery.Refusal{Provider: "sendgrid", Code: "no_group", Then: recovery.ThenPerson, Why: "no such survey group"})
		}
		return recovery.Receipt{Provider: "sendgrid", ID: "group/1", Word: recovery.Arrived}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "the group is there now"})
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.suppress) != 2 || len(s.texts) != 1 {
		t.Fatalf("ended %+v, asked %d times, %d texts", ending, len(s.suppress), len(s.texts))
	}
}

func TestACouponsCodeIsInTheWords(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 150))
	s.run()
	if len(s.coupons) != 1 || !strings.Contains(s.texts[0].Body, s.coupons[0].Code) {
		t.Fatalf("coupons %+v, text %q", s.coupons, s.texts[0].Body)
	}
	if s.coupons[0].Percent != 100_000 || s.coupons[0].Customer != "cus_9s6" {
		t.Errorf("coupon %+v", s.coupons[0])
	}
}

func TestARunAfterTheEndDoesNothingTwice(t *testing.T) {
	s := newStage(t, flightPlay())
	s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Delivered, Tier: "180"}
	s.see(0, s.flight("ops-9", 0, 500))
	ending := s.run()
	if ending.Stage != recovery.Delivered || len(s.texts)+len(s.refunds)+len(s.coupons) != 0 {
		t.Fatalf("ended %+v, did %q", ending, s.order)
	}
}

func TestARunAfterADismissalDecidesOverAllThatWasSeen(t *testing.T) {
	s := newStage(t, flightPlay())
	// The dismissed run saw it fall back five minutes into the hold, and end. What
	// comes late was observed before that, and in order would have changed nothing.
	s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Dismissed, Seen: recovery.SeenOf(
		recovery.Sighting{ID: "b", At: s.start.Add(-55 * time.Minute), Value: 60, Measured: true},
		recovery.Sighting{ID: "c", At: s.start.Add(-50 * time.Minute), Value: 60, Measured: true, Resolved: true},
	)}
	s.see(0, s.flight("a", -time.Hour, 200))
	if ending := s.run(); ending.Stage != recovery.Dismissed || len(s.refunds) != 0 {
		t.Fatalf("ended %+v, did %q", ending, s.order)
	}
}

func TestWhatIsSeenLongAfterADismissalIsMadeGood(t *testing.T) {
	s := newStage(t, flightPlay())
	s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Dismissed, Seen: recovery.SeenOf(
		recovery.Sighting{ID: "old", At: s.start.Add(-8 * 24 * time.Hour), Value: 20, Measured: true},
	)}
	s.see(0, s.flight("ops-1", -time.Hour, 200))
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.refunds) != 1 || len(s.texts) != 1 {
		t.Fatalf("ended %+v, did %q", ending, s.order)
	}
}

func TestARunCutShortIsTakenUp(t *testing.T) {
	s := newStage(t, flightPlay())
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: recovery.Money{Amount: 1241, Currency: "eur"}, Paid: recovery.Money{Amount: 4961, Currency: "eur"}}
	since := s.start.Add(-time.Hour)
	s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Confirmed, Tier: "180", Owed: &debt, ConfirmedAt: since}
	s.see(0, s.flight("ops-9", -time.Hour, 130)) // would owe less by itself
	if ending := s.run(); ending.Stage != recovery.Delivered || ending.Tier != "180" {
		t.Fatalf("ended %+v", ending)
	}
	if len(s.refunds) != 1 || !s.refunds[0].Step.Since.Equal(since) {
		t.Fatalf("refunds %+v", s.refunds)
	}
}

func TestAPersonsDismissalStands(t *testing.T) {
	s := newStage(t, flightPlay())
	s.ledger[flightID] = recovery.State{ID: flightID, Stage: recovery.Dismissed, DismissedBy: "sam", Why: "it was a drill (sam)"}
	s.see(0, s.flight("ops-9", -time.Hour, 500))
	if ending := s.run(); ending.Stage != recovery.Dismissed || len(s.texts)+len(s.refunds) != 0 {
		t.Fatalf("ended %+v, did %q", ending, s.order)
	}
}
