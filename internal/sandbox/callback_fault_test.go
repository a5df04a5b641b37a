package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sendgrid/sendgrid-go/helpers/mail"
	"github.com/stripe/stripe-go/v76/webhook"
)

// teller has one provider tell something at once, and one thing more a pace
// later.
type teller struct {
	provider string
	last     string // what it tells last
	match    string // what only that one contains, as JSON has it
	count    int    // callbacks in all
	do       func(f *fixture, r *receiver)
}

var tellers = []teller{
	{"twilio", "delivered", "delivered", 4, func(f *fixture, r *receiver) {
		f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL + "/webhooks/twilio"))
	}},
	{"sendgrid", "delivered", "delivered", 2, func(f *fixture, _ *receiver) { f.mailed(email(adaMail, "Hello")) }},
	{"stripe", "refund.updated", `\"refund.updated\"`, 4, func(f *fixture, _ *receiver) { f.refunded("pending") }},
}

// disturbed is a sandbox that calls back, with one fault at the webhooks.
func disturbed(t *testing.T, provider, fault string) (*fixture, *receiver) {
	t.Helper()
	f, r := startOnDisk(t), listen(t)
	f.callsStripe(r)
	f.callsSendGrid(r)
	f.fault(`{"provider": "` + provider + `", "endpoint": "webhooks", ` + fault + `}`)
	return f, r
}

func eachTeller(t *testing.T, check func(t *testing.T, who teller)) {
	for _, who := range tellers {
		t.Run(who.provider, func(t *testing.T) { check(t, who) })
	}
}

func count(names []string, name string) (n int) {
	for _, got := range names {
		if got == name {
			n++
		}
	}
	return n
}

func TestLateCallbacks(t *testing.T) {
	eachTeller(t, func(t *testing.T, who teller) {
		f, r := disturbed(t, who.provider, `"fault": "late", "for": "72h", "match": "`+who.match+`"`)
		who.do(f, r)
		for range 4 {
			f.after(pace, r)
		}
		f = f.reopen()
		f.must(200, "POST", "/sandbox/clock", `{"advance": "71h"}`)
		f.deliver()
		if got := r.take(); len(got) != 0 {
			t.Errorf("after 71h: %v", f.names(got))
		}
		if who.provider != "twilio" {
			r.answers(func(int) int { return 503 })
		}
		f.must(200, "POST", "/sandbox/clock", `{"advance": "1h"}`)
		if who.provider != "twilio" { // its days of trying begin now
			f.deliver()
			r.answers(nil)
			r.take()
			f.clock.advance(time.Second)
		}
		f.deliver()
		got := r.take()
		if names := f.names(got); len(got) != 1 || names[0] != who.last {
			t.Errorf("after 72h: %v, want %s", names, who.last)
		}
		if who.provider == "stripe" { // signed when it is sent, on a clock that nobody advanced
			signed, at := got[0].header.Get("Stripe-Signature"), fmt.Sprintf("t=%d,", f.clock.now().Unix())
			if _, err := f.stripeHeard(got[0], "whsec_one"); err != nil || !strings.HasPrefix(signed, at) {
				t.Errorf("signed %s, want %s: %v", signed, at, err)
			}
		}
	})
}

func TestCopiedCallbacks(t *testing.T) {
	eachTeller(t, func(t *testing.T, who teller) {
		f, r := disturbed(t, who.provider, `"fault": "copies", "copies": 3, "match": "`+who.match+`"`)
		who.do(f, r)
		f.deliver()
		all := append(r.take(), f.after(4*pace, r)...)
		names := f.names(all)
		if count(names, who.last) != 3 || len(names) != who.count+2 {
			t.Errorf("got %v, want %s three times", names, who.last)
		}
		bodies := map[string]bool{}
		for _, h := range all {
			if slices.Contains(f.names([]heard{h}), who.last) {
				for e := range strings.SplitSeq(h.body, "},{") {
					bodies[strings.Trim(e, "[{}]")+h.header.Get("I-Twilio-Idempotency-Token")] = true
				}
			}
		}
		if len(bodies) != 1 {
			t.Errorf("%d different ones, want the same each time: %v", len(bodies), bodies)
		}
	})
}

