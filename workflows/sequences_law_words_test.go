package workflows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"makegood/activities"
	"makegood/recovery"
)

// wordsOnce: the words are not ordered while it is known, or may be, that they have
// arrived or will: not on the same channel before a refusal or a corrected address,
// and on another one only after a refusal or after the time that the play gives.
func wordsOnce(w *world) string {
	var steps []string
	for i, h := range w.log {
		if h.what != ordered || !h.fresh || !isWords(h.step) {
			continue
		}
		words := w.lastWords(i)
		again := slices.Contains(steps, h.step)
		for _, step := range steps {
			receipt, known := words[step]
			switch {
			case step == h.step && receipt.Word == recovery.Pending || receipt.Word == recovery.Refused:
			case receipt.Word == recovery.Arrived:
				return fmt.Sprintf("at %s it %s, though %s has arrived", clock(h.at), h.said, step)
			case step == h.step: // looks before it sends
			case kindOf(step) == kindOf(h.step) && !again && !w.corrected(i, kindOf(step)):
				return fmt.Sprintf("at %s it %s, and what became of %s is not known", clock(h.at), h.said, step)
			case kindOf(step) != kindOf(h.step) && h.at.Sub(w.lastOrder(i, step)) < w.patience(known):
				return fmt.Sprintf("at %s it %s, and did not wait for %s", clock(h.at), h.said, step)
			}
		}
		if !again {
			steps = append(steps, h.step)
		}
	}
	return ""
}

// whatArrivedIsNotSaidAgain: no other channel is taken while the provider of the first
// would say, when asked, that the words have arrived.
func whatArrivedIsNotSaidAgain(w *world) string {
	for i, h := range w.log {
		if h.what != ordered || !h.fresh || !isWords(h.step) {
			continue
		}
		for _, earlier := range w.log[:i] {
			m := w.moves[earlier.step]
			if earlier.what != ordered || m == nil || kindOf(earlier.step) == kindOf(h.step) || !isWords(earlier.step) || w.corrected(i, kindOf(earlier.step)) {
				continue
			}
			asked := h.at.Add(-time.Second)
			if !m.taken.IsZero() && m.answers(asked) && m.word(asked) == recovery.Arrived {
				return fmt.Sprintf("at %s it %s, and %s had arrived", clock(h.at), h.said, m.step)
			}
		}
	}
	return ""
}

// corrected says whether a person has corrected the address of a channel by then.
func (w *world) corrected(before int, kind string) bool {
	for _, h := range w.log[:before] {
		if h.what == accepted && slices.Contains(h.event.corrects, recovery.Channel(kind)) {
			return true
		}
	}
	return false
}

func (w *world) lastOrder(before int, step string) (at time.Time) {
	for _, h := range w.log[:before] {
		if h.what == ordered && h.fresh && h.step == step {
			at = h.at
		}
	}
	return at
}

// patience is how long a channel is waited for at the least: the last look at a
// receipt lies a quarter before the end of the play's time.
func (w *world) patience(known bool) time.Duration {
	if !known {
		return 3 * time.Minute
	}
	return w.plan.play.Apology.ReceiptWithin.Std() * 3 / 4
}

// wordsAreProven: delivered means that the words arrived, or that a person has proof.
func wordsAreProven(w *world) string {
	if w.final.Stage != recovery.Delivered {
		return ""
	}
	for step, receipt := range w.lastWords(len(w.log)) {
		if isWords(step) && receipt.Word == recovery.Arrived {
			return ""
		}
	}
	for i, h := range w.log {
		if at := w.resolved(); isWords(h.step) && (at.IsZero() || h.at.After(at) && w.cameBack(i)) {
			return "delivered, and the words have not arrived"
		}
	}
	if w.resolved().IsZero() {
		return "delivered without any words"
	}
	return ""
}

// couponsAreTold: a coupon is worth nothing to someone who does not know its code.
func couponsAreTold(w *world) string {
	given := w.lastWords(len(w.log))["coupon"]
	for step, receipt := range w.lastWords(len(w.log)) {
		if kindOf(step) == "coupon" && receipt.Word == recovery.Arrived {
			given = receipt
		}
	}
	if w.final.Stage != recovery.Delivered || given.Word != recovery.Arrived || w.accepted(len(w.log), UpdateResolve) {
		return ""
	}
	for _, h := range w.all(ordered) {
		body := ""
		switch order := h.order.(type) {
		case activities.SMSOrder:
			body = order.Body
		case activities.EmailOrder:
			body = order.Text
		}
		if strings.Contains(body, recovery.Code(flightID)) {
			return ""
		}
	}
	return "a coupon was given, and nobody has told the customer its code"
}

// surveyMailIsProven: delivered means that survey mail is kept away, where it is mailed.
func surveyMailIsProven(w *world) string {
	if w.final.Stage != recovery.Delivered || !w.plan.survey || !w.resolved().IsZero() {
		return ""
	}
	asked := false
	for _, h := range w.log {
		if kindOf(h.step) == "survey_mail" && h.what == told && h.receipt.Word == recovery.Arrived {
			return ""
		}
		asked = asked || kindOf(h.step) == "survey_mail"
	}
	for _, o := range w.observed(w.final.ConfirmedAt) {
		if o.Customer.Email != "" || asked {
			return "delivered, and survey mail is not kept away"
		}
	}
	return ""
}

// noWayIsForgotten: a person is asked about money only when no way of the play is
// left that could be taken.
func noWayIsForgotten(w *world) string {
	for i, h := range w.log {
		if h.what != recorded || h.state.Stage != recovery.NeedsPerson || !strings.Contains(h.state.Why, "Owed:") {
			continue
		}
		if way := w.wayLeft(i, h.state); way != "" {
			return fmt.Sprintf("at %s a person is asked, and %s was never tried: %s", clock(h.at), way, h.state.Why)
		}
	}
	return ""
}
