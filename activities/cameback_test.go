package activities

import (
	"context"
	"testing"

	"makegood/recovery"
)

// A remedy that did not stay is not asked for again under its key: Stripe would repeat
// its first answer, and that was yes.
func TestWhatCameBackIsNotAskedForAgain(t *testing.T) {
	for _, deed := range deeds()[:3] {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				step := s.step(deed.name)
				do := deed.do(s, step)
				given, err := do(context.Background())
				if err != nil || given.Word == recovery.Refused {
					t.Fatalf("%+v, %v", given, err)
				}
				back := given
				back.Word, back.Status, back.Code = recovery.Refused, "failed", "lost_or_stolen_card"
				if err := s.books.Settle(context.Background(), recoveryID, deed.name, back); err != nil {
					t.Fatal(err)
				}
				asked := s.server.calls.Load()
				again, err := do(context.Background())
				if err != nil || again.Word != recovery.Refused || again.ID != given.ID || again.Then == "" || again.Why == "" || s.server.calls.Load() != asked {
					t.Errorf("%+v, %v after %d calls", again, err, s.server.calls.Load()-asked)
				}
			})
		})
	}
}

// A refusal that stands on record is the answer, too.
func TestWhatWasRefusedIsRefusedAgain(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		s.fault(ProviderStripe, "refunds", "error", map[string]any{"code": "charge_not_refundable", "when": map[string]any{"first": 1}})
		do := deeds()[0].do(s, s.step("refund"))
		_, err := do(context.Background())
		first := refusal(t, err)
		asked := s.server.calls.Load()
		_, err = do(context.Background())
		if again := refusal(t, err); again.Code != first.Code || again.Then != first.Then || again.Why != first.Why || s.server.calls.Load() != asked {
			t.Errorf("%+v, then %+v", first, again)
		}
	})
}
