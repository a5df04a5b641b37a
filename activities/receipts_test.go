package activities

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"makegood/recovery"
)

// What is pending is asked for again, and only a final word comes back.
func TestAwaitReceipt(t *testing.T) {
	seed := func(s *stage, behaviour string) recovery.Payment {
		s.control(http.MethodPost, "/sandbox/payments", map[string]any{"id": "pi_other", "amount": 900, "currency": "jpy", "behaviour": behaviour})
		return recovery.Payment{PaymentIntent: "pi_other", Amount: 900, Currency: "jpy"}
	}
	refund := func(s *stage, behaviour string) (Step, recovery.Receipt) {
		step, paid := s.step("refund"), seed(s, behaviour)
		receipt, err := s.remedies.Refund(context.Background(), RefundOrder{Step: step, Money: paid.Money(), Payment: paid})
		if err != nil {
			s.t.Fatal(err)
		}
		return step, receipt
	}
	t.Run("a refund that is pending, then succeeds", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			step, receipt := refund(s, "pending")
			if receipt.Word != recovery.Pending || s.row("refund").Word != recovery.Pending {
				t.Fatalf("got %+v", receipt)
			}
			final, err := s.await(step, receipt)
			if err != nil || final.Word != recovery.Arrived || final.ID != receipt.ID || final.Money.Amount != 900 || final.Step != "refund" {
				t.Errorf("got %+v, %v", final, err)
			}
			if s.row("refund").Word != recovery.Arrived {
				t.Errorf("the ledger has %+v", s.row("refund"))
			}
		})
	})
	t.Run("a refund that succeeds, then fails", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			step, receipt := refund(s, "fails")
			if receipt.Word != recovery.Arrived {
				t.Fatalf("got %+v", receipt)
			}
			pass(time.Minute)
			final, err := s.receipts.AwaitReceipt(context.Background(), ReceiptOrder{Step: step, Provider: ProviderStripe, ID: receipt.ID})
			if err != nil || final.Word != recovery.Refused || final.Then != recovery.ThenNext || final.Code != "expired_or_canceled_card" || final.Why == "" {
				t.Errorf("got %+v, %v", final, err)
			}
			if s.row("refund").Word != recovery.Refused {
				t.Errorf("the ledger has %+v", s.row("refund"))
			}
		})
	})
	t.Run("a mail that is put off for a long time", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			s.fault(ProviderSendGrid, "mail", "error", map[string]any{"code": "deferred"})
			step := s.step("email")
			receipt, err := s.apologies.Email(context.Background(), emailOrder(step))
			if err != nil || receipt.Word != recovery.Pending || receipt.Status != "deferred" {
				t.Fatalf("got %+v, %v", receipt, err)
			}
			_, err = s.receipts.AwaitReceipt(context.Background(), ReceiptOrder{Step: step, Provider: ProviderSendGrid, ID: receipt.ID, To: address})
			if failed := applicationError(t, err); failed.Type() != FailPending || failed.NonRetryable() || failed.NextRetryDelay() != time.Second {
				t.Errorf("got %v", err)
			}
		})
	})
	t.Run("what the provider does not know", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			_, err := s.receipts.AwaitReceipt(context.Background(), ReceiptOrder{Step: s.step("refund"), Provider: ProviderStripe, ID: "re_none"})
			if no := refusal(t, err); no.Code != "resource_missing" || no.Then != recovery.ThenPerson {
				t.Errorf("refused with %+v", no)
			}
			// A message that was accepted may only not be shown yet.
			for _, order := range []ReceiptOrder{
				{Step: s.step("sms"), Provider: ProviderTwilio, ID: "SM" + strings.Repeat("0", 32)},
				{Step: s.step("email"), Provider: ProviderSendGrid, ID: "none", To: address},
				{Provider: ProviderSendGrid, ID: "none"},
			} {
				_, err = s.receipts.AwaitReceipt(context.Background(), order)
				if failed := applicationError(t, err); failed.Type() != FailPending || failed.NonRetryable() {
					t.Errorf("%s: %v", order.Provider, err)
				}
			}
			_, err = NewReceipts(nil, nil, nil, s.books, s.options).AwaitReceipt(context.Background(), ReceiptOrder{Provider: ProviderTwilio, ID: "SM"})
			if no := refusal(t, err); no.Code != codeNotSetUp {
				t.Errorf("refused with %+v", no)
			}
		})
	})
	t.Run("a coupon and a credit, read back", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			for _, deed := range deeds()[1:3] {
				receipt, err := deed.do(s, s.step(deed.name))(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				again, err := s.receipts.AwaitReceipt(context.Background(), ReceiptOrder{Step: s.step(deed.name), Provider: ProviderStripe, ID: receipt.ID})
				if err != nil || again.Word != recovery.Arrived || again.ID != receipt.ID {
					t.Errorf("got %+v, %v", again, err)
				}
			}
		})
	})
	t.Run("through faults", func(t *testing.T) {
		for _, fault := range []string{"unavailable", "rate_limited", "not_json", "accept_reset"} {
			onStage(t, func(s *stage) {
				t := s.t
				step, receipt := refund(s, "pending")
				s.fault(ProviderStripe, "refunds", fault, map[string]any{"method": "GET", "when": map[string]any{"first": 3}})
				if final, err := s.await(step, receipt); err != nil || final.Word != recovery.Arrived {
					t.Errorf("%s: got %+v, %v", fault, final, err)
				}
			})
		}
	})
}

