package webhooks

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
)

// probe is a call that must change nothing, with the answer and the metric that it
// has to have.
type probe struct {
	name    string
	call    call
	answer  int
	outcome string
}

// probe makes calls that are not to be believed, or were made before, one at a time:
// nothing else happens meanwhile.
func (e *exam) probe(ctx context.Context) error {
	for _, c := range e.cases {
		if !c.probed {
			continue
		}
		of, is, err := e.taken(ctx, c)
		if err != nil {
			return err
		}
		if !is {
			continue
		}
		probes, err := e.probesOf(c, of)
		if err != nil {
			return err
		}
		if err := e.sit(ctx, c, probes); err != nil {
			return err
		}
	}
	return nil
}

// probesOf is every call that is not to be believed. What they say is always bad
// news, which would be acted upon; the repeats are of old news, which are taken once.
func (e *exam) probesOf(c *Case, of about) ([]probe, error) {
	const forged, stale, again = http.StatusForbidden, http.StatusForbidden, http.StatusConflict
	keys, url, now := e.crew.Keys, e.crew.GatewayURL, time.Now()
	other := of
	other.ProviderID += "x"
	switch c.provider {
	case "twilio":
		bad := func(address, token string) call { return byTwilio(of, "undelivered", "30007", address, token) }
		queued := byTwilio(of, "queued", "", url, keys.Twilio[0])
		return []probe{
			{"by a token that nobody has", bad(url, "made-up"), forged, "forged"},
			{"for another address", bad("https://elsewhere.example.com", keys.Twilio[0]), forged, "forged"},
			{"without a signature", bad(url, keys.Twilio[0]).unsigned(), forged, "forged"},
			{"with another status than was signed", byTwilio(of, "sent", "", url, keys.Twilio[0]).changed("MessageStatus=sent", "MessageStatus=failed"), forged, "forged"},
			{"old news", queued, http.StatusNoContent, "taken"},
			{"old news, byte for byte again", queued, again, "replayed"},
			{"old news by the second token", byTwilio(of, "sent", "", url, keys.Twilio[1]), http.StatusNoContent, "taken"},
			{"old news by the other token again", byTwilio(of, "sent", "", url, keys.Twilio[0]), again, "replayed"},
		}, nil
	case "sendgrid":
		stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		bad := func(at time.Time, key *ecdsa.PrivateKey) call {
			return bySendGrid(of, "bad-"+c.Observations[0].Experience, "bounce", at, key)
		}
		old := bySendGrid(of, "old-"+c.Observations[0].Experience, "processed", now, keys.SendGrid)
		return []probe{
			{"by a key that nobody has", bad(now, stranger), forged, "forged"},
			{"without a signature", bad(now, keys.SendGrid).unsigned(), forged, "forged"},
			{"with another body than was signed", old.changed("processed", "dropped"), forged, "forged"},
			{"from an hour ago", bad(now.Add(-time.Hour), keys.SendGrid), stale, "stale"},
			{"from an hour ahead", bad(now.Add(time.Hour), keys.SendGrid), stale, "stale"},
			{"old news by the second key", old, http.StatusNoContent, "taken"},
			{"old news, byte for byte again", old, again, "replayed"},
			{"old news, signed anew", bySendGrid(of, "old-"+c.Observations[0].Experience, "processed", now.Add(time.Second), keys.SendGrid), http.StatusNoContent, "repeated"},
		}, nil
	}
	bad := func(at time.Time, secrets ...string) call {
		return byStripe(of, "evt_bad_"+c.Observations[0].Experience, "refund.failed", "failed", at, secrets...)
	}
	old := func(n int, at time.Time, secrets ...string) call {
		return byStripe(of, "evt_old_"+strconv.Itoa(n)+c.Observations[0].Experience, "refund.created", "pending", at, secrets...)
	}
	first := old(1, now, keys.Stripe[0])
	return []probe{
		{"by a secret that nobody has", bad(now, "whsec_made_up"), forged, "forged"},
		{"without a signature", bad(now, keys.Stripe[0]).unsigned(), forged, "forged"},
		{"with another body than was signed", first.changed("pending", "failed"), forged, "forged"},
		{"from 72 hours ago", bad(now.Add(-72*time.Hour), keys.Stripe[0]), stale, "stale"},
		{"from an hour ahead", bad(now.Add(time.Hour), keys.Stripe[0]), stale, "stale"},
		{"old news by the first secret", first, http.StatusNoContent, "taken"},
		{"old news, byte for byte again", first, again, "replayed"},
		{"old news, signed anew", old(1, now.Add(time.Second), keys.Stripe[0]), http.StatusNoContent, "repeated"},
		{"old news by the second secret", old(2, now, keys.Stripe[1]), http.StatusNoContent, "taken"},
		{"old news by both secrets", old(3, now, keys.Stripe...), http.StatusNoContent, "taken"},
	}, nil
}

