package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

// ~ takes out a field of what was said before, or the whole of it.
func TestTakingOut(t *testing.T) {
	const file = `observation:
  incident: storm
  measures: {m: 1, n: 2}
  attributes: {cause: fire, gate: A}
  customer: {id: c-9, segment: gold}
  payment: 49.60 EUR
scenarios:
  - name: a
    observation: {SCENARIO}
    observe: [{ONE}]
`
	whole := recovery.Observation{
		ID: "o-1", Trigger: "flight.delayed", Experience: "e-1", Incident: "storm",
		Customer: recovery.Customer{ID: "c-9", Name: "Ada", Phone: "+12025550143", Email: "ada@example.com", Locale: "en", Segment: "gold"},
		Measures: map[string]float64{"m": 1, "n": 2}, Attributes: map[string]any{"cause": "fire", "gate": "A"},
		Payment: &recovery.Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 4960, Currency: "eur"},
	}
	schema := schemaOf(t, "scenario")
	for out, change := range map[string]func(o *recovery.Observation){
		"incident: ~":                      func(o *recovery.Observation) { o.Incident = "" },
		"measures: {m: ~}":                 func(o *recovery.Observation) { o.Measures = map[string]float64{"n": 2} },
		"measures: ~":                      func(o *recovery.Observation) { o.Measures = nil },
		"attributes: {gate: ~}":            func(o *recovery.Observation) { o.Attributes = map[string]any{"cause": "fire"} },
		"attributes: ~":                    func(o *recovery.Observation) { o.Attributes = nil },
		"customer: {phone: ~, segment: ~}": func(o *recovery.Observation) { o.Customer.Phone, o.Customer.Segment = "", "" },
		"customer: ~":                      func(o *recovery.Observation) { o.Customer = recovery.Customer{ID: "c-9"} },
		"payment: {customer: ~}":           func(o *recovery.Observation) { o.Payment.Customer = "" },
		"payment: ~":                       func(o *recovery.Observation) { o.Payment = nil },
	} {
		for _, place := range []string{"SCENARIO", "ONE"} {
			t.Run(place+" "+out, func(t *testing.T) {
				want, paid := whole, *whole.Payment
				want.Payment = &paid
				change(&want)
				text := strings.NewReplacer(place, out, "SCENARIO", "", "ONE", "").Replace(file)
				read, err := config.ParseScenarios("x.test.yaml", []byte(text), "flight.delayed")
				if err != nil {
					t.Fatal(err)
				}
				got := read.Scenarios[0].Observed[0].Observation
				want.ObservedAt = got.ObservedAt
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				if err := fits(t, schema, text); err != nil {
					t.Error("the schema refuses it:", err)
				}
			})
		}
	}
}

// An expectation that says nothing yet is one to be written, in the schema as well.
func TestBlankExpectations(t *testing.T) {
	schema := schemaOf(t, "scenario")
	for _, blank := range []string{"{}", "[]", "~", ""} {
		text := "scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    expect: " + blank + "\n"
		if read := scenarioFile(t, text); len(read.Scenarios[0].Expected) != 0 {
			t.Errorf("%q expects %+v", blank, read.Scenarios[0].Expected)
		}
		if err := fits(t, schema, text); err != nil {
			t.Errorf("the schema refuses %q: %v", blank, err)
		}
	}
}
