package activities

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v76"

	"makegood/recovery"
)

// A key may be pruned after a day: then an order whose answer was lost is found
// by looking, and not by the key.
func TestOnceAfterTheKeyIsGone(t *testing.T) {
	for _, deed := range deeds() {
		if deed.provider != ProviderStripe {
			continue
		}
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				step := s.step(deed.name)
				s.fault(ProviderStripe, deed.endpoints[len(deed.endpoints)-1], "accept_timeout", nil)
				if _, err := deed.do(s, step)(context.Background()); err == nil {
					t.Fatal("the answer was to be lost")
				}
				pass(25 * time.Hour)
				receipt, err := persist(t, deed.do(s, step))
				if err != nil || receipt.Word != recovery.Arrived {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				for _, thing := range deed.things {
					s.must(1, thing)
				}
			})
		})
	}
}

// What looking has to go through may be more than a page long.
func TestLookingReadsEveryPage(t *testing.T) {
	t.Run("refunds", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			step, refund := s.step("refund"), deeds()[0]
			if _, err := refund.do(s, step)(context.Background()); err != nil {
				t.Fatal(err)
			}
			for i := range 250 {
				params := &stripe.RefundParams{PaymentIntent: stripe.String(intent), Amount: stripe.Int64(1)}
				params.SetIdempotencyKey("someone else's " + strconv.Itoa(i))
				if _, err := s.stripe.Refunds.New(params); err != nil {
					t.Fatal(err)
				}
			}
			pass(30 * time.Hour)
			if _, err := refund.do(s, step)(context.Background()); err != nil {
				t.Fatal(err)
			}
			s.must(251, "refunds")
		})
	})
	t.Run("messages", func(t *testing.T) {
		onStage(t, func(s *stage) {
			t := s.t
			step := s.step("sms")
			s.fault(ProviderTwilio, "messages", "accept_reset", nil)
			if _, err := s.apologies.SMS(context.Background(), smsOrder(step)); err == nil {
				t.Fatal("the answer was to be lost")
			}
			other := &text{order: SMSOrder{Step: step, To: phone, Body: "Your gate is 12"}, twilio: s.twilio, sender: s.apologies.sender, Options: s.apologies.Options}
			for range 1001 {
				if _, verdict := other.send(context.Background(), 1); verdict != nil {
					t.Fatal(verdict.Why)
				}
			}
			if _, err := persist(t, func(ctx context.Context) (recovery.Receipt, error) { return s.apologies.SMS(ctx, smsOrder(step)) }); err != nil {
				t.Fatal(err)
			}
			s.must(1002, "messages")
		})
	})
}

// A process that dies between the call and the ledger leaves nothing behind that
// would be done twice. Settle failing is that moment.
func TestOnceWhenTheLedgerFails(t *testing.T) {
	for _, deed := range deeds() {
		for failures := range int64(4) {
			t.Run(fmt.Sprintf("%s %d", deed.name, failures), func(t *testing.T) {
				onStage(t, func(s *stage) {
					t := s.t
					s.books.failSettle.Store(failures)
					step := s.step(deed.name)
					do := deed.do(s, step)
					receipt, err := persist(t, func(ctx context.Context) (recovery.Receipt, error) {
						s.hire() // another worker each time
						return do(ctx)
					})
					if err == nil {
						receipt, err = s.await(step, receipt)
					}
					if err != nil || receipt.Word != recovery.Arrived {
						t.Fatalf("got %+v, %v", receipt, err)
					}
					for _, thing := range deed.things {
						s.must(1, thing)
					}
				})
			})
		}
	}
}

// chaos is how many times the test of chaos is played for each deed.
var chaos = flag.Uint64("chaos", 15, "how many times chaos is played for each deed")

// Many attempts at one order at once, on several workers, over a network that
// takes its time and faults of every kind, on reads and on writes: one remedy,
// one message.
func TestOnceInParallelThroughChaos(t *testing.T) {
	kinds := []string{"accept_timeout", "accept_reset", "accept_500", "unavailable", "rate_limited", "slow", "not_json"}
	for _, deed := range deeds() {
		for seed := range *chaos {
			t.Run(fmt.Sprintf("%s/%d", deed.name, seed), func(t *testing.T) {
				dice := rand.New(rand.NewPCG(seed, 7))
				onStage(t, func(s *stage) {
					t := s.t
					for range dice.IntN(5) {
						kind := kinds[dice.IntN(len(kinds))]
						more := map[string]any{"method": "*", "when": map[string]any{"probability": 0.25, "seed": dice.Uint32()}}
						if kind == "rate_limited" || kind == "slow" {
							more["for"] = "3s"
						}
						s.fault(deed.provider, "*", kind, more)
					}
					s.server.late = []time.Duration{0, 50 * time.Millisecond, 3 * time.Second}[dice.IntN(3)]
					s.books.failSettle.Store(dice.Int64N(4))
					step := s.step(deed.name)
					receipts := make([]recovery.Receipt, 1+dice.IntN(5))
					var all sync.WaitGroup
					for i := range receipts {
						all.Go(func() {
							receipt, err := persist(t, deed.do(s, step))
							if err != nil {
								t.Errorf("worker %d: %v", i, err)
							}
							receipts[i] = receipt
						})
					}
					all.Wait()
					for _, thing := range deed.things {
						s.must(1, thing)
					}
					for _, receipt := range receipts {
						if receipt.ID != receipts[0].ID || receipt.ID == "" {
							t.Errorf("receipts of different things: %+v", receipts)
						}
					}
				})
			})
		}
	}
}

