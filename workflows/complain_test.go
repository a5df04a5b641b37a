package workflows

import (
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

// Whoever comes first is on record, at every stage; the words change while they
// can, the remedy never does, and no second apology goes out.
func TestComplaintsAtEveryStage(t *testing.T) {
	const already = "You told us; it is already done. "
	play := flightPlay()
	play.Apology.Text["en"] = "{{if .Complained}}" + already + "{{end}}Sorry. {{.Remedy}} Ref {{.Ref}}"
	for name, test := range map[string]struct {
		after, made time.Duration // when we heard of it, and when the customer came
		observed    time.Duration
		first       string
		changed     bool
	}{
		"before the first observation":                  {0, -time.Hour, time.Minute, recovery.FirstCustomer, true},
		"while it holds":                                {5 * time.Minute, 5 * time.Minute, 0, recovery.FirstCustomer, true},
		"after the words, about a time before them":     {11 * time.Minute, 5 * time.Minute, 0, recovery.FirstCustomer, false},
		"after the words":                               {11 * time.Minute, 10*time.Minute + 30*time.Second, 0, recovery.FirstUs, false},
		"after the words, by a clock that is ahead":     {11 * time.Minute, 12 * time.Minute, 0, recovery.FirstUs, false},
		"nobody complains, as far as can be understood": {5 * time.Minute, 1000 * time.Hour, 0, recovery.FirstUs, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, play)
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
			s.see(test.observed, s.flight("ops-1", 0, 192))
			s.complain(test.after, test.made)
			ending := s.run()
			state := s.state()
			if ending.Stage != recovery.Delivered || state.First != test.first {
				t.Errorf("ended %+v; first was %q", ending, state.First)
			}
			if len(s.refunds) != 1 || s.refunds[0].Money.Amount != 1241 || len(s.texts)+len(s.mails) != 1 {
				t.Errorf("%v", s.order)
			}
			if changed := strings.HasPrefix(s.texts[0].Body, already); changed != test.changed {
				t.Errorf("the words: %s", s.texts[0].Body)
			}
		})
	}
}

// Where plays ask whom they apply to, none is chosen by a complaint; it is by what is
// observed then.
func TestAComplaintBeforeAnyPlayIsChosen(t *testing.T) {
	play := flightPlay()
	play.When = "true"
	s := newStage(t, play)
	s.complain(0, -time.Hour)
	s.see(time.Minute, s.flight("ops-1", 0, 192))
	ending := s.run()
	if state := s.state(); ending.Stage != recovery.Delivered || state.First != recovery.FirstCustomer || state.Play != play.Name || len(s.refunds) != 1 {
		t.Errorf("ended %+v; %+v", ending, state)
	}
}

// A complaint about what was settled long ago, told to Temporal alone.
func TestAComplaintAfterTheEndEndsAgain(t *testing.T) {
	for _, stage := range []recovery.Stage{recovery.Delivered, recovery.Dismissed} {
		s := newStage(t, flightPlay())
		opened := s.start.Add(-30 * 24 * time.Hour)
		state := recovery.State{ID: flightID, Stage: stage, Trigger: "flight.delayed", OpenedAt: opened, EndedAt: opened}
		if stage == recovery.Delivered {
			state.ConfirmedAt, state.ApologyAt, state.Tier, state.First = opened, opened, "180", recovery.FirstUs
			state.Owed = &recovery.Debt{Kind: recovery.KindRefund, Money: eur(1241)}
		}
		s.ledger[flightID] = state
		s.complain(0, -time.Hour)
		if ending := s.run(); ending.Stage != stage || len(s.refunds)+len(s.texts)+len(s.mails) != 0 {
			t.Errorf("ended %+v: %v", ending, s.order)
		}
		if kept := s.ledger[flightID]; kept.ComplainedAt.IsZero() || kept.Stage != stage {
			t.Errorf("on record: %+v", kept)
		}
	}
}