func TestCallbacksThatNeverCome(t *testing.T) {
	eachTeller(t, func(t *testing.T, who teller) {
		f, r := disturbed(t, who.provider, `"fault": "never", "when": {"all": true}, "match": "`+who.match+`"`)
		who.do(f, r)
		f.deliver()
		names := f.names(append(r.take(), f.after(4*pace, r)...))
		if count(names, who.last) != 0 || len(names) != who.count-1 {
			t.Errorf("got %v, want all but %s", names, who.last)
		}
		f.counted(fmt.Sprintf("sent %d failed 0 waiting 0", who.count-1))
	})
}

func TestShuffledCallbacks(t *testing.T) {
	orders := map[string]bool{}
	for range 2 {
		f, r := disturbed(t, "twilio", `"fault": "shuffled", "for": "1m", "when": {"all": true, "seed": 2}`)
		tellers[0].do(f, r)
		order := f.names(f.after(4*pace, r))
		for range 64 {
			order = append(order, f.names(f.after(pace, r))...)
		}
		if plain := []string{"queued", "sending", "sent", "delivered"}; len(order) != 4 || slices.Equal(order, plain) {
			t.Errorf("got %v", order)
		}
		orders[fmt.Sprint(order)] = true
	}
	if len(orders) != 1 {
		t.Errorf("the same seed shuffles otherwise: %v", orders)
	}
}

func TestEarlyCallbacks(t *testing.T) {
	for provider, want := range map[string]string{
		"twilio": "[delivered queued sending sent]", "sendgrid": "[delivered processed]", "stripe": "[charge.refunded refund.created]",
	} {
		i := slices.IndexFunc(tellers, func(who teller) bool { return who.provider == provider })
		f, r := disturbed(t, provider, `"fault": "early"`)
		tellers[i].do(f, r)
		names := f.names(r.take()) // as the API answered
		if slices.Sort(names); fmt.Sprint(names) != want {
			t.Errorf("%s: %v before the answer, want %s", provider, names, want)
		}
		tellers[0].do(f, r) // and one that is not struck does not wait
		f.deliver()
	}
}

func TestAnEarlyCallbackIsAwaitedOnce(t *testing.T) {
	f, r := disturbed(t, "stripe", `"fault": "early"`)
	r.answers(func(int) int { return 500 })
	f.refunded("")
	if got := r.take(); len(got) != 2 {
		t.Errorf("%d tries before the answer, want one for each of 2", len(got))
	}
	f.counted("sent 0 failed 0 waiting 2") // tried again later, like any other
}

func TestForgedCallbacks(t *testing.T) {
	eachTeller(t, func(t *testing.T, who teller) {
		f, r := disturbed(t, who.provider, `"fault": "forged", "match": "`+who.match+`"`)
		r.answers(func(int) int { return 403 })
		who.do(f, r)
		f.deliver()
		forged := 0
		for _, h := range append(r.take(), f.after(4*pace, r)...) {
			var genuine bool
			switch who.provider {
			case "twilio":
				_, genuine = f.twilioHeard(h)
			case "sendgrid":
				_, genuine = f.sendgridHeard(h)
			default:
				_, err := f.stripeHeard(h, "whsec_one")
				genuine = err == nil
			}
			last := slices.Contains(f.names([]heard{h}), who.last)
			if genuine == last {
				t.Errorf("%v: genuine %t", f.names([]heard{h}), genuine)
			}
			if last {
				forged++
			}
		}
		if forged != 1 {
			t.Errorf("%d forged, want 1, tried once", forged)
		}
	})
}

func TestAForgedEventIsInNoRequestWithOthers(t *testing.T) {
	for _, forged := range []string{adaMail, beaMail} {
		f, r := start(t), listen(t)
		f.callsSendGrid(r)
		m := email(adaMail, "Hello")
		m.Personalizations[0].AddTos(mail.NewEmail("Bea", beaMail))
		f.mailed(m)
		f.deliver()
		r.take()
		f.fault(`{"provider": "sendgrid", "endpoint": "webhooks", "fault": "forged", "match": "` + forged + `"}`)
		got := f.after(pace, r)
		for _, h := range got {
			if events, genuine := f.sendgridHeard(h); len(events) != 1 || genuine != (events[0]["email"] != forged) {
				t.Errorf("%s forged: genuine %t, %v", forged, genuine, events)
			}
		}
		if len(got) != 2 {
			t.Errorf("%d requests, want 2", len(got))
		}
	}
}

