package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// An attempt is short: what takes longer is tried again. It bounds how long the
// loss of a worker in the middle of a call goes unnoticed.
const attempt = 20 * time.Second

// outside is how every call to a provider runs: on its own lane, again and again,
// without end, unless a bound is given. A provider's final no is no error to retry; it comes
// back as a refusal.
func outside(ctx workflow.Context, provider, summary string, within time.Duration) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		TaskQueue:              Lane(workflow.GetInfo(ctx).TaskQueueName, provider),
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
