package activities

import (
	"context"
	"sync"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func TestSendingsOf(t *testing.T) {
	step := Step{Recovery: recoveryID, Name: "sms:2"}
	since := time.UnixMilli(1795284150123)
	row := func(tries int, status, code string) []ledger.Delivery {
		return []ledger.Delivery{
			{Step: "sms:2", Tries: 9, Status: "sent"},
			{Step: "sms/sending", Tries: 7, Status: statusUnsent, Code: "up to 7"},
			{Step: "sms:2/sending", Tries: tries, Status: status, Code: code},
		}
	}
	tests := []struct {
		name string
		rows []ledger.Delivery
		want sendings
	}{
		{"nothing known", row(0, "", "")[:2], sendings{many: 1}},
		{"the first was turned away", row(1, statusUnsent, "up to 1"), sendings{many: 1, unsent: 1}},
		{"another began since", row(2, statusUnsent, "up to 1"), sendings{many: 2, unsent: 1}},
		{"looked for", row(2, statusLooking, "of 2, looks 3, since 1795284150123"), sendings{many: 2, looks: 3, since: since}},
		{"looked for before another began", row(3, statusLooking, "of 2, looks 3, since 1795284150123"), sendings{many: 3}},
		{"not to be read", row(3, statusLooking, "nonsense"), sendings{many: 3}},
		{"not to be read either", row(3, statusUnsent, "up to you"), sendings{many: 3}},
	}
	for _, test := range tests {
		if got := sendingsOf(step, test.rows); got != test.want {
			t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
		}
	}
}

// Many attempts look many times at once: that is no proof while the call of the
// first may still be under way.
func TestLooksTakeTheirTime(t *testing.T) {
	for _, deed := range deeds()[3:] {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.fault(deed.provider, deed.endpoints[0], "slow", map[string]any{"for": "9s"})
				step := s.step(deed.name)
				var all sync.WaitGroup
				for i := range 12 {
					all.Go(func() {
						pass(time.Duration(i) * 100 * time.Millisecond)
						receipt, err := persist(s.t, func(ctx context.Context) (recovery.Receipt, error) { return deed.do(s, step)(ctx) })
						if err != nil || receipt.Word != recovery.Arrived {
							s.t.Errorf("got %+v, %v", receipt, err)
						}
					})
				}
				all.Wait()
				s.must(1, deed.things[0])
			})
		})
	}
}
