package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
)

// soundScenarios is a file in which nothing is wrong; each case replaces a piece of it.
const soundScenarios = `start: 2026-11-21T18:00:00Z
observation:
  trigger: flight.delayed
  customer: {id: c-1042, name: Ada, phone: "+12025550143"}
  payment: {amount: 49.60 EUR, customer: cus_1}
scenarios:
  - name: three hours
    observe: [{at: 5m, measures: {delay_minutes: 180}, resolved: true}]
    complaint: {at: 10m, made: -1h, channel: phone}
    providers: {sms: [{refused: "21610"}, delivered], refund: {delivered: 3d}}
    do: [{at: 1h, retry: {phone: "+12025550144"}, rejected: nobody}]
    expect:
      - {at: 2h, customer: c-1042, stage: delivered, tier: 180, remedy: refund, amount: 12.40 EUR}
      - {said_at: 5m, words: [late, sorry], messages: [{at: 5m, channel: sms}]}
  - name: two calls
    observe: [{at: 0s, measures: {delay_minutes: 10}, times: 2, every: 1h}]
    expect: {stage: dismissed}
`

func TestParseScenariosRefuses(t *testing.T) {
	if _, err := config.ParseScenarios("sound.test.yaml", []byte(soundScenarios), ""); err != nil {
		t.Fatalf("the file in which nothing is wrong is refused: %v", err)
	}
	for _, c := range []refusal{
		{"start", "start: 2026-11-21T18:00:00Z", "start: yesterday", "1:8", "start", `"yesterday" is no time that scenarios can begin at`, "write RFC 3339"},
		{"start long ago", "start: 2026-11-21T18:00:00Z", "start: 1066-11-21T18:00:00Z", "1:8", "start", `"1066-11-21T18:00:00Z" is no time that scenarios can begin at`, "write RFC 3339"},
		{"unknown field", "scenarios:", "scenario:", "6:1", "scenario", "there is no such field", "did you mean scenarios?"},
		{"unknown field of a scenario", "    complaint:", "    complaints:", "9:5", "scenarios[0].complaints", "there is no such field", "did you mean complaint?"},
		{"no name", "name: three hours", "name:", "7:10", "scenarios[0].name", "this is empty", "write a text"},
		{"a name twice", "name: two calls", "name: three hours", "15:11", "scenarios[1].name", "this name is taken by the scenario in line 7", "give each scenario a name of its own"},
		{"at", "at: 5m, measures", "at: soon, measures", "8:20", "scenarios[0].observe[0].at", `"soon" is no time`, "write how long after the start"},
		{"before the start", "at: 5m, measures", "at: -5m, measures", "8:20", "scenarios[0].observe[0].at", "this lies before the start, 2026-11-21T18:00:00Z", "write a later time"},
		{"a time before the start", "at: 5m, measures", "at: 2026-11-20T18:00:00Z, measures", "8:20", "scenarios[0].observe[0].at", "this lies before the start, 2026-11-21T18:00:00Z", "write a later time"},
		{"far away", "at: 5m, measures", "at: 36000d, measures", "8:20", "scenarios[0].observe[0].at", "36000d is too far from the start, 2026-11-21T18:00:00Z", "write at most ten years"},
		{"measure", "delay_minutes: 180", "delay_minutes: many", "8:50", "scenarios[0].observe[0].measures.delay_minutes", `"many" is not a number`, "write a number"},
		{"phone", `"+12025550143"`, `"call me"`, "4:44", "observation.customer.phone", "this is not a phone number", "send E.164"},
		{"customer like a phone", "id: c-1042", "id: \"+12025550143\"", "4:18", "observation.customer.id", "this looks like an address or a phone number", "send an opaque id"},
		{"payment", "amount: 49.60 EUR", "amount: 49.60", "5:21", "observation.payment.amount", `"49.60" is not an amount`, "write a number and an ISO 4217 currency, such as 10.34 GBP"},
		{"no amount", "payment: {amount: 49.60 EUR, customer: cus_1}", "payment: {customer: cus_1}", "5:12", "observation.payment", "this does not say how much was paid", "write amount: 49.60 EUR"},
		{"times without every", "times: 2, every: 1h", "times: 2", "16:15", "scenarios[1].observe[0].every", "this is missing: times and every belong together", "write both"},
		{"too often", "times: 2, every: 1h", "times: 2000000, every: 1h", "16:62", "scenarios[1].observe[0].times", "this is 2000000", "write at most 1000"},
		{"too slowly", "times: 2, every: 1h", "times: 1000, every: 36000d", "16:75", "scenarios[1].observe[0].every", "36000d is too long", "write at most"},
		{"complaint", "at: 10m, made: -1h", "at: 10m, made: 11h", "9:32", "scenarios[0].complaint.made", "this lies in the future", "send when the customer came to us"},
		{"a provider", "providers: {sms:", "providers: {smss:", "10:17", "scenarios[0].providers.smss", "providers are not asked for this", "did you mean sms?"},
		{"how it takes it", "delivered], refund", "perhaps], refund", "10:43", "scenarios[0].providers.sms[1]", `"perhaps" is not how a provider takes an order`, "write delivered, silent or down"},
		{"two ways at once", `{refused: "21610"}`, `{refused: "21610", silent: 1m}`, "10:42", "scenarios[0].providers.sms[0].silent", "there is no such field", "there are after, delivered, down, failed, left, refused, returned"},
		{"returned at once", `{delivered: 3d}`, `{returned: declined}`, "10:63", "scenarios[0].providers.refund.after", "this is missing: what arrived comes back later", "write after: 3d"},
		{"a part of a text", `[{refused: "21610"}, delivered]`, `{left: 5.00 EUR}`, "10:29", "scenarios[0].providers.sms.left", "only of a payment a part can be left", "write this of refund"},
		{"two orders", "retry: {phone", "dismiss: ~, retry: {phone", "11:10", "scenarios[0].do[0]", "a person asks for one thing at a time, and these are dismiss and retry", "write a line for each"},
		{"no order", `retry: {phone: "+12025550144"}, `, "", "11:10", "scenarios[0].do[0]", "this does not say what is asked for", "write confirm, dismiss, retry or resolve"},
		{"when", "do: [{at: 1h, ", "do: [{", "11:10", "scenarios[0].do[0].at", "this is missing", "say when"},
		{"stage", "stage: delivered", "stage: deliverd", "13:43", "scenarios[0].expect[0].stage", `there is no stage "deliverd"`, "did you mean delivered?"},
		{"remedy", "remedy: refund", "remedy: refnd", "13:73", "scenarios[0].expect[0].remedy", `there is no remedy "refnd"`, "did you mean refund?"},
		{"amount", "amount: 12.40 EUR", "amount: much", "13:89", "scenarios[0].expect[0].amount", `"much" is not an amount`, "write such as 12.40 EUR"},
		{"given", "amount: 12.40 EUR", "given: 12.40 EUR and much", "13:88", "scenarios[0].expect[0].given", `"much" is not an amount`, "such as 12.40 EUR and 10%"},
		{"given twice", "amount: 12.40 EUR", "given: 12.40 EUR and 10% and 1.00 EUR", "13:88", "scenarios[0].expect[0].given", "this has two amounts in EUR", "write what they come to together"},
		{"given with a comma", "amount: 12.40 EUR", "given: \"12,40 EUR and 10%\"", "13:88", "scenarios[0].expect[0].given", `"12,40 EUR" has a comma`, "write a point: 12.40 EUR"},
		{"amount with a comma", "amount: 12.40 EUR", "amount: 12,40 EUR", "13:89", "scenarios[0].expect[0].amount", "a comma stands in this number, and ends it", "write a point: 12.40 EUR"},
		{"payment with a comma", "payment: {amount: 49.60 EUR, customer: cus_1}", "payment: {amount: 49,60 EUR, customer: cus_1}", "5:21", "observation.payment.amount", "a comma stands in this number, and ends it", "write a point: 49.60 EUR"},
		{"said", "said_at: 5m", "said_at: later", "14:19", "scenarios[0].expect[1].said_at", `"later" is no time`, "write how long after the start"},
		{"channel", "channel: sms", "channel: fax", "14:74", "scenarios[0].expect[1].messages[0].channel", `there is no channel "fax"`, "there are email, none, sms"},
		{"nothing expected", "expect: {stage: dismissed}", "expect: {customer: c-1042}", "17:13", "scenarios[1].expect", "this expects nothing", "name at least the stage"},
		{"nothing happens", "    observe: [{at: 0s, measures: {delay_minutes: 10}, times: 2, every: 1h}]\n", "", "15:5", "scenarios[1].observe", "this is missing: nothing happens in this scenario", "write what is observed"},
		{"no list", "  - name: two calls\n", "  - 7\n  - name: two calls\n", "15:5", "scenarios[1]", "this is a number", "write name: value pairs"},
		{"no trigger", "  trigger: flight.delayed\n", "", "3:3", "observation.trigger", "this is missing, and no play here is named as this file is, nor a play's file beside it", "as in observation: {trigger: flight.delayed}; or name the file after a play"},
		{"", "", "", "1:1", "", "there is nothing in this file", "write scenarios: a list of name, observe and expect"},
		{"", "", "scenarios: []", "1:12", "scenarios", "there is no scenario", "write at least one"},
		{"", "", "scenarios: {a: b}", "1:12", "scenarios", "this is a mapping", "write a list"},
		{"two documents", "", "a: b\n---\nc: d", "3:1", "", "this file holds more than one document", "write all of them into one list"},
	} {
		t.Run(c.name, func(t *testing.T) { c.checkScenarios(t) })
	}
}

