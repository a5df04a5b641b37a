package workflows

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// seeAtOnce signals many observations, hundreds between two workflow tasks.
func (s *stage) seeAtOnce(many []recovery.Observation) {
	const atOnce = 900 // the environment takes a thousand
	after := time.Duration(0)
	for part := range slices.Chunk(many, atOnce) {
		after += time.Millisecond
		s.RegisterDelayedCallback(func() {
			for i := range part {
				s.SignalWorkflow(SignalObserve, part[i])
			}
		}, after)
	}
}

// runUntilItContinues plays a run until it hands over, and returns what it does.
func (s *stage) runUntilItContinues() *commonpb.Payloads {
	s.t.Helper()
	s.ExecuteWorkflow(TypeRecovery)
	var continued *workflow.ContinueAsNewError
	if err := s.GetWorkflowError(); !errors.As(err, &continued) {
		s.t.Fatalf("it does not continue: %v", err)
	}
	if size := continued.Input.Size(); size > 1<<20 {
		s.t.Fatalf("%d bytes are carried, and Temporal takes two million", size)
	}
	return continued.Input
}

// goOnWith plays the run that takes over what another carried, to the end.
func (s *stage) goOnWith(carried *commonpb.Payloads) *Ending {
	s.t.Helper()
	s.SetContinuedExecutionRunID("the-run-before")
	s.ExecuteWorkflow(TypeRecovery, converter.NewRawValue(carried.Payloads[0]))
	ending := new(Ending)
	if err := s.GetWorkflowResult(ending); err != nil {
		s.t.Fatal(err)
	}
	return ending
}

func (s *stage) manyFlights(n int, delay float64) []recovery.Observation {
	long := strings.Repeat("x", 190)
	many := make([]recovery.Observation, n)
	for i := range many {
		many[i] = s.flight(fmt.Sprint(long, i), time.Duration(i-n)*time.Second, delay)
	}
	return many
}

func TestVeryManyObservationsAreCarriedOn(t *testing.T) {
	s := newStage(t, flightPlay())
	many := s.manyFlights(6000, 30)
	many[5999].Attributes = map[string]any{"about": strings.Repeat("<", 10_000)}
	s.seeAtOnce(many)
	s.RegisterDelayedCallback(func() { s.SetContinueAsNewSuggested(true) }, time.Minute)
	s.see(2*time.Minute, s.flight("ops-later", time.Minute, 40))
	carried := s.runUntilItContinues()

	next := newStage(t, flightPlay())
	next.see(3*time.Minute, next.flight("ops-last", 3*time.Minute, 190))
	if ending := next.goOnWith(carried); ending.Stage != recovery.Delivered || ending.Tier != "180" || len(next.refunds) != 1 || len(next.texts) != 1 {
		t.Fatalf("ended %+v, did %q", ending, next.order)
	}
	state := next.state()
	if counted := state.Seen.Count(); counted != 6002 {
		t.Errorf("%d observations are counted", counted)
	}
}

func TestTheStoryOfVeryManyIsToldInAHundredLines(t *testing.T) {
	s := newStage(t, flightPlay())
	s.seeAtOnce(s.manyFlights(300, 30))
	s.see(time.Minute, s.flight("ops-last", time.Minute, 190))
	s.run()
	state := s.state()
	observed := 0
	for _, line := range state.Story {
		if strings.HasPrefix(line.What, "Observed") {
			observed++
		}
	}
	if last := state.Story[len(state.Story)-1]; observed != 100 || !strings.HasPrefix(last.What, "Delivered") {
		t.Errorf("%d lines tell what was observed, the last is %q", observed, last.What)
	}
	if !state.OpenedAt.Equal(s.start) {
		t.Errorf("opened at %s, started at %s", state.OpenedAt, s.start)
	}
}

