package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// awaitOrMore waits until things have moved on, for a person's order, for news, or for a
// time where one is given. A higher tier that is met meanwhile is owed.
func (l *life) awaitOrMore(ctx workflow.Context, until time.Time, moved func() bool) {
	var clock, worse alarm
	if !until.IsZero() {
		clock.set(ctx, until, "Quiet hours end")
	}
	if next := l.mayRise(ctx); next.Verdict == recovery.Watch {
		worse.set(ctx, next.Until, "Is more owed by now?")
	}
	_ = workflow.Await(ctx, func() bool {
		return clock.rang() || worse.rang() || l.orders.any() || l.observe.Len() > 0 || moved()
	})
	l.drain(ctx)
	if more := l.mayRise(ctx); more.Verdict == recovery.MakeIt && !l.orders.any() { // what was ordered is about what was owed
		l.raise(ctx, more)
	}
	clock.clear()
	worse.clear()
}

// keepDeadlines releases what is held when its deadline comes, whatever else goes on.
func (l *life) keepDeadlines(ctx workflow.Context) {
	workflow.Go(ctx, func(ctx workflow.Context) {
		for {
			_ = workflow.Await(ctx, l.isHeld)
			at := l.state.HeldUntil
			var deadline alarm
			deadline.set(ctx, at, "Until when a person can approve it; then it is given")
			same := func() bool { return l.isHeld() && l.state.HeldUntil.Equal(at) }
			_ = workflow.Await(ctx, func() bool { return deadline.rang() || !same() })
			rang := deadline.rang()
			deadline.clear()
			if !rang {
				continue
			}
			breathe(ctx) // for a person's word that has come at the same moment
			_ = workflow.Await(ctx, func() bool { return l.orders.resolve == nil })
			if !same() {
				continue
			}
			l.release(ctx, "Nobody has said a word by the deadline, so it is given.")
			l.flush(ctx)
		}
	})
}

// waitUnderWay waits for what is under way, where nothing needs a person.
func (l *life) waitUnderWay(ctx workflow.Context) {
	l.enter(ctx, recovery.Confirmed, "")
	if l.missing.Remedy {
		l.state.Next = "Waiting for the money: " + l.state.Owed.String() + ". It is tried again until the provider takes it, and read back until it has arrived."
	} else {
		l.state.Next = "Waiting until survey mail is kept away."
	}
	l.flush(ctx)
	going, needed := l.beside, l.needsPerson()
	l.awaitOrMore(ctx, time.Time{}, func() bool {
		return l.hasWay() || l.settled() || l.beside != going || l.needsPerson() != needed
	})
}

// mayRise is what the play asks for beyond the tier that is owed, once that is given or
// waits for a person's word. What is being given is not changed under way.
func (l *life) mayRise(ctx workflow.Context) recovery.Decision {
	underWay := l.missing.Remedy && !l.isHeld()
	if l.play == nil || !l.play.TopUp || underWay {
		return recovery.Decision{Verdict: recovery.LetItGo}
	}
	return l.higher(ctx)
}

// obey carries out what a person ordered.
func (l *life) obey(ctx workflow.Context) {
	if resolve := l.orders.resolve; resolve != nil {
		l.orders.resolve = nil
		l.resolveBy(ctx, resolve, l.orders.asked)
		return
	}
	retry := l.orders.retry
	l.orders.retry = nil
	if retry == nil {
		return
	}
	defer l.weigh()()
	l.release(ctx, retry.Who+" approved what is beyond the budget.")
	l.state.Tired = false
	l.correct(ctx, retry)
	l.enter(ctx, recovery.Confirmed, "")
	if goesOnBeside(ctx) {
		l.record(ctx) // what is owed by the correction, before it is ordered
	}
	l.flush(ctx)
}