func (c refusal) checkScenarios(t *testing.T) {
	t.Helper()
	text := c.new
	if c.old != "" {
		if strings.Count(soundScenarios, c.old) != 1 {
			t.Fatalf("%q does not stand once in the sound file", c.old)
		}
		text = strings.Replace(soundScenarios, c.old, c.new, 1)
	}
	_, err := config.ParseScenarios("x.test.yaml", []byte(text), "")
	var all config.Errors
	if !errors.As(err, &all) {
		t.Fatalf("taken, or no Errors: %v", err)
	}
	first := all[0]
	if at := fmt.Sprintf("%d:%d", first.Line, first.Column); at != c.at || first.Field != c.field || first.Wrong != c.wrong || !strings.Contains(first.Right, c.right) {
		t.Errorf("got  %s %s: %s; %s\nwant %s %s: %s; %s", at, first.Field, first.Wrong, first.Right, c.at, c.field, c.wrong, c.right)
	}
}

// Everything that is wrong is said at once.
func TestParseScenariosSaysAll(t *testing.T) {
	text := strings.NewReplacer("stage: delivered", "stage: x", "tier: 180", "tiers: 180", "channel: sms", "channel: fax", "start: 2026", "start: 20x6").Replace(soundScenarios)
	_, err := config.ParseScenarios("x.test.yaml", []byte(text), "")
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 4 {
		t.Errorf("%d errors:\n%v", len(all), err)
	}
}

