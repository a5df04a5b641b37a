package workflows

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// TypeMonitors is the type of the workflow that looks at what plays monitor.
const TypeMonitors = "Monitors"

// MonitorsSchedule is the id of the schedule that starts it, one for each task queue.
func MonitorsSchedule(taskQueue string) string { return taskQueue + "-monitors" }

// MonitorsRun is how long one look may take, with everything that is tried again.
const MonitorsRun = 5 * time.Minute

var monitors *activities.Monitors

// Monitors looks once at every play that has a monitor, or a limit to how often it
// fires, and tells the operator what has to be told. What it could not do, the next one
// does. It returns what it found.
func Monitors(ctx workflow.Context) (found []activities.Found, err error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    time.Minute,
		ScheduleToCloseTimeout: MonitorsRun - time.Minute,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second},
		Summary:                "Is a trigger silent? Does a play fire too often?",
	})
	err = workflow.ExecuteActivity(ctx, monitors.LookAtMonitors).Get(ctx, &found)
	return found, err
}

// Counts counts workflows; client.Client does.
type Counts interface {
	CountWorkflow(ctx context.Context, request *workflowservice.CountWorkflowExecutionsRequest) (*workflowservice.CountWorkflowExecutionsResponse, error)
}

// Visible is what Temporal lists of the recoveries of one task queue.
type Visible struct {
	Temporal  Counts
	TaskQueue string
}

// Watching is how many recoveries of a play, begun since a time, are being watched.
func (v Visible) Watching(ctx context.Context, play string, since time.Time) (int, error) {
	answer, err := v.Temporal.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Query: fmt.Sprintf(
		"WorkflowType = '%s' AND TaskQueue = '%s' AND ExecutionStatus = 'Running' AND %s = '%s' AND %s = '%s' AND StartTime >= '%s'",
		TypeRecovery, quoted(v.TaskQueue), AttributePlay.GetName(), quoted(play), AttributeStage.GetName(), recovery.Watching, since.UTC().Format(time.RFC3339))})
	return int(answer.GetCount()), err
}

func quoted(text string) string { return strings.ReplaceAll(text, "'", "''") }
