package workflows

import (
	"slices"

	"makegood/recovery"
)

// wayLeft is a way of the tier that could be taken by then and never was.
func (w *world) wayLeft(before int, state recovery.State) string {
	if w.accepted(before, UpdateRetry) || state.Owed.Money.Amount == 0 {
		return "" // after a person the play's first way is taken anew
	}
	for _, h := range w.log[:before] {
		m := w.moves[h.step]
		if h.what == told && isMoney(h.step) && (h.receipt.Then == recovery.ThenPerson || m.dollars || m.share > 100) {
			return "" // no machine should decide
		}
		if h.what == unknown && isMoney(h.step) && m.unread > 0 {
			return ""
		}
	}
	for i := range w.plan.play.Tiers {
		if w.plan.play.Label(i) != state.Tier {
			continue
		}
		for _, way := range w.plan.play.Tiers[i].Else {
			if w.never(before, string(way.Kind)) && w.possible(before, way) {
				return string(way.Kind)
			}
		}
	}
	return ""
}

func (w *world) never(before int, kind string) bool {
	return !slices.ContainsFunc(w.log[:before], func(h happening) bool { return h.what == ordered && kindOf(h.step) == kind })
}

// possible: a credit wants a customer in every payment that was told; a coupon wants
// words to come.
func (w *world) possible(before int, way recovery.Way) bool {
	known := false
	for _, h := range w.log[:before] {
		switch {
		case way.Kind == recovery.KindCoupon && h.what == ordered && isWords(h.step):
			return false
		case way.Kind == recovery.KindCredit && h.what == came && h.event.paid() != nil:
			if known = true; h.event.paid().Customer == "" {
				return false
			}
		}
	}
	return known || way.Kind == recovery.KindCoupon
}
