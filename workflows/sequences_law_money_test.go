package workflows

import (
	"fmt"
	"reflect"
	"slices"

	"makegood/activities"
	"makegood/recovery"
)

// claimFirst: nothing is given and nothing said before the claim, with which the
// suppression of surveys stands.
func claimFirst(w *world) string {
	for _, h := range w.log {
		switch {
		case h.what == stands && !w.keptAway.Equal(h.state.ConfirmedAt.Add(w.plan.play.Surveys.Suppress.Std())):
			return "surveys are kept away until " + clock(w.keptAway)
		case h.what == stands:
			return ""
		case h.what == ordered:
			return "before the claim stood, it " + h.said
		}
	}
	return ""
}

// owed is the most that the tier owes by any payment that was told so far, in a currency.
func (w *world) owed(before int, currency recovery.Currency) int64 {
	var tier *recovery.Tier
	for _, h := range w.log[:before] {
		for i := range w.plan.play.Tiers {
			if h.what == claimed && h.state.Tier == w.plan.play.Label(i) {
				tier = &w.plan.play.Tiers[i]
			}
		}
	}
	var most int64
	for _, h := range w.log[:before] {
		if h.what == came {
			most = max(most, share(tier.Remedy, h.event.paid(), currency))
		}
	}
	return most
}

// share is what a remedy is worth in money, by hand.
func share(remedy recovery.Remedy, payment *recovery.Payment, currency recovery.Currency) int64 {
	ofPaid := func(percent recovery.Percent, fixed *recovery.Money, most bool) int64 {
		switch {
		case fixed != nil && fixed.Currency == currency && (!most || payment != nil):
			if most {
				return min(fixed.Amount, payment.Amount)
			}
			return fixed.Amount
		case fixed == nil && payment != nil && payment.Currency == currency:
			return (payment.Amount*int64(percent) + 999_999) / 1_000_000
		}
		return 0
	}
	switch {
	case remedy.Refund != nil:
		return ofPaid(remedy.Refund.Percent, remedy.Refund.Amount, true)
	case remedy.Credit != nil:
		return ofPaid(remedy.Credit.Percent, remedy.Credit.Amount, false)
	}
	if remedy.Coupon.Amount != nil && remedy.Coupon.Amount.Currency == currency {
		return remedy.Coupon.Amount.Amount
	}
	return 0
}

func (e *event) paid() *recovery.Payment {
	if e.observation != nil {
		return e.observation.Payment
	}
	return e.payment
}

// moneyOnce: of all that was given and did not come back, with what is ordered now,
// there is never more than is owed; and nothing is ordered anew under another name
// but after a refusal, by a person.
func moneyOnce(w *world) string {
	var steps []string
	for i, h := range w.log {
		if h.what != ordered || !isMoney(h.step) {
			continue
		}
		here := w.moves[h.step]
		given := recovery.Money{Amount: h.money.Amount, Currency: h.money.Currency}
		for _, step := range steps {
			other := w.moves[step]
			if step == h.step || other.taken.IsZero() || other.taken.After(h.at) || other.word(h.at) == recovery.Refused {
				continue
			}
			if other.given.Amount == 0 {
				return fmt.Sprintf("at %s it %s, beside %s that stands", clock(h.at), h.said, step)
			}
			if other.given.Currency != given.Currency {
				return fmt.Sprintf("at %s it %s, beside %s of %s that stands", clock(h.at), h.said, step, other.given)
			}
			given.Amount += other.given.Amount
		}
		if owed := w.owed(i, given.Currency); given.Amount > owed && (here.taken.IsZero() || here.word(h.at) != recovery.Refused) {
			return fmt.Sprintf("at %s it %s: that makes %s, and at most %d is owed", clock(h.at), h.said, given, owed)
		}
		if broken := w.newName(i, steps); broken != "" {
			return broken
		}
		if !slices.Contains(steps, h.step) {
			steps = append(steps, h.step)
		}
	}
	return ""
}

// newName: another step of the same kind follows on a person's retry alone, and so
// does another way after a refusal that no machine should decide about.
func (w *world) newName(i int, steps []string) string {
	h := w.log[i]
	if slices.Contains(steps, h.step) {
		return "" // the same again gives nothing twice
	}
	if _, nth, _ := stepNamed(h.step); nth > 1 && !w.accepted(i, UpdateRetry) {
		return fmt.Sprintf("at %s it %s, and nobody asked for that", clock(h.at), h.said)
	}
	for _, step := range steps {
		if kindOf(step) != kindOf(h.step) && w.lastWords(i)[step].Then == recovery.ThenPerson && !w.accepted(i, UpdateRetry) {
			return fmt.Sprintf("at %s it %s, though %s was refused for a person to see to", clock(h.at), h.said, step)
		}
	}
	return ""
}

// moneyIsProven: delivered means that all that is owed has arrived by the providers'
// word, or that a person has proof.
func moneyIsProven(w *world) string {
	if w.final.Stage != recovery.Delivered {
		return ""
	}
	var arrived int64
	whole := false
	words := w.lastWords(len(w.log))
	for step, receipt := range words {
		if !isMoney(step) || receipt.Word != recovery.Arrived {
			continue
		}
		whole = whole || receipt.Money.Amount == 0
		if receipt.Money.Currency == w.final.Owed.Money.Currency {
			arrived += receipt.Money.Amount
		}
	}
	owed := w.final.Owed.Money
	if whole || owed.Amount > 0 && arrived >= owed.Amount {
		return ""
	}
	for i, h := range w.log {
		if at := w.resolved(); h.at.After(at) && isMoney(h.step) && (w.cameBack(i) || at.IsZero()) {
			return fmt.Sprintf("delivered with %d of %s, and nobody has resolved the rest", arrived, owed)
		}
	}
	if w.resolved().IsZero() {
		return "delivered without any money"
	}
	return ""
}

// cameBack says whether somebody told there what nobody had told before: it was refused.
func (w *world) cameBack(i int) bool {
	h := w.log[i]
	return h.what == told && h.receipt.Word == recovery.Refused && w.lastWords(i)[h.step].Word != recovery.Refused
}

// sameStepSameOrder: what is ordered again under the same name is the same, and was
// not refused.
func sameStepSameOrder(w *world) string {
	for i, h := range w.log {
		word := w.lastWords(i)[h.step]
		if h.what != ordered || kindOf(h.step) == "survey_mail" || word.ID != "" && word.Word != recovery.Refused { // once it is accepted, its id is followed
			continue
		}
		first := w.moves[h.step].order
		if word.Word == recovery.Refused && h.fresh && !w.otherWay(h.step) {
			return fmt.Sprintf("at %s it %s, and %s was refused before", clock(h.at), h.said, h.step)
		}
		same := reflect.DeepEqual(first, h.order)
		switch order := h.order.(type) {
		case activities.SMSOrder:
			same = order.To == first.(activities.SMSOrder).To
		case activities.EmailOrder:
			same = order.To == first.(activities.EmailOrder).To
		}
		// Open: where a later observation gave another address, words whose outcome is
		// unknown are looked for, and sent, there.
		// And a way that was refused before is ordered by a retry under the same name,
		// though for other money.
		same = same || w.accepted(i, UpdateRetry) && (isWords(h.step) || w.otherWay(h.step))
		if !same {
			return fmt.Sprintf("at %s it %s, and had ordered %s otherwise before: %+v", clock(h.at), h.said, h.step, first)
		}
	}
	return ""
}
