package workflows

import (
	"fmt"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// watch takes in what is observed until the play, or a person, has decided. Its
// only error is the one that continues the workflow as new.
func (l *life) watch(ctx workflow.Context) (recovery.Decision, error) {
	for {
		l.drain(ctx)
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
		}
		l.flush(ctx)
		if workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			return recovery.Decision{}, l.continueAsNew(ctx)
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
	if l.play == nil {
		return recovery.Decision{Verdict: recovery.Watch, Reason: recovery.NothingSeen, Tier: -1}
	}
	now := workflow.Now(ctx)
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

// heldBackByProblems keeps a recovery open that would be dismissed while something
// came in that could not be read: it might have been what mattered.
func (l *life) heldBackByProblems(decision recovery.Decision) bool {
	return decision.Verdict == recovery.LetItGo && len(l.state.Problems) > 0
}

// drain takes in every observation that has come.
func (l *life) drain(ctx workflow.Context) {
	var raw converter.RawValue
	for l.observe.ReceiveAsync(&raw) {
		l.take(ctx, raw)
		raw = converter.RawValue{}
	}
}

// take applies to a signalled observation the checks that the gateway applies;
// backends may signal straight through any Temporal SDK.
func (l *life) take(ctx workflow.Context, raw converter.RawValue) {
	observation, err := recovery.ParseObservation(raw.Payload().GetData())
	if err != nil {
		l.problem(ctx, "An observation could not be read: "+sentence(err.Error()))
		return
	}
	if l.state.Seen.Has(observation.ID) {
		return
	}
	if err := observation.Check(workflow.Now(ctx)); err != nil {
		l.problem(ctx, "An observation was not usable: "+sentence(err.Error()))
		return
	}
	if observation.RecoveryID() != l.state.ID {
		l.problem(ctx, "An observation belongs to another recovery: its trigger, experience and customer are not those of this workflow's id.")
		return
	}
	if l.play == nil {
		l.parked = append(l.parked, observation)
		return
	}
	l.learn(ctx, observation)
}

// learn takes in an observation that the play can decide by.
func (l *life) learn(ctx workflow.Context, observation *recovery.Observation) {
	if err := l.play.Check(observation); err != nil {
		l.problem(ctx, "An observation was not usable: "+sentence(err.Error()))
		return
	}
	sighting := l.play.SightingOf(observation)
	if !l.state.Seen.Add(sighting) {
		return
	}
	l.facts.Learn(observation)
	if incident := l.facts.Incident.Value; incident != l.state.Incident {
		l.state.Incident = incident
		l.markIfNew(ctx, AttributeIncident, incident)
	}
	const told = 100 // of very many, the first are told one by one
	if !l.state.Stage.Ended() && len(l.state.Story) < told {
		l.note(ctx, l.told(sighting), observation.ID)
	}
}

// told says an observation in plain words.
func (l *life) told(sighting recovery.Sighting) string {
	words := "Observed"
	switch {
	case l.play.Measure == recovery.MeasureOccurrences && !sighting.Resolved:
		words = fmt.Sprintf("Observed: it happened (%d so far)", len(l.state.Seen))
	case sighting.Measured:
		words = fmt.Sprintf("Observed: %s is %s", l.play.Measure, l.play.Reading(sighting.Value))
	case l.play.Measure == recovery.MeasureOpen && !sighting.Resolved:
		words = "Observed: it is not resolved yet"
	}
	if sighting.Resolved {
		words += "; it is over"
	}
	return words
}

// continueAsNew hands over to a fresh run when the history has grown long.
func (l *life) continueAsNew(ctx workflow.Context) error {
	_ = workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
	l.drain(ctx)
	return workflow.NewContinueAsNewError(ctx, TypeRecovery, &Carried{Play: l.play, State: l.state, Facts: l.facts, Parked: l.parked})
}
