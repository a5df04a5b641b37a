package workflows

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"makegood/recovery"
)

// event is one thing that happens to a recovery from outside.
type event struct {
	at   time.Duration // after the start
	said string        // in words

	signal   string
	tells    any // of a signal
	update   string
	asks     any           // of an update
	sound    bool          // an update that says who, why and with which proof
	cancel   bool          // someone asks to cancel the workflow
	nonsense bool          // it cannot be used
	away     time.Duration // the ledger is away for so long

	observation *recovery.Observation // a usable one
	complaint   *recovery.Complaint   // a usable one
	payment     *recovery.Payment     // a correction
	corrects    []recovery.Channel    // whose address is corrected
}

func drawEvents(t *rapid.T, play *recovery.Play) []event {
	gaps := rapid.SampledFrom([]time.Duration{0, time.Minute, time.Minute, 5 * time.Minute, 11 * time.Minute, 40 * time.Minute, 3 * time.Hour, 20 * time.Hour})
	var events []event
	at := time.Duration(0)
	outage := rapid.IntRange(0, 5).Draw(t, "outage") == 5 // of the ledger, soon, with a call while it lasts
	for i := range rapid.IntRange(1, 14).Draw(t, "events") {
		if i > 0 {
			at += gaps.Draw(t, "gap") + time.Second
		}
		one := drawEvent(t, play, at, i, events)
		switch {
		case outage && i == 1:
			one = ledgerAway(3 * time.Hour)
		case outage && i == 2:
			one, at = drawCall(t), at+40*time.Minute
		}
		one.at = at
		events = append(events, one)
		at += time.Second
	}
	return events
}

func drawEvent(t *rapid.T, play *recovery.Play, at time.Duration, i int, before []event) event {
	if i == 0 {
		return drawObservation(t, at, i, before)
	}
	switch rapid.IntRange(0, 19).Draw(t, "event") {
	default:
		return drawObservation(t, at, i, before)
	case 5, 6:
		return drawComplaint(t, at)
	case 7, 8, 9, 10, 11:
		return drawCall(t)
	case 12, 13:
		return drawConfirmOrDismiss(t, play)
	case 14, 15, 16:
		return drawRetry(t)
	case 17:
		proof := rapid.SampledFrom([]string{"bank-7781", ""}).Draw(t, "proof")
		return event{update: UpdateResolve, said: "resolve with the proof " + fmt.Sprintf("%q", proof), asks: Resolve{Who: "kim", Why: "paid by hand", Proof: proof}, sound: proof != ""}
	case 18:
		away := rapid.SampledFrom([]time.Duration{90 * time.Second, 20 * time.Minute, 3 * time.Hour}).Draw(t, "ledger away")
		return ledgerAway(away)
	case 19:
		return drawNonsense(t)
	}
}

func ledgerAway(away time.Duration) event {
	return event{said: "the ledger is away for " + away.String(), away: away}
}

func drawObservation(t *rapid.T, at time.Duration, i int, before []event) event {
	if again := rapid.IntRange(0, 12).Draw(t, "observation again"); again > 0 && again <= len(before) && before[again-1].observation != nil {
		one := before[again-1]
		one.said = "again " + one.said
		return one
	}
	lag := rapid.SampledFrom([]time.Duration{0, 0, 2 * time.Minute, 12 * time.Minute, 3 * time.Hour, -2 * time.Minute}).Draw(t, "lag")
	o := &recovery.Observation{
		ID: fmt.Sprintf("ops-%d", i), Trigger: "flight.delayed", Experience: "LO391-2026-11-21",
		ObservedAt: start.Add((at - lag).Truncate(time.Minute)), Customer: recovery.Customer{ID: "c-1042", Name: "Ada", Locale: "en"},
	}
	o.Resolved = rapid.IntRange(0, 5).Draw(t, "resolved") == 5
	value := rapid.SampledFrom([]float64{90, 130, 20, 59, 60, 119, 120}).Draw(t, "delay")
	if !o.Resolved || rapid.Bool().Draw(t, "measured") {
		o.Measures = map[string]float64{"delay_minutes": value}
	}
	o.Customer.Phone = rapid.SampledFrom([]string{"+12025550143", "+12025550143", "", "+12025550177"}).Draw(t, "phone")
	o.Customer.Email = rapid.SampledFrom([]string{"ada@example.com", "ada@example.com", "", "ada@example.org"}).Draw(t, "email")
	if payment := drawPayment(t); payment != nil {
		o.Payment = payment
	}
	return event{signal: SignalObserve, tells: *o, observation: o, said: fmt.Sprintf("%s observed at %s: %v, resolved %t, phone %q, email %q, payment %s",
		o.ID, clock(o.ObservedAt), o.Measures, o.Resolved, o.Customer.Phone, o.Customer.Email, paid(o.Payment))}
}

func drawPayment(t *rapid.T) *recovery.Payment {
	usual := recovery.Payment{PaymentIntent: "pi_3Nx", Customer: "cus_9s6", Amount: 4961, Currency: "eur"}
	other, nobody, dollars, more := usual, usual, usual, usual
	other.PaymentIntent, nobody.Customer, dollars.Currency = "pi_4Ty", "", "usd"
	more.PaymentIntent, more.Amount = "pi_5Qz", 5601
	return rapid.SampledFrom([]*recovery.Payment{&usual, &usual, &usual, &other, &nobody, nil, &more, &dollars}).Draw(t, "payment")
}

func paid(p *recovery.Payment) string {
	if p == nil {
		return "none"
	}
	return p.PaymentIntent + " of " + p.Customer + " for " + p.Money().String()
}

func clock(at time.Time) string { return at.UTC().Format("2 15:04:05") }
