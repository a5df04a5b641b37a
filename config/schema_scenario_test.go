package config_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
)

// Scenarios that the reader takes fit their schema.
func TestSoundScenariosFitTheSchema(t *testing.T) {
	schema := schemaOf(t, "scenario")
	files := map[string]string{"sound": soundScenarios}
	found, err := fs.Glob(config.Shipped(), "*.test.yaml")
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	for _, name := range found {
		data, err := fs.ReadFile(config.Shipped(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	for name, text := range files {
		if err := fits(t, schema, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWrongScenariosDoNotFitTheSchema(t *testing.T) {
	schema := schemaOf(t, "scenario")
	for new, old := range map[string]string{
		"start: yesterday": "start: 2026-11-21T18:00:00Z", "scenario:": "scenarios:", "    complaints:": "    complaint:", "name: [a]": "name: three hours", "at: soon, measures": "at: 5m, measures",
		"delay_minutes: many": "delay_minutes: 180", "amount: 49.60, cust": "amount: 49.60 EUR, cust", "times: 2}": "times: 2, every: 1h}", "times: 2000, every: 1h": "times: 2, every: 1h", "perhaps], refund": "delivered], refund",
		`{refused: "21610", silent: 1m}`: `{refused: "21610"}`, "{returned: declined}": "{delivered: 3d}", "dismiss: ~, retry: {phone": "retry: {phone", "do: [{at: 1h, rejected": `do: [{at: 1h, retry: {phone: "+12025550144"}, rejected`, "do: [{retry": "do: [{at: 1h, retry",
		"stage: deliverd": "stage: delivered", "said_at: later": "said_at: 5m", "channel: fax": "channel: sms", "expect: {customer: c-1042}": "expect: {stage: dismissed}", "complaint: 7": "complaint: {at: 10m, made: -1h, channel: phone}",
	} {
		if strings.Count(soundScenarios, old) != 1 {
			t.Fatalf("%q does not stand there once", old)
		}
		text := strings.Replace(soundScenarios, old, new, 1)
		if _, err := config.ParseScenarios("x.test.yaml", []byte(text), ""); err == nil {
			t.Errorf("the reader takes %s", new)
		}
		if fits(t, schema, text) == nil {
			t.Errorf("the schema takes %s", new)
		}
	}
}

// The schema of scenarios has the reader's fields, as that of plays has.
func TestTheScenariosSchemaHasTheReadersFields(t *testing.T) {
	described := map[string][]string{}
	describes(schemaDocument(t, "scenario"), "", described)
	for at, change := range map[string][2]string{
		"":                                       {"scenarios:", stray + ": 1\nscenarios:"},
		"$defs/template":                         {"  trigger: flight.delayed", "  " + stray + ": 1"},
		"$defs/customer":                         {"{id: c-1042,", "{" + stray + ": 1, id: c-1042,"},
		"$defs/payment/oneOf/2":                  {"{amount: 49.60 EUR,", "{" + stray + ": 1, amount: 49.60 EUR,"},
		"$defs/scenario":                         {"    complaint:", "    " + stray + ":"},
		"$defs/observed":                         {"{at: 5m, measures", "{" + stray + ": 1, at: 5m, measures"},
		"$defs/complaint":                        {"{at: 10m,", "{" + stray + ": 1, at: 10m,"},
		"$defs/order":                            {"{at: 1h, retry", "{" + stray + ": 1, at: 1h, retry"},
		"$defs/conduct/oneOf/1":                  {"{refused:", "{" + stray + ": 1, refused:"},
		"$defs/expected":                         {"{said_at: 5m,", "{" + stray + ": 1, said_at: 5m,"},
		"$defs/message":                          {"[{at: 5m, channel: sms}]", "[{" + stray + ": 1, channel: sms}]"},
		"$defs/given":                            {"messages: [{at: 5m, channel: sms}]", "remedies: [{" + stray + ": 1}]"},
		"$defs/order/properties/confirm/oneOf/1": {`retry: {phone: "+12025550144"}`, "confirm: {" + stray + ": 1}"},
		"$defs/order/properties/dismiss/oneOf/1": {`retry: {phone: "+12025550144"}`, "dismiss: {" + stray + ": 1}"},
		"$defs/order/properties/retry/oneOf/1":   {`retry: {phone: "+12025550144"}`, "retry: {" + stray + ": 1}"},
		"$defs/order/properties/resolve/oneOf/1": {`retry: {phone: "+12025550144"}`, "resolve: {" + stray + ": 1}"},
	} {
		if strings.Count(soundScenarios, change[0]) != 1 {
			t.Fatalf("%q does not stand there once", change[0])
		}
		_, err := config.ParseScenarios("x.test.yaml", []byte(strings.Replace(soundScenarios, change[0], change[1], 1)), "")
		if diff := cmp.Diff(namedBy(t, err), described[at]); diff != "" {
			t.Errorf("%q: the reader has -, the schema +\n%s", at, diff)
		}
		delete(described, at)
	}
	if len(described) > 0 {
		t.Errorf("the schema has levels that no scenario was tried at: %q", slices.Sorted(maps.Keys(described)))
	}
}