// What is wrong with the whole file is said once, however often it matters.
func TestNoTriggerIsSaidOnce(t *testing.T) {
	text := strings.Replace(soundScenarios, "  trigger: flight.delayed\n", "", 1)
	_, err := config.ParseScenarios("x.test.yaml", []byte(text), "")
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 1 {
		t.Errorf("%d errors:\n%v", len(all), err)
	}
}

// What is wrong in what observations have in common is said there, once; and what only
// follows from it is not said.
func TestCommonIsRefusedWhereItStands(t *testing.T) {
	const text = `start: 20x6
observation:
  triger: late
  experience: "+12025550143"
  customer: {phone: call me}
  payment: {amount: 49}
scenarios:
  - name: a
    observation: {customer: {email: nobody}}
    observe: [{at: 2030-01-01T00:00:00Z, measures: {m: 1}}, {at: 1h, measures: {m: 2}, payment: 10.00 EUR}]
    complaint: {at: 1h}
  - name: b
    observe: [{at: 1h, measures: {m: 2}, trigger: late, customer: {phone: "7"}}]
`
	_, err := config.ParseScenarios("x.test.yaml", []byte(text), "late")
	var all config.Errors
	if !errors.As(err, &all) {
		t.Fatal(err)
	}
	var got []string
	for _, one := range all {
		got = append(got, fmt.Sprintf("%d:%d %s: %s", one.Line, one.Column, one.Field, one.Wrong))
	}
	want := []string{
		`1:8 start: "20x6" is no time that scenarios can begin at`,
		"3:3 observation.triger: there is no such field",
		"4:15 observation.experience: this has characters that an id may not have",
		"5:21 observation.customer.phone: this is not a phone number",
		`6:21 observation.payment.amount: "49" is not an amount`,
		"9:37 scenarios[0].observation.customer.email: this is not an e-mail address",
		"13:75 scenarios[1].observe[0].customer.phone: this is not a phone number",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
