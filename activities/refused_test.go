package activities

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// What the providers refuse for good comes back as a refusal that the workflow
// can read, once, and leaves nothing behind.
func TestRefusals(t *testing.T) {
	tests := []struct {
		deed     int
		endpoint string
		code     string
		then     recovery.Then
		operator bool
	}{
		{0, "refunds", "charge_disputed", recovery.ThenPerson, false},
		{0, "refunds", "refund_disputed_payment", recovery.ThenPerson, false},
		{0, "refunds", "charge_not_refundable", recovery.ThenNext, false},
		{0, "refunds", "resource_missing", recovery.ThenNext, false},
		{0, "refunds", "charge_already_refunded", recovery.ThenNext, false},
		{0, "refunds", "idempotency_error", recovery.ThenPerson, true},
		{0, "refunds", "amount_too_small", recovery.ThenNext, false},
		{0, "refunds", "parameter_unknown", recovery.ThenNext, false},
		{1, "balance_transactions", "resource_missing", recovery.ThenNext, false},
		{2, "coupons", "parameter_missing", recovery.ThenNext, false},
		{2, "promotion_codes", "resource_missing", recovery.ThenNext, false},
		{3, "messages", "21211", recovery.ThenNext, false},
		{3, "messages", "21610", recovery.ThenNext, false},
		{3, "messages", "21606", recovery.ThenNext, true},
		{4, "mail", "400", recovery.ThenNext, true},
		{4, "mail", "413", recovery.ThenNext, true},
	}
	for _, test := range tests {
		deed := deeds()[test.deed]
		t.Run(deed.name+" "+test.code, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(deed.provider, test.endpoint, "error", map[string]any{"code": test.code, "when": map[string]any{"first": 1}})
				step := s.step(deed.name)
				_, err := persist(t, deed.do(s, step))
				no := refusal(t, err)
				if no.Provider != deed.provider || no.Code != test.code || no.Then != test.then || no.Operator != test.operator || no.Why == "" {
					t.Errorf("refused with %+v", no)
				}
				s.must(0, deed.things[len(deed.things)-1])
				if deed.provider == ProviderStripe {
					return
				}
				calls := s.server.calls.Load()
				_, err = persist(t, deed.do(s, step))
				if again := refusal(t, err); again != no {
					t.Errorf("ordered once more: %+v, before: %+v", again, no)
				}
				if s.server.calls.Load() != calls {
					t.Error("it asked the provider once more for what was refused")
				}
			})
		})
	}
}

// Messages that are accepted and fail later say what that asks for.
func TestFailedLater(t *testing.T) {
	for code, then := range map[string]recovery.Then{
		"30003": recovery.ThenLater, "30008": recovery.ThenNext, "30036": recovery.ThenAgain, "30007": recovery.ThenNext, "30001": recovery.ThenLater,
	} {
		t.Run("sms "+code, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(ProviderTwilio, "messages", "error", map[string]any{"code": code})
				step := s.step("sms")
				receipt, err := persist(t, deeds()[3].do(s, step))
				if err != nil || receipt.Word != recovery.Refused || receipt.Then != then || receipt.Code != code || receipt.ID == "" || receipt.Why == "" {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				again, err := persist(t, deeds()[3].do(s, step))
				if err != nil || again.ID != receipt.ID || again.Then != then || again.Why != receipt.Why {
					t.Errorf("ordered once more: %+v, %v", again, err)
				}
				s.must(1, "messages")
			})
		})
	}
	for _, ending := range []string{"bounce", "blocked", "dropped"} {
		t.Run("email "+ending, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(ProviderSendGrid, "mail", "error", map[string]any{"code": ending})
				step := s.step("email")
				receipt, err := persist(t, deeds()[4].do(s, step))
				if err != nil || receipt.Word != recovery.Refused || receipt.Then != recovery.ThenNext || receipt.Why == "" {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				again, err := persist(t, deeds()[4].do(s, step))
				if err != nil || again.ID != receipt.ID || again.Why != receipt.Why {
					t.Errorf("ordered once more: %+v, %v", again, err)
				}
				s.must(1, "emails")
			})
		})
	}
}

