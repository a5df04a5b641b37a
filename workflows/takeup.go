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
		if kind, nth, ok := stepNamed(step.Step); ok {
			l.tries[kind] = max(l.tries[kind], nth)
		}
	}
	for _, step := range steps {
		kind, nth, ok := stepNamed(step.Step)
		if !ok {
			continue
		}
		if l.wasTold(step.Step) {
			if !l.isKept(step) {
				l.keep(ctx, step, "Given before more was added: "+spokenStep(step.Step)+".")
			}
			continue
		}
		switch channel := recovery.Channel(kind); channel {
		case recovery.SMS, recovery.Email:
			l.takeUpWords(ctx, channel, nth, step)
		default:
			l.takeUpRemedy(ctx, step, nth)
		}
	}
}

func (l *life) takeUpWords(ctx workflow.Context, channel recovery.Channel, nth int, step recovery.Receipt) {
	switch {
	case step.Word == recovery.Arrived:
		l.missing.Words = false
		l.spent[channel] = true
		l.spoke(ctx, channel, step)
	case step.Word == recovery.Refused:
		delete(l.unsure, channel)
		l.spent[channel] = step.ID != "" // else nothing ever went out, and the address may be another by now
	case nth > 1 && runBefore(ctx) == "" && !l.state.Added:
		// It went to an address that a person had corrected, which only they know.
		l.unsure[channel], l.spent[channel] = true, true
	default: // it is looked at before anything is sent
		l.unsure[channel] = true
	}
}

func (l *life) takeUpRemedy(ctx workflow.Context, step recovery.Receipt, nth int) {
	due := l.due()
	kind, _, _ := stepNamed(step.Step)
	switch {
	case step.Word == recovery.Arrived, step.Word == recovery.Pending:
		l.takeRemedyReceipt(ctx, step)
	case !l.missing.Remedy:
	case step.Word == recovery.Refused:
		if kind == string(due.Kind) && nth == l.tries[kind] {
			l.takeUpRefused(ctx, step)
		}
	case step.Step == string(due.Kind), len(l.state.Told) > 0 && kind == string(due.Kind):
		l.answerless[string(due.Kind)] = true
	default:
		// It was ordered with what a person had corrected, which only they know.
		l.answerless[kind] = true
		l.blocked.Remedy = "An earlier run was cut short while this was tried again; look at the provider's own record before it is sent once more."
	}
}

// takeUpRefused goes on from a remedy that did not come to stay. It is used up: asked
// for again under its key, Stripe would only repeat what it had said first.
func (l *life) takeUpRefused(ctx workflow.Context, step recovery.Receipt) {
	if step.ID == "" || l.isKept(step) {
		l.anotherWay(ctx, step.Then, sentence(step.Why))
		return
	}
	l.takeRemedyReceipt(ctx, step)
}

// takeOverDebt makes an earlier run's debt this one's.
func (l *life) takeOverDebt(prior *recovery.State) {
	l.state.ConfirmedAt, l.state.Tier, l.state.Reading = prior.ConfirmedAt, prior.Tier, prior.Reading
	l.state.Owed, l.state.Rest = prior.Owed, prior.Rest
	l.state.Added, l.state.Told, l.state.Untold = prior.Added, prior.Told, prior.Untold
	l.state.HeldUntil, l.state.HeldWhy, l.state.Released, l.state.Tired = prior.HeldUntil, prior.HeldWhy, prior.Released, prior.Tired
	if l.state.ComplainedAt.IsZero() || !prior.ComplainedAt.IsZero() && prior.ComplainedAt.Before(l.state.ComplainedAt) {
		l.state.Complaint, l.state.ComplainedAt = prior.Complaint, prior.ComplainedAt
	}
	if prior.First != "" {
		l.state.First = prior.First
	}
}