// The waits grow, so that nothing that takes days asks every second.
func TestPendingWaitsGrow(t *testing.T) {
	for i := 1; i < len(pendingWaits); i++ {
		if pendingWaits[i] <= pendingWaits[i-1] {
			t.Errorf("wait %d is %s after %s", i, pendingWaits[i], pendingWaits[i-1])
		}
	}
	if pendingWaits[0] != time.Second || pendingWaits[len(pendingWaits)-1] != 5*time.Minute {
		t.Errorf("they go from %s to %s", pendingWaits[0], pendingWaits[len(pendingWaits)-1])
	}
}

// As Temporal runs them: registered by their structs, with errors and details
// through its converters.
func TestAsTemporalRunsThem(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		env := (&testsuite.WorkflowTestSuite{}).NewTestActivityEnvironment()
		for _, registered := range []any{s.remedies, s.apologies, s.receipts, s.surveys, NewRecords(nil, s.books, false)} {
			env.RegisterActivity(registered)
		}
		value, err := env.ExecuteActivity(s.apologies.SMS, smsOrder(s.step("sms")))
		var receipt recovery.Receipt
		if err != nil || value.Get(&receipt) != nil || receipt.Word != recovery.Arrived {
			t.Errorf("got %+v, %v", receipt, err)
		}
		s.fault(ProviderStripe, "refunds", "error", map[string]any{"code": "charge_disputed"})
		_, err = env.ExecuteActivity(s.remedies.Refund, RefundOrder{
			Step: s.step("refund"), Money: recovery.Money{Amount: 5, Currency: "eur"}, Payment: recovery.Payment{PaymentIntent: intent},
		})
		if no := refusal(t, err); no.Code != "charge_disputed" || no.Then != recovery.ThenPerson {
			t.Errorf("refused with %+v", no)
		}
		s.fault(ProviderStripe, "refunds", "error", map[string]any{"code": "api_key_expired"})
		_, err = env.ExecuteActivity(s.remedies.Refund, RefundOrder{Step: s.step("refund:2"), Payment: recovery.Payment{PaymentIntent: intent}})
		if failed := applicationError(t, err); failed.Type() != FailPaused || failed.NextRetryDelay() != laneWait {
			t.Errorf("got %v after %s", err, failed.NextRetryDelay())
		}
	})
}
