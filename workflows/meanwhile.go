package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// awaitOrMore waits for a person's order, for news, or for a time where one is given. It
// sees meanwhile to what does not wait for words or people: what is held is given when its
// deadline comes, and a higher tier that is met is owed.
func (l *life) awaitOrMore(ctx workflow.Context, until time.Time, remedy workflow.Future) {
	var clock, deadline, worse alarm
	if !until.IsZero() {
		clock.set(ctx, until, "Quiet hours end")
	}
	held := l.isHeld()
	if held {
		deadline.set(ctx, l.state.HeldUntil, "Until when a person can approve it; then it is given")
	}
	if next := l.mayRise(ctx); next.Verdict == recovery.Watch {
		worse.set(ctx, next.Until, "Is more owed by now?")
	}
	// What has a way, or is settled, ends a wait for people; where quiet hours are waited
	// out, the words are what has a way.
	moved := func() bool { return until.IsZero() && (l.hasWay() || l.settled()) }
	_ = workflow.Await(ctx, func() bool {
		return clock.rang() || deadline.rang() || worse.rang() || l.orders.any() || l.observe.Len() > 0 || moved() || l.isHeld() != held ||
			remedy != nil && remedy.IsReady() || !until.IsZero() && !l.missing.Words
	})
	l.drain(ctx)
	if deadline.rang() && l.isHeld() {
		l.release(ctx, "Nobody has said a word by the deadline, so it is given.")
		l.enter(ctx, recovery.Confirmed, "")
	}
	if more := l.mayRise(ctx); more.Verdict == recovery.MakeIt {
		l.raise(ctx, more)
	}
	clock.clear()
	deadline.clear()
	worse.clear()
}

// giveHeldUntil waits for something about words, however long a provider takes, where
// money is held: its deadline does not wait for words. It returns at the deadline too.
func (l *life) giveHeldUntil(ctx workflow.Context, told func() bool) {
	if !l.isHeld() {
		return
	}
	var deadline alarm
	deadline.set(ctx, l.state.HeldUntil, "Until when a person can approve it; then it is given")
	_ = workflow.Await(ctx, func() bool { return told() || deadline.rang() })
	rang := deadline.rang()
	deadline.clear()
	if rang && l.isHeld() {
		l.release(ctx, "Nobody has said a word by the deadline, so it is given.")
		l.takeRemedy(ctx, l.orderRemedy(ctx, l.play.Grace.Std())) // what takes longer is ordered again after the words
	}
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
		l.resolveBy(ctx, resolve)
		return
	}
	retry := l.orders.retry
	l.orders.retry = nil
	if retry == nil {
		return
	}
	l.release(ctx, retry.Who+" approved what is beyond the budget.")
	l.state.Tired = false
	l.correct(ctx, retry)
	l.enter(ctx, recovery.Confirmed, "")
	l.flush(ctx)
}
