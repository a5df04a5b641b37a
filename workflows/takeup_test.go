package workflows

import (
	"encoding/json"
	"testing"
	"time"

	"makegood/recovery"
)

// A run was terminated after its refund had come back. The run that takes it up gives
// nothing under the old key, which Stripe would answer as it did at first: it takes the
// play's next way, or has a person decide.
func TestWhatDidNotStayIsNotTakenUpAsDone(t *testing.T) {
	back := recovery.Receipt{Step: "refund", Provider: "stripe", ID: "re_1", Status: "failed", Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(1241)}
	outright := recovery.Receipt{Step: "refund", Provider: "stripe", Status: "refused", Word: recovery.Refused, Then: recovery.ThenNext, Why: "The charge cannot be refunded."}
	again := back
	again.Step, again.ID = "refund:2", "re_2"
	forPerson := back
	forPerson.Then = recovery.ThenPerson
	arrived := recovery.Receipt{Step: "credit", Provider: "stripe", ID: "cbtxn_1", Word: recovery.Arrived, Money: eur(1241)}
	credit := recovery.Debt{Kind: recovery.KindCredit, Money: eur(1241), Paid: eur(4961)}
	for name, test := range map[string]struct {
		ways    []recovery.Way
		rest    *recovery.Debt
		steps   []recovery.Receipt
		credits int
		stage   recovery.Stage // before a person has done anything
	}{
		"it came back, and nothing is left":      {nil, nil, []recovery.Receipt{back}, 0, recovery.NeedsPerson},
		"it came back, and there is another way": {[]recovery.Way{byCredit}, nil, []recovery.Receipt{back}, 1, recovery.Delivered},
		"a person is to decide":                  {[]recovery.Way{byCredit}, nil, []recovery.Receipt{forPerson}, 0, recovery.NeedsPerson},
		"a person's retry came back too":         {nil, nil, []recovery.Receipt{back, again}, 0, recovery.NeedsPerson},
		"it was refused outright":                {nil, nil, []recovery.Receipt{outright}, 0, recovery.NeedsPerson},
		"the other way was chosen":               {[]recovery.Way{byCredit}, &credit, []recovery.Receipt{back}, 1, recovery.Delivered},
		"the other way was taken":                {[]recovery.Way{byCredit}, &credit, []recovery.Receipt{back, arrived}, 0, recovery.Delivered},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, withWays(test.ways...))
			debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: eur(1241), Paid: eur(4961)}
			s.ledger[flightID] = recovery.State{
				ID: flightID, Stage: recovery.NeedsPerson, Trigger: "flight.delayed", Experience: "LO391-2026-11-21", Customer: "c-1042",
				Tier: "180", Owed: &debt, Rest: test.rest, ConfirmedAt: s.start.Add(-time.Hour), OpenedAt: s.start.Add(-time.Hour),
			}
			s.steps = test.steps
			s.past.Observed = []json.RawMessage{[]byte(mustJSON(t, s.flight("ops-1", -time.Hour, 192)))}
			s.resuming()
			var between recovery.State
			s.RegisterDelayedCallback(func() { between = s.state() }, 5*time.Hour)
			s.ask(6*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
			s.run()
			if between.Stage == "" {
				between = s.state()
			}
			if between.Stage != test.stage || len(s.refunds) != 0 || len(s.credits) != test.credits {
				t.Errorf("%s: %s; %v", between.Stage, between.Why, s.order)
			}
		})
	}
}

// An address that a person has corrected is one that surveys are to leave alone as well.
func TestSurveysLeaveACorrectedAddressAlone(t *testing.T) {
	s := newStage(t, flightPlay())
	s.surveyOn = true
	s.onText = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenNext) }
	s.onMail = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			return recovery.Receipt{}, no(recovery.ThenNext)
		}
		return recovery.Receipt{Provider: "sendgrid", ID: "mail-2", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "asked the desk", Email: "eve@example.com"})
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if n := len(s.suppress); n != 2 || s.suppress[1].Email != "eve@example.com" || s.suppress[1].Step.Name != "survey_mail:2" {
		t.Errorf("kept away: %+v", s.suppress)
	}
}

// A number is texted as providers take it, however it was written.
func TestNumbersAreDialledInE164(t *testing.T) {
	s := newStage(t, flightPlay())
	first := s.flight("ops-1", 0, 192)
	first.Customer.Phone = "+1 (202) 555-0143"
	s.onText = func(n int) (recovery.Receipt, error) {
		if n == 1 {
			return recovery.Receipt{}, no(recovery.ThenNext)
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM2", Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.onMail = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenNext) }
	s.see(0, first)
	s.ask(time.Hour, UpdateRetry, Retry{Who: "sam", Why: "found the number", Phone: "+44 7700 900 123"})
	s.run()
	if len(s.texts) != 2 || s.texts[0].To != "+12025550143" || s.texts[1].To != "+447700900123" {
		t.Errorf("texts %+v", s.texts)
	}
}

// What was measured stays what was measured, whoever dismisses it; and proof is a word.
func TestAPersonsWordsAreTakenAsTheyAre(t *testing.T) {
	s := newStage(t, flightPlay())
	s.see(0, s.flight("ops-1", 0, 45))
	s.ask(time.Hour, UpdateDismiss, Dismiss{Who: "sam", Why: "a drill"})
	if s.run(); s.state().Reading != "45" {
		t.Errorf("measured %q", s.state().Reading)
	}

	s = newStage(t, flightPlay())
	s.onRefund = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenPerson) }
	s.see(0, s.flight("ops-1", 0, 192))
	blank := s.ask(time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: " "})
	s.ask(2*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
	if s.run(); blank.rejected == nil {
		t.Error("a blank was taken for proof")
	}
}
