package workflows

import (
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// takeUp goes on from what an earlier run of this recovery had done when it was
// terminated, or reset: the ledger remembers each step, and what is proven is not
// done again.
func (l *life) takeUp(ctx workflow.Context, steps []recovery.Receipt) {
	for _, step := range steps {
		kind, nth, ok := stepNamed(step.Step)
		if !ok {
			continue
		}
		l.tries[kind] = max(l.tries[kind], nth)
		switch channel := recovery.Channel(kind); channel {
		case recovery.SMS, recovery.Email:
			l.takeUpWords(ctx, channel, step)
		default:
			l.takeUpRemedy(ctx, step)
		}
	}
}

func (l *life) takeUpWords(ctx workflow.Context, channel recovery.Channel, step recovery.Receipt) {
	switch step.Word {
	case recovery.Arrived:
		l.missing.Words = false
		l.spoke(ctx, channel, step)
	case recovery.Refused:
		delete(l.unsure, channel)
	default: // it is looked at before anything is sent
		l.unsure[channel] = true
	}
}

func (l *life) takeUpRemedy(ctx workflow.Context, step recovery.Receipt) {
	switch {
	case step.Word == recovery.Arrived:
		l.missing.Remedy, l.blocked.Remedy = false, ""
		l.keep(ctx, step, "An earlier run has made it good already: "+l.state.Owed.String()+".")
	case step.Word == recovery.Pending && l.missing.Remedy:
		l.takeRemedyReceipt(ctx, step)
	case step.Word != recovery.Refused && l.missing.Remedy && step.Step != string(l.state.Owed.Kind):
		// It was ordered with what a person had corrected, which only they know.
		l.blocked.Remedy = "An earlier run was cut short while this was tried again; look at the provider's own record before it is sent once more."
	}
}
