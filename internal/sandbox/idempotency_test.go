package sandbox

import (
	"strings"
	"sync"
	"testing"
	"time"

	stripesdk "github.com/stripe/stripe-go/v76"
	"pgregory.net/rapid"
)

func TestTheSameKeyIsTheSameRefund(t *testing.T) {
	f := startOnDisk(t)
	f.pay(ada)
	first, err := f.stripe().Refunds.New(refund(100, "k"))
	if err != nil {
		t.Fatal(err)
	}
	if first.LastResponse.Header.Get("Idempotent-Replayed") != "" {
		t.Error("the first answer calls itself replayed")
	}
	f.clock.advance(23*time.Hour + 59*time.Minute)
	f = f.reopen()
	again, err := f.stripe().Refunds.New(refund(100, "k"))
	if err != nil || again.ID != first.ID {
		t.Fatalf("again: %+v, %v", again, err)
	}
	if h := again.LastResponse.Header; h.Get("Idempotent-Replayed") != "true" || h.Get("Original-Request") != first.LastResponse.RequestID {
		t.Errorf("headers: %v", h)
	}
	if n := len(f.state("refunds")); n != 1 {
		t.Errorf("%d refunds, want 1", n)
	}
}

func TestAKeyIsForgottenAfterADay(t *testing.T) {
	f := startOnDisk(t)
	f.pay(ada)
	first, err := f.stripe().Refunds.New(refund(100, "k"))
	if err != nil {
		t.Fatal(err)
	}
	f.must(200, "POST", "/sandbox/clock", `{"advance": "24h"}`)
	f = f.reopen()
	again, err := f.stripe().Refunds.New(refund(100, "k"))
	if err != nil || again.ID == first.ID {
		t.Errorf("a key of yesterday is no new request: %+v, %v", again, err)
	}
	if n := len(f.state("refunds")); n != 2 {
		t.Errorf("%d refunds, want 2", n)
	}
}

func TestAKeyBelongsToItsParameters(t *testing.T) {
	f := start(t)
	f.pay(ada)
	api := f.stripe()
	if _, err := api.Refunds.New(refund(100, "k")); err != nil {
		t.Fatal(err)
	}
	_, err := api.Refunds.New(refund(101, "k"))
	if e := stripeError(t, err); e.Type != stripesdk.ErrorTypeIdempotency || e.HTTPStatusCode != 400 {
		t.Errorf("other parameters: %+v", e)
	}
	p := &stripesdk.CouponParams{PercentOff: stripesdk.Float64(5)}
	p.SetIdempotencyKey("k")
	_, err = api.Coupons.New(p)
	if e := stripeError(t, err); e.Type != stripesdk.ErrorTypeIdempotency || !strings.Contains(e.Msg, "endpoint") {
		t.Errorf("another endpoint: %+v", e)
	}
	if n := len(f.state("refunds")); n != 1 {
		t.Errorf("%d refunds, want 1", n)
	}
}

func TestAnotherAccountsKeyIsAnotherKey(t *testing.T) {
	f := start(t)
	f.pay(ada)
	body := "payment_intent=pi_ada&amount=10"
	for _, key := range []string{stripeKey, stripeKey + "2"} {
		h := map[string][]string{"Authorization": {"Bearer " + key}, "Idempotency-Key": {"k"}}
		if status, header, out := f.raw("POST", "/v1/refunds", body, h); status != 200 || header.Get("Idempotent-Replayed") != "" {
			t.Errorf("got %d %v", status, out)
		}
	}
}

func TestWhatComesBeforeTheLayerIsNotSaved(t *testing.T) {
	for _, c := range []string{
		`{"provider": "stripe", "fault": "rate_limited"}`,
		`{"provider": "stripe", "fault": "unavailable"}`,
		`{"provider": "stripe", "fault": "error", "code": "api_key_expired"}`,
		`{"provider": "stripe", "fault": "error", "code": "idempotency_key_in_use"}`,
		`{"provider": "stripe", "fault": "error", "code": "parameter_unknown"}`,
	} {
		f := start(t)
		f.pay(ada)
		f.fault(c)
		if _, err := f.stripe().Refunds.New(refund(100, "k")); err == nil {
			t.Errorf("%s: no error", c)
		}
		if _, err := f.stripe().Refunds.New(refund(100, "k")); err != nil {
			t.Errorf("%s: then %v", c, err)
		}
	}
	f := start(t)
	f.pay(ada)
	f.stripeForm("POST", "/v1/refunds", "payment_intent=pi_ada&amount=x", "k")
	if status, _, body := f.stripeForm("POST", "/v1/refunds", "payment_intent=pi_ada&amount=1", "k"); status != 200 {
		t.Errorf("after a wrong parameter: %d %v", status, body)
	}
}

