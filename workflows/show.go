package workflows

import (
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// show keeps what people see in step with a decision to watch on.
func (l *life) show(decision recovery.Decision) {
	l.holding = decision.Tier
	l.state.Reading = l.reading(decision)
	switch {
	case l.state.Stage == recovery.NeedsPerson:
		l.state.Next = personBeforeVerdict
	case decision.Verdict == recovery.Watch:
		l.state.Next = sentence(l.waitingFor(decision))
	}
}

// personBeforeVerdict is what a person may do while nothing is confirmed.
const personBeforeVerdict = "A person sees to it: dismiss, when nothing is owed, confirm, when something is, or retry, when the cause is mended."

// waitingFor says what time may bring: the summary of the timer.
func (l *life) waitingFor(decision recovery.Decision) string {
	switch decision.Reason {
	case recovery.Holding:
		return "Holding " + l.play.Hold.String() + ": is it really this bad?"
	case recovery.NothingSeen:
		return "Waiting for a first observation"
	case recovery.Inapplicable:
		return "No play applies so far: does a later report change that?"
	case recovery.Unsettled:
		return "Waiting until it is over: how bad was it in the end?"
	}
	if l.covered != nil {
		return "Owed or given for the same incident by " + l.covered.By + " so far: is more owed by now?"
	}
	if l.play.Measure == recovery.MeasureOpen {
		return "Watching until " + l.play.Label(0) + " have passed: is it resolved by then?"
	}
	return "Watching for up to " + l.play.CloseAfter.String() + ": does it reach " + l.play.Label(0) + "?"
}

// mendProblems answers a person's retry while nothing is confirmed: the play is
// looked for again, and the recovery goes back to watching.
func (l *life) mendProblems(ctx workflow.Context, by *Retry) {
	l.note(ctx, by.Who+" sent it back to work: "+sentence(by.Why), "")
	l.state.Problems = nil
	l.enter(ctx, recovery.Watching, "")
	l.pin(ctx)
}
