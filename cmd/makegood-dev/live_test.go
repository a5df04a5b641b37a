package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

// plays that the project does not ship, as somebody else would write them.
var plays = map[string]string{
	"chilled-meal": `
play: chilled-meal
version: 1
about: A meal arrives cold.
trigger: meal.chilled
measure: degrees_lost
hold: 1s
tiers:
  - {at_least: 10, remedy: {credit: {amount: 3.50 EUR}}}
  - {at_least: 25.5, remedy: {refund: {percent: 12.5}}}
  - {at_least: 40, remedy: {refund: {amount: 99.99 EUR}}}
apology:
  channels: [email]
  subject: {en: "Your meal was cold", de: "Dein Essen war kalt"}
  text:
    en: "{{.Customer.Name}}, your meal lost {{.Measure}} degrees on its way to you. {{.Remedy}}"
    de: "{{.Customer.Name}}, dein Essen kam um {{.Measure}} Grad zu kalt an. {{.Remedy}}"
`,
	"power-gone": `
play: power-gone
version: 7
trigger: power.gone
measure: open
tiers:
  - {at_least: 12h, remedy: {coupon: {amount: 9.50 GBP, valid: 30d}}}
apology:
  channels: [sms]
  text: {en: "The power was off for {{.Measure}}. {{.Remedy}} {{.Ref}}"}
`,
	"late-boat": `
play: late-boat
version: 1
trigger: boat.late
measure: minutes
tiers:
  - at_least: 30
    remedy: [{refund: {percent: 50}}, credit, {coupon: {valid: 30d}}]
apology:
  channels: [sms]
  text: {en: "Your boat was {{.Measure}} minutes late. {{.Remedy}} {{.Ref}}"}
`,
	"late-tram": `
play: late-tram
version: 1
trigger: tram.late
measure: minutes
hold: 1s
tiers:
  - {at_least: 30, remedy: {refund: {percent: 50}}}
apology:
  channels: [sms]
  text: {en: "Your tram was {{.Measure}} minutes late. {{.Remedy}} {{.Ref}}"}
surveys: {suppress: 30d}
`,
	"late-bus": `
play: late-bus
version: 1
trigger: bus.late
measure: minutes
top_up: true
close_after: 1h
tiers:
  - {at_least: 10, remedy: {coupon: {percent: 5}}}
  - {at_least: 30, remedy: {refund: {percent: 25}}}
  - {at_least: 60, remedy: {refund: {percent: 100}}}
apology:
  channels: [sms]
  text: {en: "Your bus was {{.Measure}} late. {{.Remedy}} {{.Ref}}"}
`,
	"missed-window": `
play: missed-window
version: 1
trigger: window.missed
measure: minutes
tiers:
  - {at_least: 30, remedy: {refund: {amount: 10.00 EUR}}}
apology:
  channels: [sms]
  text: {en: "We missed the window. {{.Remedy}} {{.Ref}}"}
budget: {per_day: 50.00 EUR, approve_within: 3s}
`,
	"storm-ferry": `
play: storm-ferry
version: 1
trigger: ferry.late
measure: minutes
once_per: incident
tiers:
  - {at_least: 30, remedy: {refund: {amount: 5.00 EUR}}}
  - {at_least: 60, remedy: {refund: {amount: 9.00 EUR}}}
apology:
  channels: [sms]
  text: {en: "Your ferry was late. {{.Remedy}} {{.Ref}}"}
`,
	"late-cab-gold": `
play: late-cab-gold
version: 1
trigger: cab.late
when: 'customer.segment == "gold" && attributes.km > 5'
measure: minutes
exempt: {cause: [roadworks]}
tiers:
  - at_least: 10
    remedy: {custom: {activity: AwardMiles, queue: loyalty, with: {miles: 500}, words: {en: "We have added 500 miles."}}}
apology:
  channels: [sms]
  text: {en: "Your cab was late. {{.Remedy}} {{.Ref}}"}
`,
	"dropped": `
play: dropped
version: 2
trigger: call.broke
measure: occurrences
within: 24h
tiers:
  - {at_least: 3, remedy: {credit: {percent: 10}}}
apology:
  channels: [sms, email]
  subject: {en: "Your calls"}
  text: {en: "Your calls broke {{.Measure}} times. {{.Remedy}} {{.Ref}}"}
`,
}