func TestWhatExecutionSaysIsSaved(t *testing.T) {
	f := start(t)
	f.pay(ada)
	f.fault(`{"provider": "stripe", "endpoint": "refunds", "fault": "error", "code": "balance_insufficient"}`)
	for i := range 2 {
		_, err := f.stripe().Refunds.New(refund(100, "k"))
		if e := stripeError(t, err); e.Code != stripesdk.ErrorCodeBalanceInsufficient {
			t.Errorf("call %d: %+v", i, e)
		}
	}
	if _, err := f.stripe().Refunds.New(refund(100, "k:2")); err != nil {
		t.Errorf("another key: %v", err)
	}
}

func TestA500IsReplayedThoughTheMoneyWentBack(t *testing.T) {
	f := startOnDisk(t)
	f.pay(ada)
	f.fault(`{"provider": "stripe", "endpoint": "refunds", "fault": "accept_500"}`)
	for i := range 3 {
		_, err := f.stripe().Refunds.New(refund(100, "k"))
		if e := stripeError(t, err); e.HTTPStatusCode != 500 || e.Type != stripesdk.ErrorTypeAPI {
			t.Errorf("call %d: %+v", i, e)
		}
		f = f.reopen()
	}
	if n := len(f.state("refunds")); n != 1 {
		t.Errorf("%d refunds, want 1", n)
	}
}

func TestAKeyInUse(t *testing.T) {
	f := start(t)
	f.pay(ada)
	entered, gate := make(chan time.Duration), make(chan struct{})
	leave := sync.OnceFunc(func() { close(gate) })
	t.Cleanup(leave) // a test that fails lets go of the slow one too
	f.box.sleep = func(d time.Duration) bool {
		if d > 0 {
			entered <- d
			<-gate
		}
		return true
	}
	f.fault(`{"provider": "stripe", "endpoint": "refunds", "fault": "slow", "for": "3s"}`)
	done := make(chan error, 1)
	go func() {
		_, err := f.stripe().Refunds.New(refund(100, "k"))
		done <- err
	}()
	if d := <-entered; d != 3*time.Second {
		t.Errorf("slow takes %s, want 3s", d)
	}
	_, err := f.stripe().Refunds.New(refund(100, "k"))
	if e := stripeError(t, err); e.HTTPStatusCode != 409 || e.Code != stripesdk.ErrorCodeIdempotencyKeyInUse {
		t.Errorf("while the first is executing: %+v", e)
	}
	leave()
	if err := <-done; err != nil {
		t.Errorf("the slow one: %v", err)
	}
	r, err := f.stripe().Refunds.New(refund(100, "k"))
	if err != nil || r.LastResponse.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("afterwards: %+v, %v", r, err)
	}
}

// However often and however much at once a key is sent, it makes one refund,
// and every good answer is that one.
func TestOneKeyNeverMakesTwo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 2, 30).Draw(rt, "keys")
		f := start(t)
		defer f.stop()
		f.pay(ada)
		type answer struct{ key, id string }
		answers := make(chan answer, len(keys))
		for _, key := range keys {
			go func() {
				r, err := f.stripe().Refunds.New(refund(1, key))
				if err != nil {
					answers <- answer{key, err.Error()}
					return
				}
				answers <- answer{key, r.ID}
			}()
		}
		ids := map[string]string{}
		for range keys {
			a := <-answers
			if have, ok := ids[a.key]; ok && have != a.id {
				rt.Fatalf("key %s made %s and %s", a.key, have, a.id)
			}
			ids[a.key] = a.id
		}
		if n := len(f.state("refunds")); n != len(ids) {
			rt.Fatalf("%d refunds of %d keys", n, len(ids))
		}
	})
}
