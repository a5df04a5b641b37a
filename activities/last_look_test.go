package activities

import (
	"context"
	"testing"
	"time"

	"makegood/recovery"
)

// words is a channel as the last look's tests use it.
type words struct {
	name, provider, endpoint, things string
	send                             func(*stage, Step) (recovery.Receipt, error)
	look                             func(*stage, Step) (recovery.Receipt, error)
}

func eachChannel(t *testing.T, play func(*stage, words)) {
	t.Helper()
	for _, w := range []words{
		{
			"sms", ProviderTwilio, "messages", "messages",
			func(s *stage, step Step) (recovery.Receipt, error) {
				return s.apologies.SMS(context.Background(), smsOrder(step))
			},
			func(s *stage, step Step) (recovery.Receipt, error) {
				return s.apologies.SMSLastLook(context.Background(), smsOrder(step))
			},
		},
		{
			"email", ProviderSendGrid, "mail", "emails",
			func(s *stage, step Step) (recovery.Receipt, error) {
				return s.apologies.Email(context.Background(), emailOrder(step))
			},
			func(s *stage, step Step) (recovery.Receipt, error) {
				return s.apologies.EmailLastLook(context.Background(), emailOrder(step))
			},
		},
	} {
		t.Run(w.name, func(t *testing.T) { onStage(t, func(s *stage) { play(s, w) }) })
	}
}

// Nobody asks at once what becomes of the words, as on a lane that is far behind.
func (s *stage) inAHurry() {
	s.options.Patience = -1
	s.hire()
}

func TestLastLookFindsWhatArrivedMeanwhile(t *testing.T) {
	eachChannel(t, func(s *stage, w words) {
		s.inAHurry()
		step := s.step(w.name)
		sent, err := w.send(s, step)
		if err != nil || sent.Word != recovery.Pending {
			s.t.Fatalf("%+v, %v", sent, err)
		}
		pass(time.Minute)
		got, err := w.look(s, step)
		if err != nil || got.Word != recovery.Arrived || got.ID != sent.ID || got.Step != w.name || s.row(w.name).Word != recovery.Arrived {
			s.t.Errorf("%+v, %v; on record %+v", got, err, s.row(w.name))
		}
	})
}

func TestLastLookFindsWhatWasLost(t *testing.T) {
	eachChannel(t, func(s *stage, w words) {
		step := s.step(w.name)
		s.fault(w.provider, w.endpoint, "accept_reset", map[string]any{"when": map[string]any{"first": 1}})
		if _, err := w.send(s, step); err == nil {
			s.t.Fatal("nothing was lost")
		}
		pass(time.Minute)
		if got, err := w.look(s, step); err != nil || got.Word != recovery.Arrived || got.ID == "" || s.row(w.name).ProviderID != got.ID {
			s.t.Errorf("%+v, %v; on record %+v", got, err, s.row(w.name))
		}
		s.must(1, w.things)
	})
}

// What is on its way says since when, so that it is given its time.
func TestLastLookAtWhatIsOnItsWay(t *testing.T) {
	eachChannel(t, func(s *stage, w words) {
		s.inAHurry()
		step := s.step(w.name)
		sent, err := w.send(s, step)
		if err != nil {
			s.t.Fatal(err)
		}
		pass(200 * time.Millisecond)
		if got, err := w.look(s, step); err != nil || got.Word != recovery.Pending || got.ID != sent.ID || !got.At.Equal(sent.At) {
			s.t.Errorf("%+v, %v; sent %+v", got, err, sent)
		}
	})
}

// Words that nobody began to send are not sent by whoever comes late.
func TestLastLookAtWhatWasNeverBegun(t *testing.T) {
	eachChannel(t, func(s *stage, w words) {
		step := s.step(w.name)
		got, err := w.look(s, step)
		if err != nil || got.Word != recovery.Refused || got.ID != "" || got.Then != recovery.ThenNext || got.Code != codeTooLate {
			s.t.Errorf("%+v, %v", got, err)
		}
		if _, err := w.send(s, step); refusal(s.t, err).Code != codeTooLate {
			s.t.Errorf("it was sent late: %v", err)
		}
		if again, err := w.look(s, step); err != nil || again.Word != recovery.Refused || again.Why != got.Why || again.Then != got.Then {
			s.t.Errorf("then %+v, %v", again, err)
		}
		s.must(0, w.things)
	})
}