// observation makes one that may be changed.
func observation(id, trigger, experience string, measure string, value float64) *recovery.Observation {
	o := &recovery.Observation{
		ID: id, Trigger: trigger, Experience: experience, ObservedAt: time.Now().UTC(), OccurredAt: time.Now().UTC(),
		Customer: recovery.Customer{ID: "c-" + experience, Name: "Ada", Phone: "+12025550143", Email: experience + "@example.com", Locale: "en"},
		Payment:  &recovery.Payment{PaymentIntent: "pi_" + experience, Customer: "cus_" + experience, Amount: 1999, Currency: "eur"},
	}
	if measure != "" {
		o.Measures = map[string]float64{measure: value}
	}
	return o
}

func (h *house) paid(t *testing.T, observations ...*recovery.Observation) {
	t.Helper()
	if err := seedPayments(t.Context(), h.sandboxURL, observations); err != nil {
		t.Fatal(err)
	}
}

// post reports observations, and returns the status and the answer.
func (h *house) post(t *testing.T, observations ...*recovery.Observation) (int, string) {
	t.Helper()
	var body bytes.Buffer
	for _, o := range observations {
		if err := json.NewEncoder(&body).Encode(o); err != nil {
			t.Fatal(err)
		}
	}
	response, err := http.Post(h.gatewayURL+"/v1/observations", "application/x-ndjson", &body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// ended waits until a recovery is on record at a stage where nothing more happens by itself.
func (h *house) ended(t *testing.T, id string) recovery.State {
	t.Helper()
	for {
		state, found, err := h.ledger.Recovery(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if found && (state.Stage.Ended() || state.Stage == recovery.NeedsPerson) {
			return state
		}
		select {
		case <-t.Context().Done():
			t.Fatalf("%s did not end: %+v", id, state)
		case err := <-h.failed:
			t.Fatal(err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// provided is what the sandbox has on record for one recovery.
type provided struct {
	texts, mails []string
	refunds      []int64
	credits      []int64
	codes        []string
}

func (h *house) provided(t *testing.T, id string) provided {
	t.Helper()
	response, err := http.Get(h.sandboxURL + "/sandbox/state")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var all struct {
		Messages []struct{ Body string }
		Emails   []struct{ Subject, Text string }
		Refunds  []struct {
			Amount   int64
			Metadata map[string]string
		}
		BalanceTransactions []struct {
			Amount   int64
			Metadata map[string]string
		} `json:"balance_transactions"`
		PromotionCodes []struct{ Code string } `json:"promotion_codes"`
	}
	if err := json.NewDecoder(response.Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	var p provided
	ref := recovery.Ref(id)
	for _, message := range all.Messages {
		if strings.Contains(message.Body, ref) {
			p.texts = append(p.texts, message.Body)
		}
	}
	for _, mail := range all.Emails {
		if strings.Contains(mail.Subject, ref) {
			p.mails = append(p.mails, mail.Text)
		}
	}
	for _, refund := range all.Refunds {
		if refund.Metadata["makegood_recovery"] == id {
			p.refunds = append(p.refunds, refund.Amount)
		}
	}
	for _, credit := range all.BalanceTransactions {
		if credit.Metadata["makegood_recovery"] == id {
			p.credits = append(p.credits, credit.Amount)
		}
	}
	for _, code := range all.PromotionCodes {
		if code.Code == recovery.Code(id) {
			p.codes = append(p.codes, code.Code)
		}
	}
	return p
}
