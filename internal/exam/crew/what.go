package crew

import (
	"strings"

	"makegood/activities"
	"makegood/internal/exam/step"
	"makegood/recovery"
)

// whatFor says by its arguments what an activity is there for. A second step of a kind is
// numbered, as "refund:2".
func whatFor(arguments []any) step.For {
	if len(arguments) == 0 {
		return ""
	}
	switch order := arguments[0].(type) {
	case recovery.State:
		return ofRecord(&order, len(arguments) > 1)
	case activities.RefundOrder:
		return numbered(order.Step)
	case activities.SMSOrder:
		return numbered(order.Step)
	}
	return ""
}

func numbered(ordered activities.Step) step.For {
	if strings.Contains(ordered.Name, ":") {
		return step.Added
	}
	return ""
}

// ofRecord is for what a state goes on record, or a claim is made by it. A claim that
// comes once something was given is for more.
func ofRecord(state *recovery.State, claim bool) step.For {
	switch {
	case claim && len(state.Receipts) > 0, !claim && len(state.Told) > 0:
		return step.Added
	case state.Released:
		return step.Released
	case state.Incident != "":
		return step.Shared
	}
	return ""
}
