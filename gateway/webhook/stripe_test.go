package webhook_test

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	stripehook "github.com/stripe/stripe-go/v76/webhook"

	"makegood/gateway/webhook"
	"makegood/recovery"
)

var ourStripe = webhook.Stripe{Secrets: secrets("", "whsec_old", "whsec_new")}

func byStripe(body, secret string, at time.Time) webhook.Call {
	signed := stripehook.GenerateTestSignedPayload(&stripehook.UnsignedPayload{Payload: []byte(body), Secret: secret, Timestamp: at})
	return webhook.Call{URI: "/webhooks/stripe", Header: headers("Stripe-Signature", signed.Header), Body: signed.Payload}
}

const (
	ourMarks  = `"metadata": {"makegood_recovery": "` + id + `", "makegood_step": "refund:2", "makegood_ref": "K7PX2QRS"}`
	ourRefund = `{"object": "refund", "id": "re_1", "status": "succeeded", "amount": 1240, "currency": "eur", "later_field": {"x": []}, ` + ourMarks + `}`
)

func event(kind, object string) string {
	return fmt.Sprintf(`{"id": "evt_1", "object": "event", "api_version": "2026-10-01.later", "created": %d, "type": %q, "data": {"object": %s}}`, noon.Add(-time.Minute).Unix(), kind, object)
}

func refundHeard(change func(*webhook.Heard)) webhook.Heard {
	heard := webhook.Heard{Event: "evt_1", Recovery: id, Step: "refund:2", Receipt: recovery.Receipt{
		Step: "refund:2", Provider: "stripe", ID: "re_1", Status: "succeeded", Word: recovery.Arrived,
		Money: recovery.Money{Amount: 1240, Currency: "eur"}, At: noon.Add(-time.Minute),
	}}
	if change != nil {
		change(&heard)
	}
	return heard
}

func TestStripeIsBelieved(t *testing.T) {
	body := event("refund.updated", ourRefund)
	good := byStripe(body, "whsec_new", noon)
	signature := good.Header.Get("Stripe-Signature")
	at, v1, _ := strings.Cut(signature, ",")
	with := func(header ...string) webhook.Call {
		call := good
		call.Header = headers()
		for _, one := range header {
			call.Header.Add("stripe-signature", one)
		}
		return call
	}
	other := hex.EncodeToString(stripehook.ComputeSignature(noon, []byte(body), "whsec_forged"))
	for _, c := range []struct {
		name string
		call webhook.Call
		want error
	}{
		{"as it should be", good, nil},
		{"the first secret", byStripe(body, "whsec_old", noon), nil},
		{"two secrets at Stripe", with(at + ",v1=" + other + "," + v1 + ",v0=" + other), nil},
		{"300 s old", byStripe(body, "whsec_new", noon.Add(-300*time.Second)), nil},
		{"300 s ahead", byStripe(body, "whsec_new", noon.Add(300*time.Second)), nil},
		{"301 s old", byStripe(body, "whsec_new", noon.Add(-301*time.Second)), webhook.ErrStale},
		{"301 s ahead", byStripe(body, "whsec_new", noon.Add(301*time.Second)), webhook.ErrStale},
		{"1970", byStripe(body, "whsec_new", time.Unix(0, 0)), webhook.ErrStale},
		{"another secret", byStripe(body, "whsec_forged", noon), webhook.ErrForged},
		{"the empty secret", byStripe(body, "", noon), webhook.ErrForged},
		{"another secret, and old", byStripe(body, "whsec_forged", noon.Add(-time.Hour)), webhook.ErrForged},
		{"no header", with(), webhook.ErrForged},
		{"an empty header", with(""), webhook.ErrForged},
		{"the header twice", with(signature, signature), webhook.ErrForged},
		{"garbage", with("garbage"), webhook.ErrForged},
		{"no signature", with(at), webhook.ErrForged},
		{"no time", with(v1), webhook.ErrForged},
		{"two times", with(at + "," + signature), webhook.ErrForged},
		{"another time", with(fmt.Sprintf("t=%d,%s", noon.Unix()+1, v1)), webhook.ErrForged},
		{"no number for a time", with("t=x," + v1), webhook.ErrForged},
		{"no hex", with(at + ",v1=zz"), webhook.ErrForged},
		{"a signature cut short", with(signature[:len(signature)-2]), webhook.ErrForged},
		{"only a v0", with(strings.Replace(signature, "v1=", "v0=", 1)), webhook.ErrForged},
		{"another body", webhook.Call{Header: good.Header, Body: []byte(body + " ")}, webhook.ErrForged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want != nil {
				hears(t, ourStripe, c.call, c.want)
				return
			}
			hears(t, ourStripe, c.call, nil, refundHeard(nil))
		})
	}
	hears(t, webhook.Stripe{}, good, webhook.ErrNotSetUp)
	hears(t, webhook.Stripe{Secrets: secrets("")}, byStripe(body, "", noon), webhook.ErrNotSetUp)
}

