package workflows

import (
	"fmt"
	"time"

	"makegood/recovery"
)

// observed is every usable observation that came by a time, each once.
func (w *world) observed(by time.Time) []*recovery.Observation {
	var seen []*recovery.Observation
	known := map[string]bool{}
	for _, h := range w.all(came) {
		if o := h.event.observation; o != nil && !known[o.ID] && !h.at.After(by) {
			known[o.ID] = true
			seen = append(seen, o)
		}
	}
	return seen
}

// theVerdict: it is confirmed, or dismissed, when the play says so or a person does,
// not before and not later, and with the tier that is owed.
func theVerdict(w *world) string {
	for i, h := range w.log {
		byPerson := w.accepted(i, UpdateConfirm, UpdateDismiss)
		switch {
		case h.what == claimed && h.state.ConfirmedBy == "":
			v := verdictOn(w.plan.play, w.observed(h.state.ConfirmedAt), h.state.ConfirmedAt)
			if !v.fell || v.tier < 0 {
				return "confirmed at " + clock(h.at) + ", and nothing was owed by then"
			}
			if label := w.plan.play.Label(v.tier); label != h.state.Tier {
				return fmt.Sprintf("confirmed from %s, and %s was met", h.state.Tier, label)
			}
		case h.what == claimed && !byPerson:
			return "confirmed by " + h.state.ConfirmedBy + ", who did not say so"
		case h.what == recorded && h.state.Stage == recovery.Dismissed && h.state.DismissedBy == "":
			if v := verdictOn(w.plan.play, w.observed(h.state.EndedAt), h.state.EndedAt); !v.fell || v.tier >= 0 {
				return fmt.Sprintf("dismissed at %s, and the verdict then was %+v", clock(h.state.EndedAt), v)
			}
			if problems := w.problems(h.state.EndedAt); problems > 0 {
				return "dismissed, though something had come in that could not be used"
			}
		case h.what == recorded && h.state.Stage == recovery.Dismissed && !byPerson:
			return "dismissed by " + h.state.DismissedBy + ", who did not say so"
		case (h.what == ordered || h.what == noticed && !h.state.ConfirmedAt.IsZero()) && len(w.all(claimed)) == 0:
			return "something went out for what was not confirmed: " + h.said
		}
	}
	return w.promptVerdict()
}

// promptVerdict: the first verdict takes effect when it falls.
func (w *world) promptVerdict() string {
	for _, h := range w.all(looked) {
		if h.state.Stage != recovery.Watching && h.state.Stage != recovery.NeedsPerson || !h.state.ConfirmedAt.IsZero() {
			continue
		}
		before := h.at.Add(-time.Second)
		v := verdictOn(w.plan.play, w.observed(before), before)
		if v.fell && (v.tier >= 0 || w.problems(before) == 0) {
			return fmt.Sprintf("at %s it is still %s, and the verdict has fallen: %+v", clock(h.at), h.state.Stage, v)
		}
	}
	return ""
}

// problems is how many things had come in by a time that could not be used, and
// that nobody had said to be mended.
func (w *world) problems(by time.Time) int {
	n, unconfirmed := 0, true
	for _, h := range w.log {
		switch {
		case h.at.After(by):
			return n
		case h.what == claimed:
			unconfirmed = false
		case h.what == came && h.event.nonsense:
			n++
		case h.what == accepted && h.event.update == UpdateRetry && unconfirmed:
			n = 0
		}
	}
	return n
}

// accepted says whether one of the updates was accepted by then.
func (w *world) accepted(before int, updates ...string) bool {
	for _, h := range w.log[:before] {
		for _, update := range updates {
			if h.what == accepted && h.event.update == update {
				return true
			}
		}
	}
	return false
}

// theRecord: the ledger ends with what the recovery ends with.
func theRecord(w *world) string {
	kept, there := w.ledger[flightID]
	switch {
	case !there:
		return "it ended, and the ledger knows nothing of it"
	case kept.Stage != w.final.Stage:
		return fmt.Sprintf("it ended %s, and the ledger has %s", w.final.Stage, kept.Stage)
	case kept.First != w.final.First:
		return fmt.Sprintf("first was %q, and the ledger has %q", w.final.First, kept.First)
	case w.final.Stage == recovery.Dismissed && len(w.all(ordered)) > 0:
		return "it ended dismissed, and something had gone out"
	}
	return ""
}

// whoWasFirst: the customer, where they came to us before the first apology that a
// provider took, or where there was none.
func whoWasFirst(w *world) string {
	var apology, complaint time.Time
	for _, h := range w.log {
		if h.what == told && isWords(h.step) && h.receipt.Word != recovery.Refused && apology.IsZero() {
			apology = h.receipt.At
		}
		if h.what == came && h.event.complaint != nil {
			if at := h.event.complaint.ComplainedAt; complaint.IsZero() || at.Before(complaint) {
				complaint = at
			}
		}
	}
	want := ""
	if !apology.IsZero() {
		want = recovery.FirstUs
	}
	if !complaint.IsZero() && (apology.IsZero() || complaint.Before(apology)) {
		want = recovery.FirstCustomer
	}
	if w.final.First != want {
		return fmt.Sprintf("first was %q, and it says %q: the customer came at %s, the apology was taken at %s", want, w.final.First, clock(complaint), clock(apology))
	}
	return ""
}
