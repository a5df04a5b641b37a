package workflows

import (
	"slices"
	"strconv"
	"strings"

	"makegood/activities"
	"makegood/recovery"
)

// stepName names the nth step of a kind: "refund", then "refund:2".
func stepName(kind string, nth int) string {
	if nth < 2 {
		return kind
	}
	return kind + ":" + strconv.Itoa(nth)
}

// stepNamed reads such a name. It returns false for what is no remedy and no words.
func stepNamed(name string) (kind string, nth int, ok bool) {
	kind, number, numbered := strings.Cut(name, ":")
	switch kind {
	case string(recovery.KindRefund), string(recovery.KindCoupon), string(recovery.KindCredit), string(recovery.KindCustom), string(recovery.SMS), string(recovery.Email):
	default:
		return "", 0, false
	}
	if !numbered {
		return kind, 1, true
	}
	nth, err := strconv.Atoi(number)
	return kind, nth, err == nil
}

func isChannel(kind string) bool {
	return slices.Contains(recovery.Channels(), recovery.Channel(kind))
}

// spokenStep is a step in plain words.
func spokenStep(name string) string {
	kind, _, ok := stepNamed(name)
	if ok && isChannel(kind) {
		return spoken(recovery.Channel(kind))
	}
	return kind
}

// step is the next step of a kind.
func (l *life) step(kind string) activities.Step {
	l.tries[kind]++
	return activities.Step{Recovery: l.state.ID, Name: stepName(kind, l.tries[kind]), Since: l.state.ConfirmedAt}
}

// added is the latest step of a kind; where more was added to what the customer was told
// of, past those that have given what they were to give.
func (l *life) added(kind string) activities.Step {
	for len(l.state.Told) > 0 && l.isOver(stepName(kind, l.tries[kind])) {
		l.tries[kind]++
	}
	return l.again(kind)
}

// isOver says whether a step was told of before, or its provider's word is final.
func (l *life) isOver(step string) bool {
	return l.wasTold(step) || slices.ContainsFunc(l.state.Receipts, func(known recovery.Receipt) bool {
		return known.Step == step && known.Word != recovery.Pending
	})
}

func kindOfRemedy(step string) recovery.RemedyKind {
	kind, _, _ := stepNamed(step)
	return recovery.RemedyKind(kind)
}

// again is the latest step of a kind once more, for another order of the same.
func (l *life) again(kind string) activities.Step {
	if l.tries[kind] > 0 {
		l.tries[kind]--
	}
	return l.step(kind)
}