// What was certainly not sent is sent again without looking, and a connection
// that was never made is such a case.
func TestNoLookWhereItIsCertain(t *testing.T) {
	for _, deed := range deeds()[3:] {
		t.Run(deed.name+" rate limited", func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(deed.provider, deed.endpoints[0], "rate_limited", map[string]any{"for": "40s", "when": map[string]any{"first": 2}})
				began := time.Now()
				receipt, err := persist(t, deed.do(s, s.step(deed.name)))
				if err != nil || receipt.Word != recovery.Arrived {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				if waited := time.Since(began); waited < 80*time.Second || waited > 90*time.Second {
					t.Errorf("waited %s; two times Retry-After are 80 s", waited)
				}
				s.mustNotLook()
			})
		})
		t.Run(deed.name+" unreachable", func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				down := 2
				s.server.tamper = func(*http.Request) bool { down--; return down >= 0 }
				s.server.spoil = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(neverDialled) })
				receipt, err := persist(t, deed.do(s, s.step(deed.name)))
				if err != nil || receipt.Word != recovery.Arrived {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				s.mustNotLook()
			})
		})
	}
}

// mustNotLook asserts that nothing was searched for before the last send.
func (s *stage) mustNotLook() {
	s.t.Helper()
	looked := false
	for _, request := range s.server.seen {
		switch {
		case request.Method == http.MethodGet && request.URL.Query().Has("To"), request.URL.Path == "/v3/logs":
			looked = true
		case looked && request.Method == http.MethodPost && request.URL.Path != "/v3/logs":
			s.t.Error("it looked before it sent")
		}
	}
}

// While every look fails nothing is sent, and after half an hour the words take
// another way.
func TestNeverABlindRepeat(t *testing.T) {
	for _, deed := range deeds()[3:] {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(deed.provider, deed.endpoints[0], "unavailable", map[string]any{"when": map[string]any{"first": 1}})
				looks := deed.endpoints[0]
				if deed.provider == ProviderSendGrid {
					looks = "logs"
				}
				s.fault(deed.provider, looks, "unavailable", map[string]any{"method": "GET", "when": map[string]any{"all": true}})
				step, began := s.step(deed.name), time.Now()
				_, err := persist(t, deed.do(s, step))
				if no := refusal(t, err); no.Code != codeLost || no.Then != recovery.ThenNext {
					t.Errorf("refused with %+v", no)
				}
				if waited := time.Since(began); waited < 30*time.Minute || waited > 32*time.Minute {
					t.Errorf("gave up after %s", waited)
				}
				s.must(0, deed.things[0])
				s.control(http.MethodDelete, "/sandbox/faults", nil)
				_, err = persist(t, deed.do(s, step))
				if no := refusal(t, err); no.Code != codeLost {
					t.Errorf("ordered once more it is refused with %+v", no)
				}
				s.must(0, deed.things[0])
			})
		})
	}
}

// Looks that fail do not count: enough of them must have found nothing.
func TestFailedLooksDoNotCount(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		s.fault(ProviderTwilio, "messages", "unavailable", map[string]any{"when": map[string]any{"first": 1}})
		s.fault(ProviderTwilio, "messages", "unavailable", map[string]any{"method": "GET", "when": map[string]any{"first": 10}})
		step := s.step("sms")
		if _, err := persist(t, deeds()[3].do(s, step)); err != nil {
			t.Fatal(err)
		}
		s.must(1, "messages")
		looks := 0
		for _, request := range s.server.seen {
			if request.URL.Query().Has("To") {
				looks++
			}
		}
		if want := 10 + len(s.apologies.SMSLooks); looks != want {
			t.Errorf("it looked %d times, want %d", looks, want)
		}
	})
}