func TestStripeSays(t *testing.T) {
	failed := strings.Replace(ourRefund, `"status": "succeeded"`, `"status": "failed", "failure_reason": "expired_or_canceled_card"`, 1)
	refused := func(h *webhook.Heard) {
		h.Receipt.Status, h.Receipt.Word, h.Receipt.Code, h.Receipt.Then = "failed", recovery.Refused, "expired_or_canceled_card", recovery.ThenNext
		h.Receipt.Why = "The card that paid no longer exists, so the refund came back."
	}
	pending := func(status string) func(*webhook.Heard) {
		return func(h *webhook.Heard) { h.Receipt.Status, h.Receipt.Word = status, recovery.Pending }
	}
	another := strings.NewReplacer("re_1", "re_2", "refund:2", "refund", "1240", "900").Replace(ourRefund)
	foreign := `{"object": "refund", "id": "re_9", "status": "succeeded", "amount": 5, "currency": "eur", "metadata": {"makegood_recovery": "theirs"}}`
	for _, c := range []struct {
		name, body string
		kind       error
		want       []webhook.Heard
	}{
		{"created", event("refund.created", ourRefund), nil, []webhook.Heard{refundHeard(nil)}},
		{"updated, by its older name", event("charge.refund.updated", ourRefund), nil, []webhook.Heard{refundHeard(nil)}},
		{"failed", event("refund.failed", failed), nil, []webhook.Heard{refundHeard(refused)}},
		{"failed, told as an update", event("refund.updated", failed), nil, []webhook.Heard{refundHeard(refused)}},
		{"pending", event("refund.created", strings.Replace(ourRefund, "succeeded", "pending", 1)), nil, []webhook.Heard{refundHeard(pending("pending"))}},
		{"requires action", event("refund.updated", strings.Replace(ourRefund, "succeeded", "requires_action", 1)), nil, []webhook.Heard{refundHeard(pending("requires_action"))}},
		{"a status that is null", event("refund.updated", strings.Replace(ourRefund, `"succeeded"`, "null", 1)), nil, []webhook.Heard{refundHeard(pending(""))}},
		{"canceled", event("refund.updated", strings.Replace(ourRefund, "succeeded", "canceled", 1)), nil, []webhook.Heard{refundHeard(func(h *webhook.Heard) {
			h.Receipt.Status, h.Receipt.Word, h.Receipt.Code, h.Receipt.Then, h.Receipt.Why = "canceled", recovery.Refused, "no answer", recovery.ThenNext, "The refund came back."
		})}},
		{"a charge without refunds", event("charge.refunded", `{"object": "charge", "id": "ch_1", "amount_refunded": 1240}`), nil, nil},
		{"a charge whose refunds are null", event("charge.refunded", `{"object": "charge", "refunds": null}`), nil, nil},
		{"a charge with refunds", event("charge.refunded", `{"object": "charge", "refunds": {"object": "list", "data": [`+ourRefund+`, `+foreign+`, `+another+`]}}`), nil, []webhook.Heard{
			refundHeard(func(h *webhook.Heard) { h.Event = "evt_1:re_1" }),
			refundHeard(func(h *webhook.Heard) {
				h.Event, h.Step, h.Receipt.Step, h.Receipt.ID, h.Receipt.Money.Amount = "evt_1:re_2", "refund", "refund", "re_2", 900
			}),
		}},
		{"not ours", event("refund.updated", foreign), nil, nil},
		{"without metadata", event("refund.updated", `{"id": "re_1", "metadata": null}`), nil, nil},
		{"without a step", event("refund.updated", strings.Replace(ourRefund, "makegood_step", "step", 1)), nil, nil},
		{"of another type", event("customer.created", `{"id": 7}`), nil, nil},
		{"of another type, whose time is no number", `{"id": "evt_1", "type": "v1.billing.meter", "created": "2026-11-21"}`, nil, nil},
		{"no JSON", "refund", webhook.ErrUnreadable, nil},
		{"nothing", "", webhook.ErrUnreadable, nil},
		{"an array", "[]", webhook.ErrUnreadable, nil},
		{"no object", `{"id": "evt_1", "type": "refund.updated", "created": 1}`, webhook.ErrUnreadable, nil},
		{"an object that is no refund", event("refund.updated", `[]`), webhook.ErrUnreadable, nil},
		{"an object that is no charge", event("charge.refunded", `{"refunds": 3}`), webhook.ErrUnreadable, nil},
		{"a refund without its id", event("refund.updated", strings.Replace(ourRefund, "re_1", "", 1)), webhook.ErrUnreadable, nil},
		{"an event without its id", strings.Replace(event("refund.updated", ourRefund), "evt_1", "", 1), webhook.ErrUnreadable, nil},
		{"an event without its time", strings.Replace(event("refund.updated", ourRefund), `"created"`, `"made"`, 1), webhook.ErrUnreadable, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			hears(t, ourStripe, byStripe(c.body, "whsec_new", noon), c.kind, c.want...)
		})
	}
}
