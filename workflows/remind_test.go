package workflows

import (
	"errors"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

var errNotYet = errors.New("not final yet")

// A notice goes out when a person is needed, and again each time that it is
// overdue; nothing leaves the lane by itself.
func TestTheTeamIsToldAndToldAgain(t *testing.T) {
	play := flightPlay()
	play.PersonWithin = recovery.Duration(4 * time.Hour)
	s := newStage(t, play)
	s.onRefund = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenPerson) }
	s.see(0, s.flight("ops-1", 0, 192))
	var stages []recovery.Stage
	for _, at := range []time.Duration{time.Hour, 5 * time.Hour, 9 * time.Hour} {
		s.RegisterDelayedCallback(func() {
			state := s.state()
			stages = append(stages, state.Stage)
			if state.AttendBy.Before(s.Now()) || state.AttendBy.After(s.Now().Add(4*time.Hour)) {
				t.Errorf("at %s it is to be seen to by %s", s.Now(), state.AttendBy)
			}
		}, at)
	}
	s.ask(10*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
	if ending := s.run(); ending.Stage != recovery.Delivered {
		t.Fatalf("ended %+v", ending)
	}
	for _, stage := range stages {
		if stage != recovery.NeedsPerson {
			t.Errorf("in between it was %s", stage)
		}
	}
	var overdue []bool
	for _, notice := range s.notices {
		overdue = append(overdue, notice.Overdue)
		if notice.State.Owed == nil || notice.State.Why == "" || notice.State.AttendBy.IsZero() {
			t.Errorf("the notice says too little: %+v", notice.State)
		}
	}
	if len(overdue) != 3 || overdue[0] || !overdue[1] || !overdue[2] {
		t.Errorf("told %v; want once, then twice that it is overdue", overdue)
	}
	if state := s.state(); !state.AttendBy.IsZero() {
		t.Errorf("settled, and still to be seen to by %s", state.AttendBy)
	}
}

// A cancellation while it is made good ends nothing, and asks the team what was meant.
func TestACancellationIsAQuestionToTheTeam(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending, At: s.Now()}, nil
	}
	until := s.start.Add(12 * time.Minute)
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		if s.Now().Before(until) {
			return recovery.Receipt{}, errNotYet
		}
		return recovery.Receipt{Provider: order.Provider, ID: order.ID, Word: recovery.Arrived, At: s.Now()}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	s.RegisterDelayedCallback(s.CancelWorkflow, 11*time.Minute)
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.texts) != 1 || len(s.refunds) != 1 {
		t.Fatalf("ended %+v: %v", ending, s.order)
	}
	if len(s.notices) != 1 || !strings.Contains(s.notices[0].State.Why, "asked to cancel") {
		t.Errorf("the team was told %+v", s.notices)
	}
}