// A payment that someone else has given back is a refusal; one that we have given
// back ourselves is done.
func TestRefundedBefore(t *testing.T) {
	paid := recovery.Payment{PaymentIntent: intent, Amount: 4960, Currency: "eur"}
	others := func(s *stage, amount int64) {
		params := &stripe.RefundParams{PaymentIntent: stripe.String(intent), Amount: stripe.Int64(amount)}
		params.SetIdempotencyKey("someone else's")
		if _, err := s.stripe.Refunds.New(params); err != nil {
			s.t.Fatal(err)
		}
	}
	order := func(s *stage, amount int64) func(context.Context) (recovery.Receipt, error) {
		step := s.step("refund")
		return func(ctx context.Context) (recovery.Receipt, error) {
			return s.remedies.Refund(ctx, RefundOrder{Step: step, Money: recovery.Money{Amount: amount, Currency: "eur"}, Payment: paid})
		}
	}
	t.Run("by others, in full", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			others(s, 4960)
			_, err := persist(t, order(s, 4960))
			if no := refusal(t, err); no.Code != "charge_already_refunded" || no.Then != recovery.ThenNext {
				t.Errorf("refused with %+v", no)
			}
			s.must(1, "refunds")
			if row := s.row("refund"); row.Word != recovery.Refused {
				t.Errorf("on record as %+v", row)
			}
		})
	})
	t.Run("by others, in part: what is left is given, once", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			others(s, 4000)
			do := order(s, 4960)
			for range 3 {
				receipt, err := persist(t, do)
				if err != nil || receipt.Word != recovery.Arrived || receipt.Money != (recovery.Money{Amount: 960, Currency: "eur"}) {
					t.Fatalf("got %+v, %v; want 9.60 EUR", receipt, err)
				}
				s.control(http.MethodPost, "/sandbox/clock", map[string]any{"advance": "25h"})
			}
			s.must(2, "refunds")
		})
	})
	t.Run("by us, under a key that is gone", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			do := order(s, 4960)
			given, err := persist(t, do)
			if err != nil {
				t.Fatal(err)
			}
			s.control(http.MethodPost, "/sandbox/clock", map[string]any{"advance": "25h"}) // Stripe's clock alone
			again, err := persist(t, do)
			if err != nil || again.ID != given.ID {
				t.Errorf("got %+v, %v; want the refund %s", again, err, given.ID)
			}
			s.must(1, "refunds")
		})
	})
	t.Run("by its charge", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			paid := recovery.Payment{Charge: "ch_3Nx", Amount: 4960, Currency: "eur"}
			step := s.step("refund")
			do := func(ctx context.Context) (recovery.Receipt, error) {
				return s.remedies.Refund(ctx, RefundOrder{Step: step, Money: recovery.Money{Amount: 100, Currency: "eur"}, Payment: paid})
			}
			given, err := persist(t, do)
			pass(25 * time.Hour)
			again, err2 := persist(t, do)
			if err != nil || err2 != nil || given.ID != again.ID || given.Money != (recovery.Money{Amount: 100, Currency: "eur"}) {
				t.Errorf("got %+v, %v, then %+v, %v", given, err, again, err2)
			}
		})
	})
}

// A balance that is too low is waited for, under a key that is not used up: Stripe
// repeats the refusal for as long as the first key lives.
func TestWaitingForTheBalance(t *testing.T) {
	for _, deed := range deeds()[:2] {
		onStage(t, func(s *stage) {
			t := s.t
			s.fault(ProviderStripe, deed.endpoints[0], "error", map[string]any{"code": "balance_insufficient", "when": map[string]any{"first": 3}})
			step, began := s.step(deed.name), time.Now()
			receipt, err := persist(t, deed.do(s, step))
			if err != nil || receipt.Word != recovery.Arrived {
				t.Fatalf("got %+v, %v", receipt, err)
			}
			if waited := time.Since(began); waited < 15*time.Minute || waited > 20*time.Minute {
				t.Errorf("it took %s; three waits of five minutes are 15m", waited)
			}
			s.must(1, deed.things[0])
			if got := strings.Count(s.log.String(), "level=ERROR"); got != 1 {
				t.Errorf("the operator was told %d times:\n%s", got, s.log)
			}
		})
	}
}

