package workflows

import (
	"fmt"
	"strings"
	"time"

	"makegood/recovery"
)

// ordersArePossible: what people ask for is taken where it makes sense, and only there.
func ordersArePossible(w *world) string {
	for i, h := range w.log {
		if h.what != accepted && h.what != rejected {
			continue
		}
		state := w.before(i)
		retry, _ := h.event.asks.(Retry)
		var can bool
		switch open := state.ConfirmedAt.IsZero() && !state.Stage.Ended(); h.event.update {
		case UpdateConfirm:
			can = open && len(state.Seen.Sightings) > 0
		case UpdateDismiss:
			can = open
		case UpdateRetry:
			can = state.Stage == recovery.NeedsPerson && (!open || retry.Phone == "" && retry.Email == "" && retry.Payment == nil)
		case UpdateResolve:
			can = state.Stage == recovery.NeedsPerson && !open
		}
		can = can && h.event.sound
		if busy := strings.Contains(h.said, "another order"); can != (h.what == accepted) && !busy {
			return fmt.Sprintf("at %s, %s: it was %s, and %s", clock(h.at), h.said, h.what, state.Stage)
		}
	}
	return ""
}

// before is how the recovery stood when it was looked at last before then.
func (w *world) before(i int) recovery.State {
	for i--; i >= 0; i-- {
		if w.log[i].what == looked {
			return w.log[i].state
		}
	}
	return recovery.State{Stage: recovery.Watching}
}

// acceptedOrdersAreDone: what a person was told is done is done.
func acceptedOrdersAreDone(w *world) string {
	for _, h := range w.all(accepted) {
		switch asked := h.event.asks.(type) {
		case Confirm:
			if w.final.Stage != recovery.Delivered {
				return "a person confirmed it, and it ended " + string(w.final.Stage)
			}
		case Dismiss:
			if w.final.Stage == recovery.Dismissed && w.final.DismissedBy != asked.Who {
				return asked.Who + " dismissed it, and that is not on record"
			}
		case Resolve:
			if !provenByHand(w.final, asked.Proof) {
				return "a person resolved it, and the proof is not on record"
			}
		}
	}
	return ""
}

func provenByHand(state recovery.State, proof string) bool {
	for _, receipt := range state.Receipts {
		if receipt.Step == "by_hand" && receipt.ID == proof {
			return true
		}
	}
	return false
}

// resolved is when a person last said that it was made good by hand.
func (w *world) resolved() (at time.Time) {
	for _, h := range w.all(accepted) {
		if h.event.update == UpdateResolve {
			at = h.at
		}
	}
	return at
}

// theLane: while it needs a person it says until when, the team was told when that
// began and again each time it was overdue, and it leaves by a person, by a proof, or
// where words come back that another channel may carry.
func theLane(w *world) string {
	within := w.plan.play.PersonWithin.Std()
	var last happening
	by := map[time.Time]bool{} // until when, of each notice
	asked := true              // a person has asked for something, which may wait for the ledger
	proof := false             // one has come since it was looked at last
	for _, h := range w.log {
		switch h.what {
		case noticed:
			if strings.Contains(h.state.Why, "asked to cancel") {
				continue // a question, and no lane
			}
			if !h.fresh && !by[h.at] {
				return fmt.Sprintf("told again at %s, and it was not just overdue", clock(h.at))
			}
			if !h.state.AttendBy.Equal(h.at.Add(within)) {
				return fmt.Sprintf("told at %s that a person should see to it by %s", clock(h.at), clock(h.state.AttendBy))
			}
			by[h.state.AttendBy.UTC()] = true
		case accepted, claimed:
			asked = true
		case told:
			proof = proof || h.receipt.Word == recovery.Arrived || isWords(h.step) && h.receipt.Word == recovery.Refused
		case looked:
			if broken := inTheLane(h, by, within); broken != "" {
				return broken
			}
			if last.state.Stage == recovery.NeedsPerson && h.state.Stage != recovery.NeedsPerson && !asked && !proof {
				return fmt.Sprintf("at %s it has left the person who was needed, and nobody said so: it is %s", clock(h.at), h.state.Stage)
			}
			asked = asked && h.state.Stage == recovery.NeedsPerson && last.state.Stage == recovery.NeedsPerson
			last, proof = h, false
		}
	}
	return ""
}

// inTheLane: of what was asked for at this very moment, the notice may be on its way.
func inTheLane(h happening, by map[time.Time]bool, within time.Duration) string {
	state := h.state
	switch needs := state.Stage == recovery.NeedsPerson; {
	case !needs && !state.AttendBy.IsZero():
		return fmt.Sprintf("at %s it needs nobody and says until when somebody should attend", clock(h.at))
	case !needs:
		return ""
	case state.AttendBy.IsZero() || state.AttendBy.Before(h.at):
		return fmt.Sprintf("at %s it needs a person, by %s", clock(h.at), clock(state.AttendBy))
	case !by[state.AttendBy.UTC()] && !state.AttendBy.Equal(h.at.Add(within)):
		return fmt.Sprintf("at %s it needs a person by %s, and the team was not told of that", clock(h.at), clock(state.AttendBy))
	}
	return ""
}
