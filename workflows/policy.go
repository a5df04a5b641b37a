package workflows

import (
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// An attempt is short: what takes longer is tried again. It bounds how long the
// loss of a worker in the middle of a call goes unnoticed.
const attempt = 20 * time.Second

// outside is how every call to a provider runs: again and again, without end,
// unless a bound is given. A provider's final no is no error to retry; it comes
// back as a refusal.
func outside(ctx workflow.Context, summary string, within time.Duration) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    attempt,
		ScheduleToCloseTimeout: within,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute},
		Summary:                summary,
	})
}

// refusalOf is the provider's final no in an activity's error. Without one, the
// error tells nothing about what the provider did.
func refusalOf(err error) (recovery.Refusal, bool) {
	var application *temporal.ApplicationError
	if !errors.As(err, &application) || application.Type() != activities.FailRefused {
		return recovery.Refusal{}, false
	}
	refusal := recovery.Refusal{Code: "unknown", Then: recovery.ThenPerson, Why: application.Message()}
	if application.HasDetails() {
		_ = application.Details(&refusal)
	}
	return refusal, true
}

// step names the next step of a kind: "sms", then "sms:2".
func (l *life) step(kind string) activities.Step {
	l.tries[kind]++
	name := kind
	if l.tries[kind] > 1 {
		name = fmt.Sprintf("%s:%d", kind, l.tries[kind])
	}
	return activities.Step{Recovery: l.state.ID, Name: name, Since: l.state.ConfirmedAt}
}

// again names the latest step of a kind once more, for another order of the same.
func (l *life) again(kind string) activities.Step {
	if l.tries[kind] > 0 {
		l.tries[kind]--
	}
	return l.step(kind)
}
