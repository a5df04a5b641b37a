package backtest

import "makegood/recovery"

// observation is the fields as recovery.ParseObservation would have given them. Its
// times are in UTC.
func (f *fields) observation() *recovery.Observation {
	o := &recovery.Observation{
		ID: string(f.id), Trigger: string(f.trigger), Experience: string(f.experience), Incident: string(f.incident),
		ObservedAt: f.observed.time(), OccurredAt: f.occurred.time(), Resolved: f.resolved,
		Customer: recovery.Customer{
			ID: string(f.customer.id), Name: string(f.customer.name), Phone: string(f.customer.phone), Email: string(f.customer.email),
			Locale: string(f.customer.locale), TimeZone: string(f.customer.timeZone), Segment: string(f.customer.segment),
		},
	}
	if f.measures.given {
		o.Measures = make(map[string]float64, f.measures.count)
		for _, each := range f.measures.list[:f.measures.count] {
			o.Measures[string(each.name)] = each.value
		}
	}
	if f.attributes != nil {
		o.Attributes = map[string]any{}
		s := scanner{line: f.attributes}
		s.attributes(o.Attributes)
	}
	if f.payment.given {
		o.Payment = &recovery.Payment{
			PaymentIntent: string(f.payment.intent), Charge: string(f.payment.charge), Customer: string(f.payment.customer),
			Amount: f.payment.amount, Currency: recovery.Currency(f.payment.currency),
		}
	}
	return o
}

// take is the fields of an observation that was read the slow way. It holds what a
// decision needs, and not what is only checked.
func (f *fields) take(o *recovery.Observation) {
	*f = fields{
		id: []byte(o.ID), trigger: []byte(o.Trigger), experience: []byte(o.Experience), incident: []byte(o.Incident),
		observed: momentOf(o.ObservedAt), occurred: momentOf(o.OccurredAt), resolved: o.Resolved,
		measures: measures{all: o.Measures}, customer: person{id: []byte(o.Customer.ID)},
	}
	if p := o.Payment; p != nil {
		f.payment = payment{given: true, intent: []byte(p.PaymentIntent), charge: []byte(p.Charge), customer: []byte(p.Customer), amount: p.Amount, currency: []byte(p.Currency)}
	}
}