// A lane that is turned away waits, loses nothing, and tells the operator once.
func TestPausedLanes(t *testing.T) {
	codes := map[string][]string{ProviderStripe: {"api_key_expired", "account_invalid"}, ProviderTwilio: {"20003", "30002"}, ProviderSendGrid: {"401", "403"}}
	for _, deed := range deeds() {
		for _, code := range codes[deed.provider] {
			if code == "30002" {
				continue // comes later, as the end of a message
			}
			t.Run(deed.name+" "+code, func(t *testing.T) {
				onStage(t, func(s *stage) {
					t := s.t
					s.fault(deed.provider, deed.endpoints[0], "error", map[string]any{"code": code, "when": map[string]any{"first": 20}})
					step, began := s.step(deed.name), time.Now()
					_, err := deed.do(s, step)(context.Background())
					failed := applicationError(t, err)
					if failed.Type() != FailPaused || failed.NextRetryDelay() != laneWait || failed.NonRetryable() {
						t.Errorf("got %s after %s: %v", failed.Type(), failed.NextRetryDelay(), err)
					}
					if paused := s.remedies.Lanes.Paused(); len(paused) != 1 || paused[deed.provider] == "" {
						t.Errorf("paused lanes: %v", paused)
					}
					receipt, err := persist(t, deed.do(s, step))
					if err != nil || receipt.Word != recovery.Arrived {
						t.Fatalf("got %+v, %v", receipt, err)
					}
					if waited := time.Since(began); waited < 19*laneWait {
						t.Errorf("it took %s for 19 waits of %s", waited, laneWait)
					}
					if told, over := strings.Count(s.log.String(), "level=ERROR"), strings.Count(s.log.String(), "level=INFO"); told != 1 || over != 1 {
						t.Errorf("told %d times that it waits, %d that it works:\n%s", told, over, s.log)
					}
					if len(s.remedies.Lanes.Paused()) != 0 {
						t.Error("the lane is still paused")
					}
					for _, thing := range deed.things {
						s.must(1, thing)
					}
					if deed.provider != ProviderStripe {
						s.mustNotLook()
					}
					if rows, err := s.books.Deliveries(context.Background(), recoveryID); err != nil || len(rows) > 2 {
						t.Errorf("twenty tries left %d rows in the ledger", len(rows))
					}
				})
			})
		}
	}
}

// Whatever happens, no error and no line in the log tells who it is about.
func TestNothingSaysWho(t *testing.T) {
	secrets := []string{phone, strings.TrimPrefix(phone, "+1"), address, "Ada", stripeKey, twilioToken, sendgridKey, "/var/lib"}
	kinds := []string{"accept_timeout", "accept_reset", "accept_500", "unavailable", "rate_limited", "not_json", "error"}
	codes := map[string]string{ProviderStripe: "resource_missing", ProviderTwilio: "21211", ProviderSendGrid: "400"}
	for _, deed := range deeds() {
		for _, kind := range kinds {
			t.Run(deed.name+" "+kind, func(t *testing.T) {
				onStage(t, func(s *stage) {
					t := s.t
					more := map[string]any{"method": "*", "when": map[string]any{"first": 3}}
					if kind == "error" {
						more["code"] = codes[deed.provider]
					}
					s.fault(deed.provider, "*", kind, more)
					s.books.failSettle.Store(1)
					do := deed.do(s, s.step(deed.name))
					said := ""
					_, _ = persist(t, func(ctx context.Context) (recovery.Receipt, error) {
						receipt, err := do(ctx)
						if err != nil {
							said += err.Error() + "\n"
						}
						return receipt, err
					})
					if said == "" {
						t.Fatal("nothing went wrong")
					}
					for _, secret := range secrets {
						if strings.Contains(said+s.log.String(), secret) {
							t.Errorf("%q is in what was said:\n%s%s", secret, said, s.log)
						}
					}
				})
			})
		}
	}
}

// A channel that is not set up is refused, and the words take the next.
func TestChannelsThatAreNotSetUp(t *testing.T) {
	none, err := NewApologies(nil, nil, Sender{}, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = none.SMS(context.Background(), SMSOrder{})
	if no := refusal(t, err); no.Then != recovery.ThenNext || no.Code != codeNotSetUp {
		t.Errorf("a text is refused with %+v", no)
	}
	_, err = none.Email(context.Background(), EmailOrder{})
	if no := refusal(t, err); no.Then != recovery.ThenNext {
		t.Errorf("a mail is refused with %+v", no)
	}
	if _, err := NewApologies(&Twilio{}, nil, Sender{}, nil, Options{}); err == nil {
		t.Error("texts without a sender are let through")
	}
	if _, err := NewApologies(nil, &SendGrid{}, Sender{Mail: "nobody"}, nil, Options{}); err == nil {
		t.Error("mails without a sender are let through")
	}
}
