package rehearsal

import (
	"testing"
	"makegood/config"
)

func TestSpike(t *testing.T) {
	book, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil { t.Fatal(err) }
	f, err := config.ParseScenarios("x.test.yaml", []byte(`
observation:
  payment: 49.60 EUR
scenarios:
  - name: refund
    observe: [{measures: {delay_minutes: 200}}]
  - name: silent sms
    observe: [{measures: {delay_minutes: 200}}]
    providers: {sms: silent, refund: {delivered: 2h}}
  - name: refund refused
    observe: [{measures: {delay_minutes: 200}}]
    providers: {refund: {refused: charge_already_refunded}}
  - name: refund returned
    observe: [{measures: {delay_minutes: 200}}]
    providers: {refund: {returned: lost_or_stolen_card, after: 3d}}
  - name: complaint
    observe: [{measures: {delay_minutes: 200}, at: 5m}]
    complaint: {at: 1m}
  - name: dismissed
    observe: [{measures: {delay_minutes: 100}, at: 5m}]
  - name: two
    observe: [{measures: {delay_minutes: 200}, at: 5m}, {measures: {delay_minutes: 200}, at: 1m, customer: {id: c-2}}]
    expect: {at: 6m, stage: watching}
  - name: down
    observe: [{measures: {delay_minutes: 200}, at: 5m}]
    providers: {refund: {down: 1d}, sms: down, email: down}
  - name: retry
    observe: [{measures: {delay_minutes: 200}, at: 5m}]
    providers: {sms: [{failed: "30005", after: 1m}, delivered], email: {refused: "400"}}
    do: {at: 1d, retry: {phone: "+12025550144"}}
`), "flight.delayed")
	if err != nil { t.Fatal(err) }
	for i := range f.Scenarios {
		o := Rehearse(t.Context(), book, &f.Scenarios[i])
		t.Log("=====", f.Scenarios[i].Name, o.Took, o.Err)
		for _, id := range o.Recoveries {
			s, _ := o.State(id)
			t.Log(id, s.Stage, s.Why)
			for _, l := range s.Story { t.Log("   ", l.At.Sub(f.Scenarios[i].Start), l.What, l.Proof) }
		}
		for _, m := range o.Messages { t.Log(m.At.Sub(f.Scenarios[i].Start), m.Channel, m.Words) }
		for _, m := range o.Gifts { t.Log(m.At.Sub(f.Scenarios[i].Start), m.Remedy, m.Money, m.Percent) }
		for _, a := range o.answers { t.Log(a.accepted, a.wrong) }
	}
}
