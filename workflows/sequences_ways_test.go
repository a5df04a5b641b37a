package workflows

import (
	"fmt"
	"slices"
	"time"

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

// otherWay says whether a step is not of the way that the play has first.
func (w *world) otherWay(step string) bool {
	for i := range w.plan.play.Tiers {
		if tier := w.plan.play.Tiers[i]; w.plan.play.Label(i) == w.final.Tier {
			return isMoney(step) && kindOf(step) != string(tier.Remedy.Kind())
		}
	}
	return false
}

// callsAreHeard: when a provider calls about a step, what has become of that step is
// read back, whatever the call says.
func callsAreHeard(w *world) string {
	for i, h := range w.log {
		if h.what != came || h.event.signal != SignalReceipt || h.event.nonsense {
			continue
		}
		step := h.event.tells.(recovery.Receipt).Step
		was := w.lastWords(i)[step]
		m := w.moves[step]
		if was.ID == "" || m.unread > 0 || m.word(h.at) == recovery.Pending || m.word(h.at) == was.Word {
			continue
		}
		heard := slices.ContainsFunc(w.log[i:], func(then happening) bool {
			return then.what == told && then.step == step && then.at.Sub(h.at) < 10*time.Minute
		})
		if !heard {
			return fmt.Sprintf("at %s it was %s, and what had become of it was not read back", clock(h.at), h.event.said)
		}
	}
	return ""
}
