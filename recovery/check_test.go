package recovery_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

var now = time.Date(2026, 11, 21, 18, 5, 0, 0, time.UTC)

func sound() *recovery.Observation {
	return &recovery.Observation{
		ID: "ops-77120", Trigger: "flight.delayed", Experience: "LO391-2026-11-21",
		ObservedAt: now.Add(-3 * time.Minute), OccurredAt: now.Add(-time.Hour),
		Measures: map[string]float64{"delay_minutes": 192}, Incident: "storm-23",
		Attributes: map[string]any{"origin": "WAW", "legs": []any{1.0, map[string]any{"a": "b"}}},
		Customer:   recovery.Customer{ID: "c-1042", Name: "Ada", Phone: "+12025550143", Email: "ada@example.com", Locale: "pl-PL", TimeZone: "Europe/Warsaw", Segment: "gold"},
		Payment:    &recovery.Payment{PaymentIntent: "pi_3Nx", Customer: "cus_9s6", Amount: 4960, Currency: "eur"},
	}
}

// writeObservation writes as Temporal's converter does.
func writeObservation(o *recovery.Observation) ([]byte, error) { return json.Marshal(o) }

func TestCheck(t *testing.T) {
	type change = func(*recovery.Observation)
	for _, test := range []struct {
		name   string
		change change
		fields []string
	}{
		{"sound", func(*recovery.Observation) {}, nil},
		{"the least there can be", func(o *recovery.Observation) {
			*o = recovery.Observation{ID: "a", Trigger: "b", Experience: "c", ObservedAt: now, Customer: recovery.Customer{ID: "d"}}
		}, nil},
		{"nothing at all", func(o *recovery.Observation) { *o = recovery.Observation{} }, []string{"id", "trigger", "experience", "customer.id", "observed_at"}},
		{"a clock that is a little fast", func(o *recovery.Observation) { o.ObservedAt = now.Add(5 * time.Minute) }, nil},
		{"the future", func(o *recovery.Observation) { o.ObservedAt = now.Add(5*time.Minute + 1) }, []string{"observed_at"}},
		{"before there were computers", func(o *recovery.Observation) { o.ObservedAt = now.AddDate(-100, 0, 0); o.OccurredAt = time.Time{} }, []string{"observed_at"}},
		{"occurred in the future", func(o *recovery.Observation) { o.OccurredAt = now.AddDate(1, 0, 0) }, []string{"occurred_at"}},
		{"occurred after it was observed", func(o *recovery.Observation) { o.OccurredAt = now.Add(3 * time.Minute) }, []string{"occurred_at"}},
		{"an id with a slash", func(o *recovery.Observation) { o.ID = "a/b" }, []string{"id"}},
		{"an id with a line break", func(o *recovery.Observation) { o.ID = "a\n" }, []string{"id"}},
		{"an id of 200", func(o *recovery.Observation) { o.ID = strings.Repeat("a", 200) }, nil},
		{"an id of 201", func(o *recovery.Observation) { o.ID = strings.Repeat("a", 201) }, []string{"id"}},
		{"an experience that is a path", func(o *recovery.Observation) { o.Experience = ".." }, []string{"experience"}},
		{"ids that are too long together", func(o *recovery.Observation) {
			o.Trigger, o.Experience, o.Customer.ID = strings.Repeat("t", 190), strings.Repeat("e", 190), strings.Repeat("c", 190)
		}, []string{"experience"}},
		{"an experience in another script", func(o *recovery.Observation) { o.Experience = "полёт" }, []string{"experience"}},
		{"a nameless measure", func(o *recovery.Observation) { o.Measures[""] = 1 }, []string{"measures"}},
		{"a measure with a long name", func(o *recovery.Observation) { o.Measures[strings.Repeat("m", 201)] = 1 }, []string{"measures"}},
		{"100 measures", func(o *recovery.Observation) { o.Measures = numbered(100) }, nil},
		{"101 measures", func(o *recovery.Observation) { o.Measures = numbered(101) }, []string{"measures"}},
		{"attributes of 60 KiB", func(o *recovery.Observation) { o.Attributes["a"] = []any{strings.Repeat("a", 60<<10)} }, nil},
		{"attributes of 70 KiB", func(o *recovery.Observation) { o.Attributes["a"] = map[string]any{"b": strings.Repeat("a", 70<<10)} }, []string{"attributes"}},
		{"attributes of 12 K that are written as 72", func(o *recovery.Observation) { o.Attributes["a"] = strings.Repeat("<", 12<<10) }, []string{"attributes"}},
		{"an incident with blanks", func(o *recovery.Observation) { o.Incident = "the storm" }, []string{"incident"}},
		{"attributes 8 deep", func(o *recovery.Observation) { o.Attributes["a"] = nested(7) }, nil},
		{"attributes 9 deep", func(o *recovery.Observation) { o.Attributes["a"] = nested(8) }, []string{"attributes"}},
		{"a phone without a plus", func(o *recovery.Observation) { o.Customer.Phone = "12025550143" }, []string{"customer.phone"}},
		{"an address as a phone", func(o *recovery.Observation) { o.Customer.Phone = "ada@example.com" }, []string{"customer.phone"}},
		{"an e-mail with a name", func(o *recovery.Observation) { o.Customer.Email = "Ada <ada@example.com>" }, []string{"customer.email"}},
		{"two e-mails", func(o *recovery.Observation) { o.Customer.Email = "ada@example.com, b@example.com" }, []string{"customer.email"}},
		{"an e-mail with a header", func(o *recovery.Observation) { o.Customer.Email = "ada@example.com\r\nBcc: b@example.com" }, []string{"customer.email"}},
		{"a name in another script", func(o *recovery.Observation) { o.Customer.Name = strings.Repeat("я", 200) }, nil},
		{"a name too long", func(o *recovery.Observation) { o.Customer.Name = strings.Repeat("я", 201) }, []string{"customer.name"}},
		{"a name with a line break", func(o *recovery.Observation) { o.Customer.Name = "Ada\nCode: 1" }, []string{"customer.name"}},
		{"a name with another line break", func(o *recovery.Observation) { o.Customer.Name = "Ada\u2028Code: 1" }, []string{"customer.name"}},
		{"a name with a bell", func(o *recovery.Observation) { o.Customer.Name = "Ada\a" }, []string{"customer.name"}},
		{"a segment too long", func(o *recovery.Observation) { o.Customer.Segment = strings.Repeat("a", 201) }, []string{"customer.segment"}},
		{"a locale that is none", func(o *recovery.Observation) { o.Customer.Locale = "polish please" }, []string{"customer.locale"}},
		{"a zone that is none", func(o *recovery.Observation) { o.Customer.TimeZone = "Mars/Olympus" }, []string{"customer.time_zone"}},
		{"our own zone", func(o *recovery.Observation) { o.Customer.TimeZone = "Local" }, []string{"customer.time_zone"}},
		{"a zone as a path", func(o *recovery.Observation) { o.Customer.TimeZone = "Europe//Warsaw" }, []string{"customer.time_zone"}},
		{"a zone as a way out", func(o *recovery.Observation) { o.Customer.TimeZone = "../../etc/passwd" }, []string{"customer.time_zone"}},
		{"amount 0", func(o *recovery.Observation) { o.Payment.Amount = 0 }, []string{"payment.amount"}},
		{"amount below 0", func(o *recovery.Observation) { o.Payment.Amount = -4960 }, []string{"payment.amount"}},
		{"the largest amount", func(o *recovery.Observation) { o.Payment.Amount = 999_999_999_999 }, nil},
		{"more than that", func(o *recovery.Observation) { o.Payment.Amount = 1_000_000_000_000 }, []string{"payment.amount"}},
		{"no currency", func(o *recovery.Observation) { o.Payment.Currency = "" }, []string{"payment.currency"}},
		{"currency in capitals", func(o *recovery.Observation) { o.Payment.Currency = "EUR" }, []string{"payment.currency"}},
		{"no such currency", func(o *recovery.Observation) { o.Payment.Currency = "abc" }, []string{"payment.currency"}},
		{"payment ids that are none, in their order", func(o *recovery.Observation) {
			o.Payment.PaymentIntent, o.Payment.Charge, o.Payment.Customer = "a b", "c d", "e f"
		}, []string{"payment.payment_intent", "payment.charge", "payment.customer"}},
		{"all at once", func(o *recovery.Observation) {
			o.ID, o.Customer.Phone, o.Customer.Email, o.Payment.Amount, o.Payment.Currency = "", "1", "2", 0, "3"
		}, []string{"id", "customer.phone", "customer.email", "payment.amount", "payment.currency"}},
	} {
		o := sound()
		test.change(o)
		got := fieldsOf(t, o.Check(now))
		if !slices.Equal(got, test.fields) {
			t.Errorf("%s: %q, not %q", test.name, got, test.fields)
		}
	}
}

