package workflows

import (
	"fmt"
	"slices"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// drain takes in every observation that has come.
func (l *life) drain(ctx workflow.Context) {
	const atOnce = 500
	for taken := 1; ; taken++ {
		var raw converter.RawValue
		if !l.observe.ReceiveAsync(&raw) {
			return
		}
		l.take(ctx, raw.Payload().GetData())
		if taken%atOnce == 0 {
			breathe(ctx)
		}
	}
}

// breathe lets the worker go on with others for a moment. Whoever computes for a
// second without a break is taken for one that will never stop.
func breathe(ctx workflow.Context) {
	rested := false
	workflow.Go(ctx, func(workflow.Context) { rested = true })
	_ = workflow.Await(ctx, func() bool { return rested })
}

// take applies to a signalled observation the checks that the gateway applies;
// backends may signal straight through any Temporal SDK.
func (l *life) take(ctx workflow.Context, told []byte) {
	observation, err := recovery.ParseObservation(told)
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
		l.park(ctx, observation)
		return
	}
	l.learn(ctx, observation)
}

// park keeps what is good until a play is known: the latest, where there are many.
func (l *life) park(ctx workflow.Context, observation *recovery.Observation) {
	const most = 20
	l.parked = append(l.parked, observation)
	if len(l.parked) > most {
		l.parked = slices.Delete(l.parked, 0, 1)
		l.problem(ctx, fmt.Sprintf("While no play is known, only the latest %d observations are kept.", most))
	}
}

// learn takes in an observation that the play can decide by.
func (l *life) learn(ctx workflow.Context, observation *recovery.Observation) {
	if err := l.play.Check(observation); err != nil {
		l.problem(ctx, "An observation was not usable: "+sentence(err.Error()))
		return
	}
	if l.state.Seen.Full() {
		if recovery.Decide(l.play, l.state.Seen, workflow.Now(ctx)).Verdict == recovery.Watch {
			l.problem(ctx, "More observations lie ahead of the clock than can be kept; the latest were left out.")
		}
		return // what comes after a verdict changes nothing
	}
	sighting := l.play.SightingOf(observation)
	if !l.state.Seen.Add(sighting) {
		return
	}
	if l.state.Seen.Crowded() {
		l.state.Seen.Fold(l.play, workflow.Now(ctx))
	}
	l.facts.Learn(observation)
	l.state.Incident = l.facts.Incident.Value
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
		words = fmt.Sprintf("Observed: it happened (%d so far)", l.state.Seen.Count())
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