// A later step says the same words with the same reference, perhaps within the
// same second: it does not take the earlier step's message for its own.
func TestStepsDoNotShareAMessage(t *testing.T) {
	ends := map[string]string{"sms": "30036", "email": "bounce"}
	for _, deed := range deeds()[3:] {
		for _, lost := range []string{"accept_reset", "unavailable"} {
			t.Run(deed.name+" "+lost, func(t *testing.T) {
				onStage(t, func(s *stage) {
					t := s.t
					s.fault(deed.provider, deed.endpoints[0], "error", map[string]any{"code": ends[deed.name]})
					receipt, err := persist(t, deed.do(s, s.step(deed.name)))
					if err != nil || receipt.Word != recovery.Refused {
						t.Fatalf("got %+v, %v", receipt, err)
					}
					s.fault(deed.provider, deed.endpoints[0], lost, nil)
					again, err := persist(t, deed.do(s, s.step(deed.name+":2")))
					if err != nil || again.Word != recovery.Arrived || again.ID == receipt.ID {
						t.Fatalf("got %+v, %v", again, err)
					}
					s.must(2, deed.things[0])
				})
			})
		}
	}
}

// Words of ours that have nothing to do with the recovery are not taken for it.
func TestOtherWordsAreNotTaken(t *testing.T) {
	for _, deed := range deeds()[3:] {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(deed.provider, deed.endpoints[0], "unavailable", nil)
				step := s.step(deed.name)
				if _, err := deed.do(s, step)(context.Background()); err == nil {
					t.Fatal("it was to be turned away")
				}
				gate := Step{Recovery: "recovery/gate.changed/LO391-2026-11-21/c-1042", Name: deed.name, Since: time.Now()}
				other, err := persist(t, deed.do(s, gate))
				if err != nil {
					t.Fatal(err)
				}
				receipt, err := persist(t, deed.do(s, step))
				if err != nil || receipt.ID == other.ID {
					t.Errorf("got %+v, %v; %s is another's", receipt, err, other.ID)
				}
				s.must(2, deed.things[0])
			})
		})
	}
}

// Attempts that come to believe at the same moment that nothing was sent do not
// all send.
func TestOneOfManyBelieversSends(t *testing.T) {
	for _, deed := range deeds()[3:] {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.fault(deed.provider, deed.endpoints[0], "unavailable", nil)
				s.server.late = 20 * time.Millisecond
				step := s.step(deed.name)
				var all sync.WaitGroup
				for range 8 {
					all.Go(func() {
						if receipt, err := persist(t, deed.do(s, step)); err != nil || receipt.Word == recovery.Refused {
							t.Errorf("got %+v, %v", receipt, err)
						}
					})
				}
				all.Wait()
				s.must(1, deed.things[0])
			})
		})
	}
}

// A message whose id is known is asked for by its id; nothing is searched and
// nothing is sent.
func TestWhatWasAcceptedIsFollowed(t *testing.T) {
	for _, deed := range deeds()[3:] {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				s.options.Patience = -1
				s.hire()
				step := s.step(deed.name)
				receipt, err := deed.do(s, step)(context.Background())
				if err != nil || receipt.Word != recovery.Pending {
					t.Fatalf("got %+v, %v", receipt, err)
				}
				calls := s.server.calls.Load()
				again, err := deed.do(s, step)(context.Background())
				if err != nil || again.ID != receipt.ID || again.Word != recovery.Pending || s.server.calls.Load() != calls {
					t.Errorf("got %+v, %v after %d calls", again, err, s.server.calls.Load()-calls)
				}
			})
		})
	}
}

// Whatever Stripe says of a promotion code that is there already, ours being there
// settles it.
func TestPromotionCodeThatIsThere(t *testing.T) {
	onStage(t, func(s *stage) {
		t := s.t
		coupon, step := deeds()[2], s.step("coupon")
		given, err := coupon.do(s, step)(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		s.control(http.MethodPost, "/sandbox/clock", map[string]any{"advance": "25h"}) // Stripe's clock alone
		s.server.tamper = func(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == "/v1/promotion_codes" }
		s.server.spoil = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":{"type":"invalid_request_error","param":"code","message":"An active promotion code already exists."}}`))
		})
		again, err := coupon.do(s, step)(context.Background())
		if err != nil || again.ID != given.ID {
			t.Errorf("got %+v, %v; want %s", again, err, given.ID)
		}
		other := step
		other.Name = "coupon:2"
		_, err = coupon.do(s, other)(context.Background())
		if no := refusal(t, err); no.Then != recovery.ThenPerson {
			t.Errorf("a code that is another step's: %+v", no)
		}
	})
}

// An attempt that was frozen between the ledger and its call may have been
// overtaken: it does not call.
func TestAHeldUpAttemptDoesNotCall(t *testing.T) {
	for _, deed := range deeds() {
		t.Run(deed.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				t := s.t
				ticks := 0
				s.options.Now = func() time.Time { ticks++; return time.Now().Add(time.Duration(ticks) * (heldUp + time.Second)) }
				s.hire()
				if _, err := deed.do(s, s.step(deed.name))(context.Background()); err == nil {
					t.Error("it went through")
				}
				s.must(0, deed.things[0])
			})
		})
	}
}