func numbered(n int) map[string]float64 {
	measures := map[string]float64{}
	for i := range n {
		measures[fmt.Sprint("m", i)] = 1
	}
	return measures
}

func nested(levels int) (value any) {
	value = []any{1.0}
	for range levels - 1 {
		value = map[string]any{"a": value}
	}
	return value
}

func fieldsOf(t *testing.T, err error) (fields []string) {
	t.Helper()
	if err == nil {
		return nil
	}
	var problems recovery.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("%T: %v", err, err)
	}
	for _, problem := range problems {
		if problem.Wrong == "" || problem.Right == "" {
			t.Errorf("%+v does not say what is wrong and what is right", problem)
		}
		fields = append(fields, problem.Field)
	}
	return fields
}

// An id is not a way to reach someone, and no number that merely has digits.
func TestCheckCustomerID(t *testing.T) {
	for id, sound := range map[string]bool{
		"c-1042": true, "1042": true, "20261121": true, "c_12025550143x": true, "6f1c2a34-9d7e-4b55-8a1e-0c9b7d2f3e11": true,
		"123456789012345678": true, "100000001": true,
		"": false, "ada@example.com": false, "+12025550143": false, "12025550143": false, "202-555-0143": false, "2025550143": false,
		"07700900123": false, "+447700900123": false, "+44.7700.900.123": false, "c 1": false, "c/1": false,
	} {
		if err := recovery.CheckCustomerID("customer", id); (err == nil) != sound {
			t.Errorf("%q: %v", id, err)
		} else if err != nil && fieldsOf(t, err)[0] != "customer" {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Problems tell nothing of the customer: they end in logs and answers.
func TestProblemsArePrivate(t *testing.T) {
	o := sound()
	o.ID, o.Customer = "ada@example.com", recovery.Customer{ID: "+12025550143", Name: "Ada\n", Phone: "2025550143", Email: "ada at example.com", Locale: "ada", TimeZone: "Ada/Ada", Segment: "Ada\n"}
	text := strings.ToLower(o.Check(now).Error())
	for _, example := range []string{"such as ada@example.com", "such as +12025550143"} {
		text = strings.ReplaceAll(text, example, "")
	}
	if strings.Contains(text, "ada") || strings.Contains(text, "2025550143") {
		t.Error(text)
	}
}

func TestPlayCheck(t *testing.T) {
	for _, test := range []struct {
		measure  string
		measures map[string]float64
		resolved bool
		sound    bool
	}{
		{"delay_minutes", map[string]float64{"delay_minutes": 0}, false, true},
		{"delay_minutes", map[string]float64{"delay_hours": 3}, false, false},
		{"delay_minutes", nil, false, false},
		{"delay_minutes", nil, true, true},
		{recovery.MeasureOpen, nil, false, true},
		{recovery.MeasureOccurrences, nil, false, true},
	} {
		play := &recovery.Play{Name: "late-flight", Measure: test.measure}
		err := play.Check(&recovery.Observation{Measures: test.measures, Resolved: test.resolved})
		if (err == nil) != test.sound {
			t.Errorf("%+v: %v", test, err)
		} else if err != nil && !slices.Equal(fieldsOf(t, err), []string{"measures.delay_minutes"}) {
			t.Errorf("%+v: %v", test, err)
		}
	}
}
