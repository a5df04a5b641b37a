package workflows

import (
	"fmt"
	"slices"
	"time"

	"makegood/recovery"
)

// happen has everything happen that comes from outside, and people see to what
// needs them at last, so that every sequence ends.
func (w *world) happen(often often) {
	var at time.Duration
	for i := range w.plan.events {
		one := &w.plan.events[i]
		w.RegisterDelayedCallback(func() { w.happens(one, often) }, one.at)
		at = one.at
	}
	w.RegisterDelayedCallback(func() { w.seeTo(0) }, at+3*24*time.Hour)
}

func (w *world) happens(one *event, often often) {
	if one.cancel && slices.ContainsFunc(w.log, func(h happening) bool { return h.what == came && h.event.cancel }) {
		return // Temporal takes a second request, and tells the workflow nothing of it
	}
	if one.at > 0 {
		w.look()
	}
	w.add(happening{what: came, event: one, state: w.state, said: "-> " + one.said})
	switch {
	case one.signal != "":
		w.SignalWorkflow(one.signal, one.tells)
		if often == twice && w.repeats(one) {
			w.SignalWorkflow(one.signal, one.tells)
		}
	case one.update != "":
		w.UpdateWorkflow(one.update, one.update+one.at.String(), &reply{w, one}, one.asks)
	case one.cancel:
		w.CancelWorkflow()
	default:
		w.until = w.Now().Add(one.away)
	}
}

// repeats says whether an event may be told twice with nothing changed. What cannot
// be used is told each time, and what is not final is waited for each time.
func (w *world) repeats(one *event) bool {
	receipt, call := one.tells.(recovery.Receipt)
	if !call {
		return !one.nonsense
	}
	m := w.moves[receipt.Step]
	return m == nil || m.unread == 0 && m.word(w.Now()) != recovery.Pending
}

// look takes down how the recovery stands.
func (w *world) look() {
	w.state = w.stage.state()
	w.add(happening{what: looked, state: w.state})
}

// seeTo is a person who sees to what needs one, twice a day.
func (w *world) seeTo(round int) {
	const most = 60
	w.look()
	if round == most {
		panic(fmt.Sprintf("a month after all that happened it is still %s: %s\n\n%s", w.state.Stage, w.state.Next, w))
	}
	if w.state.Stage == recovery.NeedsPerson {
		act := w.closing(round)
		w.add(happening{what: came, event: act, state: w.state, said: "-> at last " + act.said})
		w.UpdateWorkflow(act.update, fmt.Sprint("at last ", round), &reply{w, act}, act.asks)
	}
	w.RegisterDelayedCallback(func() { w.seeTo(round + 1) }, 12*time.Hour+7*time.Minute)
}

func (w *world) closing(round int) *event {
	if w.state.ConfirmedAt.IsZero() {
		return &event{update: UpdateDismiss, asks: Dismiss{Who: "pat", Why: "a drill"}, said: "dismiss by pat", sound: true}
	}
	if round < len(w.plan.closing) && w.plan.closing[round] != "resolve" {
		retry := Retry{Who: "pat", Why: "it may work now"}
		if w.plan.closing[round] != "retry" {
			retry.Payment = &recovery.Payment{PaymentIntent: "pi_9Rr", Customer: "cus_9s6", Amount: 4961, Currency: "eur"}
		}
		return &event{update: UpdateRetry, asks: retry, payment: retry.Payment, said: "retry by pat, payment " + paid(retry.Payment), sound: true}
	}
	return &event{update: UpdateResolve, asks: Resolve{Who: "pat", Why: "paid by hand", Proof: fmt.Sprint("cash-", round)}, said: "resolve by pat", sound: true}
}

// reply takes down how an update was answered.
type reply struct {
	w   *world
	one *event
}

func (r *reply) Accept() {
	r.w.add(happening{what: accepted, event: r.one, said: "  accepted: " + r.one.said})
}

func (r *reply) Reject(err error) {
	r.w.add(happening{what: rejected, event: r.one, said: "  refused: " + err.Error()})
}

func (r *reply) Complete(any, error) {}
