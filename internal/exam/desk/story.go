package desk

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// story is what the product says of a journey that went wrong, for whoever looks
// into it: the house it happened in is gone by then.
func (d *Desk) story(ctx context.Context, verdict Verdict) string {
	var b strings.Builder
	for _, line := range verdict.Found.State.Story {
		fmt.Fprintf(&b, "\n    %s  %s  %s", line.At.Format("15:04:05.000"), line.What, line.Proof)
	}
	about, err := d.Crew.House.Temporal.DescribeWorkflowExecution(ctx, verdict.Journey.ID(), "")
	if err != nil {
		return b.String()
	}
	info := about.GetWorkflowExecutionInfo()
	fmt.Fprintf(&b, "\n    its latest run began at %s, is %s and has %d events", info.GetStartTime().AsTime().Format("15:04:05.000"), info.GetStatus(), info.GetHistoryLength())
	if task := about.GetPendingWorkflowTask(); task != nil {
		fmt.Fprintf(&b, "\n    a workflow task is pending, attempt %d", task.GetAttempt())
	}
	for _, activity := range about.GetPendingActivities() {
		fmt.Fprintf(&b, "\n    %s is pending, attempt %d, next at %s: %s", activity.GetActivityType().GetName(), activity.GetAttempt(),
			activity.GetScheduledTime().AsTime().Format(time.TimeOnly), activity.GetLastFailure().GetMessage())
	}
	return b.String()
}
