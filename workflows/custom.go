package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// An author's activity may take longer than a provider's call.
const customAttempt = 5 * time.Minute

// orderCustom orders a remedy of the author's own, on their own task queue. Where they
// do not give it in the time that a person has to see to things, a person is asked.
func (l *life) orderCustom(ctx workflow.Context, step activities.Step, due recovery.Debt, within time.Duration) workflow.Future {
	custom := l.play.CustomNamed(due.Activity)
	if within == 0 {
		within = max(l.customBy(ctx).Sub(workflow.Now(ctx)), time.Second)
	}
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              custom.Queue,
		StartToCloseTimeout:    customAttempt,
		ScheduleToCloseTimeout: within,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute},
		Summary:                due.String(),
	})
	return workflow.ExecuteActivity(ctx, custom.Activity, activities.CustomOrder[map[string]any]{
		Key: l.state.ID + "/" + step.Name, Recovery: l.state.ID, Ref: l.state.Ref, Play: l.play.Name, Tier: l.state.Tier,
		Trigger: l.state.Trigger, Experience: l.state.Experience, Incident: l.state.Incident, Customer: l.state.Customer,
		Value: l.value, Payment: l.facts.Payment.Value, With: custom.With,
	})
}

// takeCustom completes what the author's activity answered, or says why it cannot count.
func (l *life) takeCustom(ctx workflow.Context, receipt recovery.Receipt) (recovery.Receipt, bool) {
	receipt.Step, receipt.Provider = stepName(string(recovery.KindCustom), l.tries[string(recovery.KindCustom)]), l.due().Activity
	if receipt.At.IsZero() {
		receipt.At = workflow.Now(ctx).UTC()
	}
	if receipt.Word == recovery.Refused && receipt.Why == "" {
		receipt.Why = "The activity said no"
	}
	proven := receipt.ID != "" && (receipt.Word == recovery.Arrived || receipt.Word == recovery.Pending)
	if !proven && receipt.Word != recovery.Refused {
		l.blocked.Remedy = "The activity " + l.due().Activity + " answered without a proof: word has to be arrived or pending, and id what proves it."
	}
	return receipt, proven || receipt.Word == recovery.Refused
}

// customBy is until when the author's activity is waited for, from the first order that
// was not answered with a final word.
func (l *life) customBy(ctx workflow.Context) time.Time {
	if l.customUntil.IsZero() {
		l.customUntil = workflow.Now(ctx).Add(l.personWithin())
	}
	return l.customUntil
}

// customOverdue asks a person where the author's activity has not given it in time. What
// it was asked is asked under the same key again: it may have given it.
func (l *life) customOverdue(ctx workflow.Context, what string) {
	const exact = time.Second
	if l.due().Kind == recovery.KindCustom && !l.customUntil.IsZero() && workflow.Now(ctx).Add(exact).After(l.customUntil) {
		l.blocked.Remedy = "The activity " + l.due().Activity + " has not given it in time: " + what
		l.answerless[string(recovery.KindCustom)] = true
		l.customUntil = time.Time{}
		l.answered(ctx)
	}
}

// awaitCustom asks the author's activity again, ever more slowly, until its word is final,
// or a person is to see to it.
func (l *life) awaitCustom(ctx workflow.Context) {
	const longest = time.Hour
	for wait := time.Minute; l.remedyPending() && l.blocked.Remedy == ""; wait = min(2*wait, longest) {
		pause := max(min(wait, l.customBy(ctx).Sub(workflow.Now(ctx))), time.Second)
		_ = workflow.NewTimerWithOptions(ctx, pause, workflow.TimerOptions{Summary: "Has it arrived? " + l.due().String()}).Get(ctx, nil)
		l.takeRemedy(ctx, l.orderCustom(ctx, l.again(string(recovery.KindCustom)), l.due(), 0))
		if l.remedyPending() && l.blocked.Remedy == "" {
			l.customOverdue(ctx, "its word is still pending.")
		}
	}
}