func TestStaleCallbacks(t *testing.T) {
	eachTeller(t, func(t *testing.T, who teller) {
		f, r := disturbed(t, who.provider, `"fault": "stale", "match": "`+who.match+`"`)
		who.do(f, r)
		f.deliver()
		all := append(r.take(), f.after(4*pace, r)...)
		at := fmt.Sprint(f.clock.now().Add(-72 * time.Hour).Unix())
		for _, h := range all {
			if !slices.Contains(f.names([]heard{h}), who.last) {
				continue
			}
			switch who.provider {
			case "sendgrid":
				if _, genuine := f.sendgridHeard(h); !genuine || h.header.Get("X-Twilio-Email-Event-Webhook-Timestamp") != at {
					t.Errorf("genuine %t, signed at %s, want %s", genuine, h.header.Get("X-Twilio-Email-Event-Webhook-Timestamp"), at)
				}
			case "stripe":
				_, err := webhook.ConstructEventWithOptions([]byte(h.body), h.header.Get("Stripe-Signature"), "whsec_one", webhook.ConstructEventOptions{IgnoreTolerance: true})
				if err != nil || !strings.HasPrefix(h.header.Get("Stripe-Signature"), "t="+at+",") {
					t.Errorf("signed %s, want at %s: %v", h.header.Get("Stripe-Signature"), at, err)
				}
			}
		}
		if n := count(f.names(all), who.last); n != map[string]int{"twilio": 2}[who.provider] && (who.provider == "twilio" || n != 1) {
			t.Errorf("%s came %d times", who.last, n)
		}
	})
}

func TestFaultsCountCallbacks(t *testing.T) {
	f, r := disturbed(t, "twilio", `"fault": "never", "when": {"nth": 2}`)
	f.fault(`{"provider": "twilio", "endpoint": "*", "fault": "unavailable", "match": "MessageStatus"}`)
	tellers[0].do(f, r)
	var names []string
	f.deliver()
	names = append(names, f.names(r.take())...)
	for range 3 {
		f = f.reopen() // the count is durable
		names = append(names, f.names(f.after(pace, r))...)
	}
	if got := fmt.Sprint(names); got != "[queued sent delivered]" {
		t.Errorf("got %s, want all but the second", got)
	}
	faults := f.state("faults")
	if seen := faults[0].(map[string]any)["seen"]; seen != 4.0 {
		t.Errorf("it saw %v callbacks, want 4", seen)
	}
	if seen := faults[1].(map[string]any)["seen"]; seen != 0.0 {
		t.Errorf("a fault at * saw %v callbacks, want none", seen)
	}
}

func TestWrongFaultsAtWebhooksAreRefused(t *testing.T) {
	f := start(t)
	for body, field := range map[string]string{
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "unavailable"}`:                            "fault",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "error", "code": "rate_limit"}`:            "fault",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "explode"}`:                                "fault",
		`{"provider": "stripe", "endpoint": "refunds", "fault": "late"}`:                                    "fault",
		`{"provider": "stripe", "fault": "never"}`:                                                          "fault",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "copies", "copies": 0}`:                    "copies",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "copies", "copies": 6}`:                    "copies",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "late", "copies": 2}`:                      "copies",
		`{"provider": "stripe", "endpoint": "refunds", "fault": "slow", "copies": 2}`:                       "copies",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "never", "for": "5s"}`:                     "for",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "never", "method": "GET"}`:                 "method",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "late", "when": {"all": true, "seed": 3}}`: "when.seed",
		`{"provider": "paypal", "endpoint": "webhooks", "fault": "late"}`:                                   "provider",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "shuffled", "when": {"seed": 3}}`:          "when",
		`{"provider": "stripe", "endpoint": "webhooks", "fault": "late", "for": "tomorrow"}`:                "for",
		`{"provider": "twilio", "endpoint": "webhooks", "fault": "accept_timeout", "when": {"first": 1}}`:   "fault",
		`{"provider": "sendgrid", "endpoint": "mail", "fault": "forged"}`:                                   "fault",
		`[{"provider": "sendgrid", "endpoint": "webhooks", "fault": "early", "code": "bounce"}]`:            "0.code",
	} {
		if out := f.must(400, "POST", "/sandbox/faults", body); out["field"] != field {
			t.Errorf("%s: %v, want %s", body, out, field)
		}
	}
}