func TestVeryManyAfterTheVerdictChangeNothing(t *testing.T) {
	s := newStage(t, flightPlay())
	late := s.flight("ops-0", -2*time.Hour, 200)
	many := append([]recovery.Observation{late}, s.manyFlights(3000, 20)...)
	many[1].ObservedAt = s.start.Add(-100 * time.Minute) // the hold has passed by then
	s.seeAtOnce(many)
	if ending := s.run(); ending.Stage != recovery.Delivered || ending.Tier != "180" {
		t.Fatalf("ended %+v", ending)
	}
	if kept := len(s.state().Seen.Sightings); kept > 2000 {
		t.Errorf("%d sightings are kept", kept)
	}
}

func TestMoreAheadOfTheClockThanCanBeKeptIsSeenByAPerson(t *testing.T) {
	s := newStage(t, flightPlay())
	many := s.manyFlights(2500, 20)
	for i := range many {
		many[i].ObservedAt = s.start.Add(4*time.Minute + time.Duration(i)*time.Millisecond)
	}
	s.seeAtOnce(many)
	var state recovery.State
	s.RegisterDelayedCallback(func() { state = s.state() }, time.Minute)
	s.ask(2*time.Minute, UpdateDismiss, Dismiss{Who: "sam", Why: "a broken feed"})
	if ending := s.run(); ending.Stage != recovery.Dismissed {
		t.Fatalf("ended %+v", ending)
	}
	if state.Stage != recovery.NeedsPerson || len(state.Seen.Sightings) != 2000 || len(state.Problems) == 0 || !strings.Contains(state.Problems[0], "ahead of the clock") {
		t.Errorf("it stood at %s with %d sightings and %q", state.Stage, len(state.Seen.Sightings), state.Problems)
	}
}

func TestTheLatestAreKeptWhileNoPlayIsKnown(t *testing.T) {
	s := newStage(t, nil)
	s.seeAtOnce(s.manyFlights(50, 200))
	s.RegisterDelayedCallback(func() { s.SetContinueAsNewSuggested(true) }, time.Minute)
	s.see(2*time.Minute, s.flight("ops-last", time.Minute, 200))
	carried := s.runUntilItContinues()

	next := newStage(t, flightPlay())
	next.ask(3*time.Minute, UpdateRetry, Retry{Who: "sam", Why: "the play is there now"})
	if ending := next.goOnWith(carried); ending.Stage != recovery.Delivered || len(next.refunds) != 1 {
		t.Fatalf("ended %+v, did %q", ending, next.order)
	}
	state := next.state()
	if counted := state.Seen.Count(); counted != 20 {
		t.Errorf("%d observations were kept", counted)
	}
}

func TestWhatNeedsAPersonGoesOnInAFreshRun(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onRefund = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{}, refused(recovery.Refusal{Provider: "stripe", Code: "charge_disputed", Then: recovery.ThenPerson, Why: "the charge is disputed"})
	}
	s.see(0, s.flight("ops-1", -time.Hour, 200))
	s.RegisterDelayedCallback(func() { s.SetContinueAsNewSuggested(true) }, time.Hour)
	s.see(2*time.Hour, s.flight("ops-2", time.Hour, 210))
	carried := s.runUntilItContinues()
	if len(s.texts) != 1 || len(s.refunds) != 1 {
		t.Fatalf("did %q", s.order)
	}

	next := newStage(t, flightPlay())
	var asked recovery.State
	next.RegisterDelayedCallback(func() { asked = next.state() }, time.Minute)
	next.ask(2*time.Minute, UpdateRetry, Retry{Who: "sam", Why: "the dispute is over"})
	if ending := next.goOnWith(carried); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	if asked.Stage != recovery.NeedsPerson || asked.Owed == nil || strings.Count(mustJSON(t, asked), "A person is needed.") != 1 {
		t.Errorf("the fresh run stood at %+v", asked)
	}
	if len(next.texts) != 0 || len(next.refunds) != 1 || next.refunds[0].Step.Name != "refund:2" {
		t.Errorf("the fresh run did %q, %+v", next.order, next.refunds)
	}
}
