package activities

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// refundOf orders 12.40 EUR back, of a payment of 49.60.
func refundOf(s *stage, payment recovery.Payment) func(context.Context) (recovery.Receipt, error) {
	step := s.step("refund")
	return func(ctx context.Context) (recovery.Receipt, error) {
		return s.remedies.Refund(ctx, RefundOrder{Step: step, Money: recovery.Money{Amount: 1240, Currency: "eur"}, Payment: payment})
	}
}

var paidByIntent = recovery.Payment{PaymentIntent: intent, Amount: 4960, Currency: "eur"}

// givenBack is what somebody else gives back of the payment.
func (s *stage) givenBack(amount int64) {
	s.t.Helper()
	params := &stripe.RefundParams{PaymentIntent: stripe.String(intent), Amount: stripe.Int64(amount)}
	params.SetIdempotencyKey("someone else's")
	if _, err := s.stripe.Refunds.New(params); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) mustGive(amount int64, do func(context.Context) (recovery.Receipt, error)) {
	s.t.Helper()
	var ids []string
	for range 2 {
		receipt, err := persist(s.t, do)
		if err != nil || receipt.Word != recovery.Arrived || receipt.Money != (recovery.Money{Amount: amount, Currency: "eur"}) {
			s.t.Fatalf("got %+v, %v", receipt, err)
		}
		ids = append(ids, receipt.ID)
	}
	s.must(2, "refunds") // somebody else's, and ours
	if row := s.row("refund"); ids[0] != ids[1] || row.ProviderID != ids[0] || row.Amount != amount || row.Word != recovery.Arrived {
		s.t.Errorf("%v are on record as %+v", ids, row)
	}
}

// Where less is left of a payment than we owe, what is left is given, once, and the
// receipt says how much.
func TestRefundOfWhatIsLeft(t *testing.T) {
	for name, payment := range map[string]func(*stage) recovery.Payment{
		"by its intent": func(*stage) recovery.Payment { return paidByIntent },
		"by its charge": func(s *stage) recovery.Payment {
			paid, err := s.stripe.PaymentIntents.Get(intent, nil)
			if err != nil {
				s.t.Fatal(err)
			}
			return recovery.Payment{Charge: paid.LatestCharge.ID, Amount: 4960, Currency: "eur"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.givenBack(4000)
				s.mustGive(960, refundOf(s, payment(s)))
			})
		})
	}
}

func TestRefundOfNothingLeft(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		s.givenBack(4960)
		for range 2 {
			_, err := persist(t, refundOf(s, paidByIntent))
			if no := refusal(t, err); no.Code != "charge_already_refunded" || no.Then != recovery.ThenNext {
				t.Errorf("refused with %+v", no)
			}
		}
		s.must(1, "refunds")
		if row := s.row("refund"); row.Word != recovery.Refused {
			t.Errorf("on record as %+v", row)
		}
	})
}

// Whichever answer is lost on the way, and however late it is asked again, the rest
// is given once.
func TestRefundOfWhatIsLeftThroughFaults(t *testing.T) {
	for _, fault := range []string{"accept_timeout", "accept_reset", "accept_500", "unavailable", "not_json", "rate_limited"} {
		for _, when := range []map[string]any{{"nth": 1}, {"nth": 2}, {"nth": 3}, {"first": 3}} {
			for _, endpoint := range []string{"refunds", "charges", "payment_intents"} {
				for _, later := range []time.Duration{0, 25 * time.Hour} {
					t.Run(fmt.Sprint(fault, when, endpoint, later), func(t *testing.T) {
						onStage(t, func(s *stage) {
							s.givenBack(4000)
							method := "*"
							if strings.HasPrefix(fault, "accept") {
								method = "POST"
							}
							s.fault(ProviderStripe, endpoint, fault, map[string]any{"when": when, "method": method})
							do := refundOf(s, paidByIntent)
							_, _ = do(context.Background())
							pass(later)
							s.mustGive(960, do)
						})
					})
				}
			}
		}
	}
}

// spoilFirst answers every request under the first key of the rest with an error, as
// Stripe does that has saved it.
func (s *stage) spoilFirst(status int, body string) {
	first := ""
	s.server.tamper = func(request *http.Request) bool {
		key := request.Header.Get("Idempotency-Key")
		if first == "" && strings.Contains(key, "rest") {
			first = key
		}
		return first != "" && key == first
	}
	s.server.spoil = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

// An error that Stripe has saved under the rest's key is repeated under it for a day:
// the rest goes on under another.
func TestRefundOfWhatIsLeftUnderAnotherKey(t *testing.T) {
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"500":             {500, `{"error": {"type": "api_error"}}`},
		"too little left": {400, `{"error": {"type": "invalid_request_error", "code": "balance_insufficient"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.givenBack(4000)
				s.spoilFirst(answer.status, answer.body)
				began := time.Now()
				s.mustGive(960, refundOf(s, paidByIntent))
				if took := time.Since(began); took > time.Hour {
					s.t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// What Stripe refuses for good of the rest is on record as refused.
func TestRefundOfWhatIsLeftIsRefused(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		s.givenBack(4000)
		s.spoilFirst(400, `{"error": {"type": "invalid_request_error", "code": "charge_disputed"}}`)
		_, err := persist(t, refundOf(s, paidByIntent))
		if no := refusal(t, err); no.Code != "charge_disputed" || no.Then != recovery.ThenPerson {
			t.Errorf("refused with %+v", no)
		}
		if row := s.row("refund"); row.Word != recovery.Refused || row.Code != "charge_disputed" {
			t.Errorf("on record as %+v", row)
		}
	})
}

// Our own refund of the rest may land between two looks of a later try: the payment
// then has nothing left, and it is ours.
func TestRefundOfWhatIsLeftLandsLate(t *testing.T) {
	onStage(t, func(s *stage) {
		s.givenBack(4000)
		step, landed := s.step("refund"), false
		s.server.tamper = func(request *http.Request) bool {
			if strings.Contains(request.URL.Path, "/charges/") && !landed {
				landed = true
				form := url.Values{
					"payment_intent": {intent}, "amount": {"960"},
					"metadata[" + MetaRecovery + "]": {step.Recovery}, "metadata[" + MetaStep + "]": {step.Name},
				}
				late := httptest.NewRequest(http.MethodPost, "/v1/refunds", strings.NewReader(form.Encode()))
				late.Host, late.Header = request.Host, request.Header.Clone()
				late.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				late.Header.Set("Idempotency-Key", step.Key()+":rest")
				s.server.handler.ServeHTTP(httptest.NewRecorder(), late)
			}
			return false
		}
		s.mustGive(960, refundOf(s, paidByIntent))
		if !landed {
			s.t.Error("nobody looked at the charge")
		}
	})
}
