package config

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// draft is an observation while it is put together: the file's template, the
// scenario's, and what is written of it itself. Each goes over the one before, field
// by field; ~ takes a field out.
type draft struct {
	trigger, experience, incident string

	customer   map[string]string
	payment    map[string]string // and its amount as it is written
	measures   map[string]float64
	attributes map[string]any
}

func newDraft(trigger string) draft {
	return draft{
		trigger: trigger, experience: "e-1",
		customer:   map[string]string{"id": "c-1", "name": "Ada", "phone": "+12025550143", "email": "ada@example.com", "locale": "en"},
		measures:   map[string]float64{},
		attributes: map[string]any{},
	}
}

func (d draft) clone() draft {
	d.customer, d.payment = maps.Clone(d.customer), maps.Clone(d.payment)
	d.measures, d.attributes = maps.Clone(d.measures), maps.Clone(d.attributes)
	return d
}

// templateFields are those that observations have in common with their templates.
var templateFields = []string{"trigger", "experience", "incident", "measures", "attributes", "customer", "payment"}

// draft reads a template over another.
func (f field) draft(start time.Time, into *draft) {
	if f.exists() {
		f.mapping(templateFields...).over(into)
	}
}

func (m mapping) over(into *draft) {
	m.may("trigger").text(&into.trigger)
	m.may("experience").text(&into.experience)
	if incident := m.may("incident"); incident.isNull() {
		into.incident = ""
	} else {
		incident.text(&into.incident)
	}
	if m.may("measures").isNull() {
		clear(into.measures)
	}
	for _, one := range m.may("measures").parts() {
		var value recovery.Threshold
		if one.isNull() {
			delete(into.measures, one.key)
			continue
		}
		one.number(&value)
		into.measures[one.key] = float64(value)
	}
	if m.may("attributes").isNull() {
		clear(into.attributes)
	}
	for _, one := range m.may("attributes").parts() {
		if one.isNull() {
			delete(into.attributes, one.key)
			continue
		}
		into.attributes[one.key] = one.plain(maxWithDepth)
	}
	switch customer := m.may("customer"); {
	case customer.isNull():
		maps.DeleteFunc(into.customer, func(name, _ string) bool { return name != "id" })
	case customer.exists():
		customer.words(into.customer, "id", "name", "phone", "email", "locale", "time_zone", "segment")
	}
	m.may("payment").payment(into)
}

// parts is the entries of a mapping, or none of ~.
func (f field) parts() []entry {
	if f.isNull() {
		return nil
	}
	return f.entries()
}

// words reads texts by name over those that are there.
func (f field) words(into map[string]string, names ...string) {
	m := f.mapping(names...)
	for _, name := range names {
		switch one := m.may(name); {
		case one.isNull():
			delete(into, name)
		case one.exists():
			var written string
			one.text(&written)
			into[name] = written
		}
	}
}

// payment reads what was paid: an amount, or a mapping. Where nothing else is said it
// can be refunded and credited.
func (f field) payment(into *draft) {
	switch {
	case !f.exists():
		return
	case f.isNull():
		into.payment = nil
		return
	case into.payment == nil:
		into.payment = map[string]string{"payment_intent": "pi_1", "customer": "cus_1"}
	}
	if _, scalar := f.node.(ast.ScalarNode); scalar {
		f.paid(into.payment)
		return
	}
	m := f.mapping("amount", "payment_intent", "charge", "customer")
	m.may("amount").paid(into.payment)
	for _, name := range []string{"payment_intent", "charge", "customer"} {
		switch one := m.may(name); {
		case one.isNull():
			delete(into.payment, name)
		case one.exists():
			var written string
			one.text(&written)
			into.payment[name] = written
		}
	}
	if into.payment["amount"] == "" && f.doc.sound(f.path, f.path+".amount") {
		f.refuse("this does not say how much was paid", "write amount: 49.60 EUR")
	}
}

func (f field) paid(into map[string]string) {
	var money recovery.Money
	if f.money(&money); money.Amount > 0 {
		into["amount"] = money.String()
	}
}

// isNull says whether ~ is written.
func (f field) isNull() bool {
	_, null := f.node.(*ast.NullNode)
	return null
}

// observation is the draft as it is sent.
func (d draft) observation() recovery.Observation {
	o := recovery.Observation{
		Trigger: d.trigger, Experience: d.experience, Incident: d.incident,
		Customer: recovery.Customer{
			ID: d.customer["id"], Name: d.customer["name"], Phone: d.customer["phone"], Email: d.customer["email"],
			Locale: d.customer["locale"], TimeZone: d.customer["time_zone"], Segment: d.customer["segment"],
		},
	}
	if len(d.measures) > 0 {
		o.Measures = maps.Clone(d.measures)
	}
	if len(d.attributes) > 0 {
		o.Attributes = maps.Clone(d.attributes)
	}
	if d.payment != nil {
		money, _ := recovery.ParseMoney(strings.TrimSpace(d.payment["amount"])) // what it cannot read was refused
		o.Payment = &recovery.Payment{
			PaymentIntent: d.payment["payment_intent"], Charge: d.payment["charge"], Customer: d.payment["customer"],
			Amount: money.Amount, Currency: money.Currency,
		}
	}
	return o
}

func number(n int) string { return strconv.Itoa(n) }
