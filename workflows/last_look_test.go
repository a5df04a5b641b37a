package workflows

import (
	"slices"
	"testing"
	"time"

	"makegood/recovery"
)

// pendingText is a text that Twilio took, and that nobody gets to ask about.
func pendingText(s *stage) {
	s.onText = func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending, At: s.Now()}, nil
	}
	s.onReceipt = func(receiptOrder) (recovery.Receipt, error) { return recovery.Receipt{}, later(time.Hour) }
}

// No receipt is the provider's word, or it is none: before another channel is taken,
// what became of the first is asked once more.
func TestTheLastLookComesBeforeTheNextChannel(t *testing.T) {
	for name, test := range map[string]struct {
		finds recovery.Receipt
		mails int
	}{
		"it has arrived":         {recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "delivered", Word: recovery.Arrived}, 0},
		"it came back":           {recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "undelivered", Word: recovery.Refused, Then: recovery.ThenNext, Why: "The number is gone."}, 1},
		"it is still on its way": {recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending}, 1},
		"nobody can tell":        {recovery.Receipt{Word: recovery.Pending}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			pendingText(s)
			s.lastLook = func(string) recovery.Receipt { return test.finds }
			s.see(0, s.flight("ops-1", 0, 192))
			if ending := s.run(); ending.Stage != recovery.Delivered || len(s.mails) != test.mails || len(s.texts) != 1 {
				t.Fatalf("ended %+v, %d mails", ending, len(s.mails))
			}
			if first := slices.Index(s.order, "last look at sms"); first < 0 || test.mails > 0 && first > slices.Index(s.order, "email") {
				t.Errorf("in the order %q", s.order)
			}
			if _, proven := s.stateOf("sms"); proven != (test.mails == 0) {
				t.Errorf("receipts %+v", s.state().Receipts)
			}
		})
	}
}

// stateOf is the proof of a step.
func (s *stage) stateOf(step string) (recovery.Receipt, bool) {
	state := s.state()
	return state.Proven(step)
}

// The sending did not come to an end in time: what came of it decides.
func TestTheLastLookAtASendingWithoutAnEnd(t *testing.T) {
	for name, test := range map[string]struct {
		finds recovery.Receipt
		mails int
		story string
	}{
		"it has arrived": {recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Arrived}, 0, "The text arrived."},
		"it was never begun": {
			recovery.Receipt{Provider: "twilio", Code: "not_sent_in_time", Word: recovery.Refused, Then: recovery.ThenNext, Why: "It could not be sent in time, and was not sent."},
			1,
			"No text: It could not be sent in time, and was not sent.",
		},
		"nobody can tell": {recovery.Receipt{Word: recovery.Pending}, 1, "Whether the text went out could not be found out in time. It is not sent again."},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, flightPlay())
			s.onText = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, later(time.Hour) }
			s.lastLook = func(string) recovery.Receipt { return test.finds }
			s.see(0, s.flight("ops-1", 0, 192))
			if ending := s.run(); ending.Stage != recovery.Delivered || len(s.mails) != test.mails {
				t.Fatalf("ended %+v, %d mails", ending, len(s.mails))
			}
			if !slices.ContainsFunc(s.state().Story, func(h recovery.Happened) bool { return h.What == test.story }) {
				t.Errorf("the story is %+v", s.state().Story)
			}
		})
	}
}

// The provider took it only just now: it has the play's time from then on.
func TestWhatWasTakenLateHasItsTime(t *testing.T) {
	s := newStage(t, flightPlay())
	s.onText = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, later(time.Hour) }
	var found time.Time
	s.lastLook = func(string) recovery.Receipt {
		found = s.Now()
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending, At: found}
	}
	s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
		if s.Now().Sub(found) < 5*time.Minute {
			return recovery.Receipt{}, later(5 * time.Minute)
		}
		return recovery.Receipt{Provider: "twilio", ID: order.ID, Word: recovery.Arrived}, nil
	}
	s.see(0, s.flight("ops-1", 0, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.mails) != 0 {
		t.Errorf("ended %+v, %d mails", ending, len(s.mails))
	}
}

// Nobody is asked about words that have arrived while the last channel was tried.
func TestThoseWhoArriveLateNeedNoPerson(t *testing.T) {
	s := newStage(t, flightPlay())
	pendingText(s)
	s.onMail = func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(recovery.ThenLater) }
	looks := 0
	s.lastLook = func(string) recovery.Receipt {
		looks++
		word := recovery.Pending
		if looks > 1 {
			word = recovery.Arrived
		}
		return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: word}
	}
	s.see(0, s.flight("ops-1", 0, 192))
	if ending := s.run(); ending.Stage != recovery.Delivered || len(s.notices) != 0 || len(s.mails) != 1 {
		t.Errorf("ended %+v after %d mails, the team heard %+v", ending, len(s.mails), s.notices)
	}
}
