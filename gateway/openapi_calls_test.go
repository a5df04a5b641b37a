package gateway_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	stripehook "github.com/stripe/stripe-go/v76/webhook"
	"go.temporal.io/api/serviceerror"

	"makegood/config"
	"makegood/gateway"
	"makegood/gateway/webhook"
	"makegood/internal/ledger"
	"makegood/recovery"
)

// hearingLedger answers complaints and calls as it is told to.
type hearingLedger struct {
	*ledgerDouble
	ended   recovery.State // where it has a stage, the recovery has ended
	hearing ledger.Hearing
	err     error
}

func (d *hearingLedger) Complain(context.Context, *recovery.Complaint) (recovery.State, bool, error) {
	return d.ended, d.ended.Stage.Ended(), d.err
}

func (d *hearingLedger) Hear(context.Context, string, []ledger.News, func(before, after ledger.Delivery, told ledger.News) bool) (ledger.Hearing, error) {
	return d.hearing, d.err
}

const complaint = `{"id": "ticket-4711", "trigger": "flight.delayed", "experience": "LO391", "complained_at": "2026-11-21T11:30:00Z", "channel": "phone", "customer": {"id": "c-ada"}}`

// What is answered to complaints is as described.
func TestComplaintsAreAsDescribed(t *testing.T) {
	api := served(t)
	for _, test := range []struct {
		name   string
		before func(*door, *hearingLedger)
		method string
		body   string
		header string
		status int
	}{
		{"waits for an observation", nil, "POST", complaint, "", 202},
		{"after the end", func(_ *door, l *hearingLedger) {
			l.ended = recovery.State{Stage: recovery.Delivered, First: recovery.FirstUs}
		}, "POST", complaint, "", 202},
		{"after a dismissal", func(_ *door, l *hearingLedger) {
			l.ended = recovery.State{Stage: recovery.Dismissed, First: recovery.FirstCustomer}
		}, "POST", complaint, "", 202},
		{"unreadable", nil, "POST", "{", "", 400},
		{"a name", nil, "POST", strings.Replace(complaint, `"id": "c-ada"`, `"id": "c-ada", "name": "Ada"`, 1), "", 400},
		{"other method", nil, "GET", "", "", 405},
		{"too large", nil, "POST", complaint + strings.Repeat(" ", 1<<20), "", 413},
		{"packed otherwise", nil, "POST", complaint, "Content-Encoding: br", 415},
		{"no play", nil, "POST", strings.Replace(complaint, "flight.delayed", "no.such", 1), "", 422},
		{"from tomorrow", nil, "POST", strings.Replace(complaint, "11-21T11", "11-22T11", 1), "", 422},
		{"Temporal away", func(d *door, _ *hearingLedger) {
			d.temporal.signal = func(context.Context) error { return serviceerror.NewUnavailable("away") }
		}, "POST", complaint, "", 503},
		{"ledger away", func(_ *door, l *hearingLedger) { l.err = errors.New("away") }, "POST", complaint, "", 503},
	} {
		t.Run(test.name, func(t *testing.T) {
			books := &hearingLedger{ledgerDouble: &ledgerDouble{}}
			d := newDoor(func(o *gateway.Options) { o.Ledger = books })
			if test.before != nil {
				test.before(d, books)
			}
			headers := []string{asJSON}
			if test.header != "" {
				headers = append(headers, test.header)
			}
			d.asDescribed(t, api, test.status, test.method, "/v1/complaints", "/v1/complaints", test.body, headers...)
		})
	}
}

// What is answered to providers is as described.
func TestWebhooksAreAsDescribed(t *testing.T) {
	api := served(t)
	const secret = "whsec_" + "test"
	const ours = `{"id": "evt_1", "created": 1795262400, "type": "refund.updated", "data": {"object": {"id": "re_1", "status": "succeeded", "amount": 1240, "currency": "eur", "metadata": {"makegood_recovery": "` + goodRecovery + `", "makegood_step": "refund"}}}}`
	signed := func(body, secret string) string {
		payload := stripehook.GenerateTestSignedPayload(&stripehook.UnsignedPayload{Payload: []byte(body), Secret: secret, Timestamp: noon})
		return "Stripe-Signature: " + payload.Header
	}
	for _, test := range []struct {
		name         string
		hearing      ledger.Hearing
		err          error
		method, path string
		body         string
		header       string
		status       int
	}{
		{"taken", ledger.Hearing{}, nil, "POST", "stripe", ours, signed(ours, secret), 204},
		{"repeated", ledger.Hearing{Repeats: 1}, nil, "POST", "stripe", ours, signed(ours, secret), 204},
		{"none of ours", ledger.Hearing{}, nil, "POST", "stripe", `{"type": "charge.captured"}`, signed(`{"type": "charge.captured"}`, secret), 204},
		{"signed, and nothing", ledger.Hearing{}, nil, "POST", "stripe", "x", signed("x", secret), 400},
		{"forged", ledger.Hearing{}, nil, "POST", "stripe", ours, signed(ours, "whsec_"+"other"), 403},
		{"not set up", ledger.Hearing{}, nil, "POST", "sendgrid", "[]", asJSON, 404},
		{"no such provider", ledger.Hearing{}, nil, "POST", "paypal", "{}", asJSON, 404},
		{"other method", ledger.Hearing{}, nil, "GET", "stripe", "", asJSON, 405},
		{"replayed", ledger.Hearing{Replay: true}, nil, "POST", "stripe", ours, signed(ours, secret), 409},
		{"too large", ledger.Hearing{}, nil, "POST", "stripe", strings.Repeat(" ", 8<<20+1), asJSON, 413},
		{"ledger away", ledger.Hearing{}, errors.New("away"), "POST", "stripe", ours, signed(ours, secret), 503},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor(func(o *gateway.Options) {
				o.Ledger = &hearingLedger{ledgerDouble: &ledgerDouble{}, hearing: test.hearing, err: test.err}
				o.Webhooks = gateway.Webhooks{"stripe": webhook.Stripe{Secrets: config.Secrets{config.NewSecret(secret)}}}
			})
			headers := []string{asJSON}
			if test.header != asJSON {
				headers = append(headers, test.header)
			}
			d.asDescribed(t, api, test.status, test.method, "/webhooks/{provider}", "/webhooks/"+test.path, test.body, headers...)
		})
	}
}