// rotate drops the first of the secrets, and sees who is believed then.
func (e *exam) rotate(ctx context.Context) error {
	some := false
	for _, c := range e.cases {
		some = some || c.rotated
	}
	if !some {
		return nil
	}
	if err := e.crew.Rotate(ctx); err != nil {
		return err
	}
	for _, c := range e.cases {
		if !c.rotated {
			continue
		}
		of, is, err := e.taken(ctx, c)
		if err != nil || !is {
			return err
		}
		keys, url, now := e.crew.Keys, e.crew.GatewayURL, time.Now()
		by := func(nth int) call { return byTwilio(of, "undelivered", "30007", url, keys.Twilio[nth]) }
		good := byTwilio(of, "sent", "", url, keys.Twilio[1])
		if c.provider == "stripe" {
			by = func(nth int) call {
				return byStripe(of, "evt_bad_"+c.Observations[0].Experience, "refund.failed", "failed", now, keys.Stripe[nth])
			}
			good = byStripe(of, "evt_new_"+c.Observations[0].Experience, "refund.created", "pending", now, keys.Stripe...)
		}
		if err := e.sit(ctx, c, []probe{
			{"by what was dropped", by(0), http.StatusForbidden, "forged"},
			{"old news by what took over", good, http.StatusNoContent, "taken"},
		}); err != nil {
			return err
		}
	}
	return nil
}

func (e *exam) sit(ctx context.Context, c *Case, probes []probe) error {
	for _, one := range probes {
		before, err := e.stands(ctx, c)
		if err != nil {
			return err
		}
		counted, err := e.counted(ctx, c.provider, one.outcome)
		if err != nil {
			return err
		}
		answer, err := e.post(ctx, one.call)
		if err != nil {
			return err
		}
		after, err := e.stands(ctx, c)
		if err != nil {
			return err
		}
		now, err := e.counted(ctx, c.provider, one.outcome)
		if err != nil {
			return err
		}
		if answer != one.answer {
			e.fail(c, "%s: it was answered %d, and should be %d", one.name, answer, one.answer)
		}
		if before != after {
			e.fail(c, "%s: it changed something\n    from %s\n    to   %s", one.name, before, after)
		}
		if now != counted+1 {
			e.fail(c, "%s: it was not counted as %s", one.name, one.outcome)
		}
	}
	return nil
}

// stands is a recovery with its steps, as the ledger has them.
func (e *exam) stands(ctx context.Context, c *Case) (string, error) {
	state, _, err := e.crew.Ledger.Recovery(ctx, c.ID())
	if err != nil {
		return "", err
	}
	rows, err := e.crew.Ledger.Deliveries(ctx, c.ID())
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]any{"state": state, "steps": rows})
	return string(text), err
}

// counted is the gateway's own count of calls.
func (e *exam) counted(ctx context.Context, provider, outcome string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.crew.GatewayURL+"/metrics", nil)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	name := fmt.Sprintf("makegood_webhooks_total{outcome=%q,provider=%q} ", outcome, provider)
	_, rest, is := strings.Cut(string(text), name)
	if !is {
		return 0, nil // a count that nobody has begun
	}
	number, _, _ := strings.Cut(rest, "\n")
	return strconv.Atoi(number)
}

// refused holds the gateway's counts against what the sandbox forged, made stale or
// sent again: each of them, and no other, was refused.
func (e *exam) refused(ctx context.Context) error {
	record, err := oracle.Read(ctx, e.crew.House.SandboxURL())
	if err != nil {
		return err
	}
	struck := map[string]map[string]int{"forged": {}, "stale": {}}
	for _, fault := range record.Faults {
		if of := struck[fault.Kind]; of != nil && fault.Provider != "twilio" || fault.Kind == "forged" {
			of[fault.Provider] += fault.Struck
		}
	}
	for outcome, by := range struck {
		for provider, want := range by {
			if got, err := e.counted(ctx, provider, outcome); err != nil {
				return err
			} else if got != want {
				e.line.Fail(0, oracle.Unexplained, fmt.Sprintf("the gateway counts %d %s calls of %s, and the sandbox made %d", got, outcome, provider, want))
			}
		}
	}
	for _, c := range e.cases {
		for _, match := range e.at.Matches(c.Journey) {
			some := false
			for _, fault := range record.Faults {
				some = some || fault.Match == match && fault.Struck > 0
			}
			if !some {
				e.line.Fail(c.Number, report.NotStruck, c.What+": its fault never struck")
			}
		}
	}
	return nil
}
