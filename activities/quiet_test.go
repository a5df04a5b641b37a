package activities

import (
	"context"
	"net/http"
	"testing"
	"time"

	"makegood/recovery"
)

// sendBy is a deed of words that do not go out from a moment on.
func (s *stage) sendBy(name string, step Step, quiet time.Time) func(context.Context) (recovery.Receipt, error) {
	return func(ctx context.Context) (recovery.Receipt, error) {
		if name == "sms" {
			order := smsOrder(step)
			order.QuietFrom = quiet
			return s.apologies.SMS(ctx, order)
		}
		order := emailOrder(step)
		order.QuietFrom = quiet
		return s.apologies.Email(ctx, order)
	}
}

const cutOff = "cut off"

// cutOff breaks the first call off on its way to the provider.
func (s *stage) cutOff() {
	calls := 0
	s.server.spoil = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("cut off") })
	s.server.tamper = func(*http.Request) bool { calls++; return calls == 1 }
}

// From the moment on at which quiet hours begin nothing goes out. What the provider may
// have taken before is looked for first, and followed; what it certainly has not is left,
// and goes out once, when it is ordered again in the morning.
func TestQuietHoursBegin(t *testing.T) {
	tests := []struct {
		name    string
		fault   string
		more    map[string]any
		begin   time.Duration // until quiet hours begin
		arrives bool          // by the order of the evening
	}{
		{"it is taken before", "", nil, time.Minute, true},
		{"they have begun", "", nil, 0, false},
		{"the provider is away", "unavailable", map[string]any{"when": map[string]any{"first": 8}}, 5 * time.Second, false},
		{"it was taken, and the answer is lost", "accept_reset", map[string]any{"when": map[string]any{"first": 1}}, time.Second, true},
		{"it took too long, and was taken", "slow", map[string]any{"when": map[string]any{"first": 1}, "for": "40s"}, 5 * time.Second, true},
		{"it is not known, and was not taken", cutOff, nil, 5 * time.Second, false},
	}
	for _, deed := range deeds()[3:] {
		for _, test := range tests {
			t.Run(deed.name+"/"+test.name, func(t *testing.T) {
				onStage(t, func(s *stage) {
					t := s.t
					switch test.fault {
					case "":
					case cutOff:
						s.cutOff()
					default:
						s.fault(deed.provider, deed.endpoints[0], test.fault, test.more)
					}
					step := s.step(deed.name)
					receipt, err := persist(t, s.sendBy(deed.name, step, time.Now().Add(test.begin)))
					if test.arrives {
						if err == nil {
							receipt, err = s.await(step, receipt)
						}
						if err != nil || receipt.Word != recovery.Arrived {
							t.Fatalf("got %+v, %v", receipt, err)
						}
						s.must(1, deed.things[0])
						return
					}
					if failed := applicationError(t, err); failed.Type() != FailQuiet || !failed.NonRetryable() {
						t.Fatalf("want that it is too late, got %s: %v", failed.Type(), err)
					}
					s.must(0, deed.things[0])
					if _, err := s.sendBy(deed.name, step, time.Now())(context.Background()); applicationError(t, err).Type() != FailQuiet {
						t.Errorf("once more in the night: %v", err)
					}
					pass(10 * time.Hour)
					receipt, err = persist(t, s.sendBy(deed.name, step, time.Now().Add(13*time.Hour)))
					if err == nil {
						receipt, err = s.await(step, receipt)
					}
					if err != nil || receipt.Word != recovery.Arrived {
						t.Fatalf("in the morning: %+v, %v", receipt, err)
					}
					s.must(1, deed.things[0])
				})
			})
		}
	}
}
