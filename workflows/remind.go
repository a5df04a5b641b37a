package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

var notices *activities.Notices

// remind tells the support team when a recovery begins to need a person, and again
// each time that it is overdue. It never moves anything: only people do.
func (l *life) remind(ctx workflow.Context) {
	waits := func() bool { return l.state.Stage == recovery.NeedsPerson }
	workflow.Go(ctx, func(ctx workflow.Context) {
		for {
			_ = workflow.Await(ctx, waits)
			if !hasNotices(ctx) {
				return
			}
			if !l.noticed {
				l.noticed = true
				l.notify(ctx, l.state.Why, false)
			}
			var clock alarm
			clock.set(ctx, l.state.AttendBy, "Until when a person should have seen to it")
			_ = workflow.Await(ctx, func() bool { return clock.rang() || !waits() || !l.noticed })
			if !waits() || !l.noticed { // it left the lane, and may have come back since
				clock.clear()
				continue
			}
			l.note(ctx, "Overdue: nobody has seen to it in time. The team is told again.", "")
			l.state.AttendBy = workflow.Now(ctx).Add(l.personWithin()).UTC()
			l.notify(ctx, l.state.Why, true)
			l.tell(ctx)
		}
	})
}

// hasNotices is false for a recovery that came here before there were notices.
func hasNotices(ctx workflow.Context) bool {
	return workflow.GetVersion(ctx, "remind", workflow.DefaultVersion, 1) != workflow.DefaultVersion
}

// personWithin is how soon a person should see to what needs one.
func (l *life) personWithin() time.Duration {
	if l.play == nil || l.play.PersonWithin <= 0 {
		return recovery.DefaultPersonWithin.Std()
	}
	return l.play.PersonWithin.Std()
}

// notify sends a notice. Nothing waits for it; while it cannot be sent it is tried
// again, until the next one is due.
func (l *life) notify(ctx workflow.Context, why string, overdue bool) {
	summary := "Tell the team: a person is needed"
	if overdue {
		summary = "Tell the team again: it is overdue"
	}
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    attempt,
		ScheduleToCloseTimeout: l.personWithin(),
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 5 * time.Minute},
		Summary:                summary,
	})
	state := l.shown()
	state.Why = why
	workflow.ExecuteActivity(ctx, notices.TellTeam, activities.Notice{State: state, Overdue: overdue})
}

// shown is the state without its long parts, for a notice.
func (l *life) shown() recovery.State {
	state := l.state
	state.Seen, state.Receipts, state.Problems, state.Story = recovery.Seen{}, nil, nil, nil
	return state
}