// What cannot be found out is no error: it says so.
func TestLastLookThatFindsOutNothing(t *testing.T) {
	for name, spoil := range map[string]func(*stage, words){
		"it never went out": func(*stage, words) {},
		"nobody answers": func(s *stage, w words) {
			s.fault(w.provider, "*", "unavailable", map[string]any{"when": map[string]any{"all": true}})
		},
		"the answers are no answers": func(s *stage, w words) {
			s.fault(w.provider, "*", "not_json", map[string]any{"when": map[string]any{"all": true}})
		},
		"nobody answers in time": func(s *stage, w words) {
			s.fault(w.provider, "*", "slow", map[string]any{"for": "30s", "when": map[string]any{"all": true}})
		},
		"the lane is paused": func(s *stage, w words) {
			s.options.Lanes.pauses(context.Background(), w.provider, "20003", "A bad key.", true)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachChannel(t, func(s *stage, w words) {
				step := s.step(w.name)
				s.fault(w.provider, w.endpoint, "unavailable", map[string]any{"when": map[string]any{"first": 1}})
				if _, err := w.send(s, step); err == nil {
					s.t.Fatal("it went out")
				}
				spoil(s, w)
				before, began := s.server.calls.Load(), time.Now()
				if got, err := w.look(s, step); err != nil || got.Word != recovery.Pending || got.ID != "" {
					s.t.Errorf("%+v, %v", got, err)
				}
				if took := time.Since(began); took > 30*time.Second {
					s.t.Errorf("it took %s, and an attempt has 40 s", took)
				}
				asked := s.server.calls.Load() - before
				if paused := name == "the lane is paused"; paused != (asked == 0) || asked > 8 {
					s.t.Errorf("asked %d times", asked)
				}
			})
		})
	}
}

// What its provider has called back about is not asked for.
func TestLastLookReadsTheLedgerFirst(t *testing.T) {
	eachChannel(t, func(s *stage, w words) {
		s.inAHurry()
		step := s.step(w.name)
		sent, err := w.send(s, step)
		if err != nil {
			s.t.Fatal(err)
		}
		told := sent
		told.Word, told.Status = recovery.Arrived, "delivered"
		if err := s.books.Settle(context.Background(), recoveryID, w.name, told); err != nil {
			s.t.Fatal(err)
		}
		before := s.server.calls.Load()
		if got, err := w.look(s, step); err != nil || got.Word != recovery.Arrived || got.ID != sent.ID || s.server.calls.Load() != before {
			s.t.Errorf("%+v, %v", got, err)
		}
	})
}

// A ledger that is away is waited for: without it nothing is known of what was begun.
func TestLastLookWaitsForTheLedger(t *testing.T) {
	eachChannel(t, func(s *stage, w words) {
		var err error
		s.apologies, err = NewApologies(s.twilio, s.mail, Sender{Phone: ourPhone, Mail: ourMail}, blindBooks{s.books}, s.options)
		if err != nil {
			s.t.Fatal(err)
		}
		if _, err := w.look(s, s.step(w.name)); err == nil || applicationError(s.t, err).NonRetryable() {
			s.t.Errorf("%v", err)
		}
	})
}

// An earlier run had sent it, and whom to is forgotten: nothing is searched through.
func TestLastLookWithoutAnAddress(t *testing.T) {
	onStage(t, func(s *stage) {
		step := s.step("sms")
		s.fault(ProviderTwilio, "messages", "accept_reset", map[string]any{"when": map[string]any{"first": 1}})
		if _, err := s.apologies.SMS(context.Background(), smsOrder(step)); err == nil {
			s.t.Fatal("nothing was lost")
		}
		before, order := s.server.calls.Load(), smsOrder(step)
		order.To = ""
		if got, err := s.apologies.SMSLastLook(context.Background(), order); err != nil || got.Word != recovery.Pending || s.server.calls.Load() != before {
			s.t.Errorf("%+v, %v", got, err)
		}
	})
}
