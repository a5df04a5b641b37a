package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// watch takes in what is observed until the play, or a person, has decided. Its
// only error is the one that continues the workflow as new.
func (l *life) watch(ctx workflow.Context) (recovery.Decision, error) {
	for {
		l.drain(ctx)
		if l.play == nil && len(l.parked) > l.weighed && l.unchosen {
			l.pin(ctx)
			l.drain(ctx)
		}
		if decision, asked := l.orders.decision(); asked {
			l.alarm.clear()
			return decision, nil
		}
		if retry := l.orders.retry; retry != nil {
			l.orders.retry = nil
			l.mendProblems(ctx, retry)
			continue
		}
		decision := l.decide(ctx)
		l.show(decision)
		if decision.Verdict != recovery.Watch && !l.heldBackByProblems(decision) {
			l.alarm.clear()
			return decision, nil
		}
		if decision.Verdict != recovery.Watch {
			l.alarm.clear() // time decides nothing any more, only a person does
			if l.state.Stage == recovery.Watching {
				l.enter(ctx, recovery.NeedsPerson, "Something came in that could not be used.")
				l.show(decision)
			}
		}
		l.flush(ctx)
		if err := l.continueIfLong(ctx); err != nil {
			return recovery.Decision{}, err
		}
		if decision.Verdict == recovery.Watch && !decision.Until.IsZero() {
			l.alarm.set(ctx, decision.Until, l.waitingFor(decision))
		}
		_ = workflow.Await(ctx, func() bool {
			return l.observe.Len() > 0 || l.alarm.rang() || l.orders.any()
		})
	}
}

// decide asks the one function that decides. Where nothing usable was seen there
// is nothing to decide, and the play's own end of watching stands.
func (l *life) decide(ctx workflow.Context) recovery.Decision {
	switch {
	case l.play == nil && l.inapplicable != "":
		return l.decideInapplicable(workflow.Now(ctx))
	case l.play == nil:
		return recovery.Decision{Verdict: recovery.Watch, Reason: recovery.NothingSeen, Tier: -1}
	}
	now := workflow.Now(ctx)
	if l.covered != nil {
		return l.beyondCovered(now)
	}
	decision := recovery.Decide(l.play, l.state.Seen, now)
	if decision.Reason == recovery.NothingSeen {
		closes := l.state.OpenedAt.Add(l.play.CloseAfter.Std())
		if !now.Before(closes) {
			return recovery.Decision{Verdict: recovery.LetItGo, Reason: recovery.NothingSeen, Tier: -1, At: closes}
		}
		decision.Until = closes
	}
	return decision
}

// decideInapplicable waits as long as the trigger's plays watch, or until it is over, for
// a report to which one of them applies.
func (l *life) decideInapplicable(now time.Time) recovery.Decision {
	closes, over := l.state.OpenedAt.Add(l.closesAfter), false
	for _, one := range l.parked {
		closes, over = earlier(closes, one.ObservedAt.Add(l.closesAfter)), over || one.Resolved
	}
	if over || !now.Before(closes) {
		return recovery.Decision{Verdict: recovery.LetItGo, Reason: recovery.Inapplicable, Tier: -1, At: now}
	}
	return recovery.Decision{Verdict: recovery.Watch, Reason: recovery.Inapplicable, Tier: -1, Until: closes}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// heldBackByProblems keeps a recovery open that would be dismissed while something
// came in that could not be read: it might have been what mattered.
func (l *life) heldBackByProblems(decision recovery.Decision) bool {
	return decision.Verdict == recovery.LetItGo && len(l.state.Problems) > 0
}
