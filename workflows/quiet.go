package workflows

import (
	"errors"
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// quietUntil is when a channel may ring again; zero where it may now.
func (l *life) quietUntil(ctx workflow.Context, channel recovery.Channel) time.Time {
	return l.play.QuietUntil(channel, l.facts.TimeZone.Value, workflow.Now(ctx))
}

// quietFrom is when a channel's next quiet hours begin; zero where it has none.
func (l *life) quietFrom(ctx workflow.Context, channel recovery.Channel) time.Time {
	return l.play.QuietFrom(channel, l.facts.TimeZone.Value, workflow.Now(ctx))
}

// ringsFirst says whether none of the channels that are left may ring before this one.
func (l *life) ringsFirst(ctx workflow.Context, channel recovery.Channel) bool {
	return l.quietUntil(ctx, channel).IsZero() || l.audibleFirst(ctx, l.left())[0] == channel
}

// isTooQuiet says whether words had not gone out when quiet hours began.
func isTooQuiet(err error) bool {
	var application *temporal.ApplicationError
	return errors.As(err, &application) && application.Type() == activities.FailQuiet
}

// leaveForMorning leaves words that had not gone out when quiet hours began to where words
// wait for their end. The same step is ordered again then, or another channel goes first.
func (l *life) leaveForMorning(ctx workflow.Context, words wordsOrder) {
	l.tooQuiet, l.blocked.Words = true, ""
	if early := words.quiet.Sub(workflow.Now(ctx)); early > 0 { // by the clock of whoever was to send them they had begun
		_ = workflow.Sleep(ctx, early)
	}
}

// audibleFirst puts the channels that may ring now before those in their quiet hours.
func (l *life) audibleFirst(ctx workflow.Context, channels []recovery.Channel) []recovery.Channel {
	if len(l.play.Apology.Quiet) == 0 {
		return channels
	}
	slices.SortStableFunc(channels, func(a, b recovery.Channel) int {
		return l.quietUntil(ctx, a).Compare(l.quietUntil(ctx, b))
	})
	return channels
}

// waitOutQuiet waits while every channel that is left is in its quiet hours. The money
// does not wait, and a person may approve what is held meanwhile.
func (l *life) waitOutQuiet(ctx workflow.Context) {
	told := false
	for l.missing.Words && !l.state.Tired && len(l.play.Apology.Quiet) > 0 {
		channels := l.audibleFirst(ctx, l.left())
		if len(channels) == 0 {
			break
		}
		until := l.quietUntil(ctx, channels[0])
		if until.IsZero() {
			break
		}
		l.state.Next = "Quiet hours: the words go out at " + spokenTime(until) + "."
		if !told {
			l.note(ctx, "Quiet hours: the words wait until "+spokenTime(until)+".", "")
			told = true
		}
		l.askIfNeeded(ctx)
		l.flush(ctx)
		why := l.whyPerson()
		l.awaitOrMore(ctx, until, func() bool { return !l.missing.Words || l.whyPerson() != why })
		l.obey(ctx)
	}
	if l.state.Stage == recovery.NeedsPerson && !l.needsPerson() {
		l.enter(ctx, recovery.Confirmed, "")
	}
}

// waitUntilAudible waits for the end of one channel's quiet hours, where it is the only
// way that is left.
func (l *life) waitUntilAudible(ctx workflow.Context, channel recovery.Channel) {
	until := l.quietUntil(ctx, channel)
	if until.IsZero() {
		return
	}
	l.state.Next = "Quiet hours: the " + spoken(channel) + " goes out at " + spokenTime(until) + "."
	l.note(ctx, "Quiet hours: the "+spoken(channel)+" waits until "+spokenTime(until)+".", "")
	l.flush(ctx)
	var clock alarm
	clock.set(ctx, until, "Quiet hours end")
	_ = workflow.Await(ctx, func() bool { return clock.rang() || !l.missing.Words })
	clock.clear()
}
