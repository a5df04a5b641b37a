package activities

import (
	"context"
	"fmt"
	"testing"

	"makegood/recovery"
)

// Whatever goes wrong with a call, and however often, there is one remedy or
// message in the end, it is known to have arrived, and the ledger has its id.
func TestOnceThroughFaults(t *testing.T) {
	faults := []struct {
		fault string
		more  map[string]any
	}{
		{"", nil},
		{"accept_timeout", map[string]any{"when": map[string]any{"first": 1}}},
		{"accept_timeout", map[string]any{"when": map[string]any{"first": 3}}},
		{"accept_reset", map[string]any{"when": map[string]any{"first": 1}}},
		{"accept_reset", map[string]any{"when": map[string]any{"nth": 2}}},
		{"accept_500", map[string]any{"when": map[string]any{"first": 1}}},
		{"accept_500", map[string]any{"when": map[string]any{"first": 3}}},
		{"unavailable", map[string]any{"when": map[string]any{"first": 2}}},
		{"rate_limited", map[string]any{"when": map[string]any{"first": 2}, "for": "7s"}},
		{"slow", map[string]any{"when": map[string]any{"first": 1}, "for": "4s"}},
		{"slow", map[string]any{"when": map[string]any{"first": 2}, "for": "12s"}},
		{"not_json", map[string]any{"when": map[string]any{"first": 2}}},
	}
	for _, deed := range deeds() {
		for _, endpoint := range deed.endpoints {
			for i, fault := range faults {
				t.Run(fmt.Sprintf("%s/%s/%d %s", deed.name, endpoint, i, fault.fault), func(t *testing.T) {
					onStage(t, func(s *stage) {
						t := s.t
						if fault.fault != "" {
							s.fault(deed.provider, endpoint, fault.fault, fault.more)
						}
						step := s.step(deed.name)
						receipt, err := persist(t, deed.do(s, step))
						if err == nil {
							receipt, err = s.await(step, receipt)
						}
						if err != nil || receipt.Word != recovery.Arrived {
							t.Fatalf("got %+v, %v", receipt, err)
						}
						for _, thing := range deed.things {
							s.must(1, thing)
						}
						if row := s.row(deed.name); row.ProviderID != receipt.ID || row.Word != recovery.Arrived {
							t.Errorf("the ledger has %+v, the receipt is %+v", row, receipt)
						}
						again, err := persist(t, deed.do(s, step))
						if err != nil || again.ID != receipt.ID {
							t.Errorf("once more: %+v, %v; want the same as %+v", again, err, receipt)
						}
						for _, thing := range deed.things {
							s.must(1, thing)
						}
					})
				})
			}
		}
	}
}

// What a common recovery costs, so that a change that makes it dearer is seen.
func TestCommonPathCost(t *testing.T) {
	want := map[string]struct{ writes, calls int64 }{
		"refund": {2, 1}, "credit": {2, 1}, "coupon": {2, 2}, // begun, settled
		"sms":   {3, 5}, // begun, accepted, arrived; sent, then asked while it goes through its statuses
		"email": {3, 3},
	}
	for _, deed := range deeds() {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				receipt, err := deed.do(s, s.step(deed.name))(context.Background())
				if err != nil || receipt.Word != recovery.Arrived {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				writes, calls := s.books.writes.Load(), s.server.calls.Load()
				if writes > want[deed.name].writes || calls > want[deed.name].calls {
					t.Errorf("%d ledger writes and %d calls; want at most %+v", writes, calls, want[deed.name])
				}
			})
		})
	}
}
