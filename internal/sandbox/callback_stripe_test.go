package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	stripesdk "github.com/stripe/stripe-go/v76"
)

func (f *fixture) refunded(behaviour string) *stripesdk.Refund {
	f.t.Helper()
	f.pay(`{"id": "pi_ada", "amount": 4960, "currency": "eur", "behaviour": "` + behaviour + `"}`)
	r, err := f.stripe().Refunds.New(refund(1240, "k1"))
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

func TestStripeTellsOfARefund(t *testing.T) {
	for behaviour, want := range map[string]struct{ later, status string }{
		"":        {later: "[]"},
		"pending": {"[charge.refund.updated refund.updated]", "succeeded"},
		"fails":   {"[charge.refund.updated refund.failed]", "failed"},
	} {
		f, r := startOnDisk(t), listen(t)
		f.callsStripe(r)
		made := f.refunded(behaviour)
		f.deliver()
		for _, h := range r.take() {
			e, err := f.stripeHeard(h, "whsec_one")
			if err != nil {
				t.Fatalf("%q: %v", behaviour, err)
			}
			if !strings.HasPrefix(e.ID, "evt_") || e.Object != "event" || e.APIVersion != "2023-10-16" || e.Created != f.clock.now().Unix() ||
				e.Livemode || e.PendingWebhooks != 1 || e.Request.IdempotencyKey != "k1" || e.Request.ID == "" {
				t.Errorf("%q: event %+v", behaviour, e)
			}
			switch e.Type {
			case "refund.created":
				var told stripesdk.Refund
				if err := json.Unmarshal(e.Data.Raw, &told); err != nil || told.ID != made.ID || told.Status != made.Status || told.Metadata["recovery"] != "r-1" {
					t.Errorf("%q: %+v, %v", behaviour, told, err)
				}
			case "charge.refunded":
				if e.GetObjectValue("id") != "ch_ada" || e.GetObjectValue("amount_refunded") != "1240" {
					t.Errorf("%q: %s", behaviour, e.Data.Raw)
				}
			default:
				t.Errorf("%q: a %s at once", behaviour, e.Type)
			}
		}
		f = f.reopen()
		later := f.after(pace, r)
		names := f.names(later)
		slices.Sort(names)
		if fmt.Sprint(names) != want.later {
			t.Errorf("%q later: got %v, want %s", behaviour, names, want.later)
		}
		for _, h := range later {
			e, err := f.stripeHeard(h, "whsec_one")
			if err != nil || e.GetObjectValue("status") != want.status || e.GetObjectValue("id") != made.ID || e.Data.PreviousAttributes["status"] != string(made.Status) {
				t.Errorf("%q later: %s, %v", behaviour, h.body, err)
			}
		}
	}
}

func TestStripeSecretsRotate(t *testing.T) {
	f, r := start(t), listen(t)
	set := func(secrets string) {
		f.must(201, "POST", "/sandbox/webhooks", `[{"provider": "stripe", "url": "`+r.server.URL+`", "secrets": [`+secrets+`]}]`)
	}
	set(`"whsec_old", "whsec_new"`)
	f.refunded("")
	f.deliver()
	for _, h := range r.take() {
		if n := strings.Count(h.header.Get("Stripe-Signature"), "v1="); n != 2 {
			t.Errorf("%d signatures, want 2: %s", n, h.header.Get("Stripe-Signature"))
		}
		for _, secret := range []string{"whsec_old", "whsec_new"} {
			if _, err := f.stripeHeard(h, secret); err != nil {
				t.Errorf("%s: %v", secret, err)
			}
		}
	}
	set(`"whsec_new"`)
	if _, err := f.stripe().Refunds.New(refund(1, "k2")); err != nil {
		t.Fatal(err)
	}
	f.deliver()
	for _, h := range r.take() {
		if _, err := f.stripeHeard(h, "whsec_old"); err == nil {
			t.Error("the old secret still signs")
		}
	}
}

func TestStripeTriesForThreeDays(t *testing.T) {
	f, r := start(t), listen(t)
	f.callsStripe(r)
	r.answers(func(int) int { return 302 }) // a redirect is a failure too
	f.refunded("")
	f.deliver()
	first := r.take()
	again := f.after(time.Second, r)
	if len(first) != 2 || len(again) != 2 {
		t.Fatalf("%d and %d, want 2 and again 2", len(first), len(again))
	}
	for _, h := range again {
		same := slices.ContainsFunc(first, func(one heard) bool { return one.body == h.body })
		fresh := !slices.ContainsFunc(first, func(one heard) bool {
			return one.header.Get("Stripe-Signature") == h.header.Get("Stripe-Signature")
		})
		if _, err := f.stripeHeard(h, "whsec_one"); err != nil || !same || !fresh {
			t.Errorf("same event %t, signed anew %t, %v", same, fresh, err)
		}
	}
	tries := 0
	for range 200 {
		f.clock.advance(time.Hour)
		if f.deliver()["waiting"] == 0.0 {
			break
		}
		tries++
	}
	if tries < 70 || tries > 73 {
		t.Errorf("given up after %d hours, want about 72", tries)
	}
	f.counted("sent 0 failed 2 waiting 0")
}
