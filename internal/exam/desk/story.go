package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
)

const clock = "15:04:05.000"

// story is what the product says of a journey that went wrong, for whoever looks
// into it: the house it happened in is gone by then.
func (d *Desk) story(ctx context.Context, verdict Verdict) string {
	var b strings.Builder
	for _, line := range verdict.Found.State.Story {
		fmt.Fprintf(&b, "\n    %s  %s  %s", line.At.Format(clock), line.What, line.Proof)
	}
	about, err := d.Crew.House.Temporal.DescribeWorkflowExecution(ctx, verdict.Journey.ID(), "")
	if err != nil {
		return b.String()
	}
	info := about.GetWorkflowExecutionInfo()
	fmt.Fprintf(&b, "\n    its latest run began at %s, is %s and has %d events", info.GetStartTime().AsTime().Format(clock), info.GetStatus(), info.GetHistoryLength())
	if info.GetStatus() != enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING {
		return b.String()
	}
	if task := about.GetPendingWorkflowTask(); task != nil {
		fmt.Fprintf(&b, "\n    its task is %s, for the %d. time since %s", task.GetState(), task.GetAttempt(), task.GetScheduledTime().AsTime().Format(clock))
	}
	for _, activity := range about.GetPendingActivities() {
		fmt.Fprintf(&b, "\n    its activity %s is %s, for the %d. time: %s", activity.GetActivityType().GetName(), activity.GetState(), activity.GetAttempt(), activity.GetLastFailure().GetMessage())
	}
	const last = 15
	events := d.Crew.House.Temporal.GetWorkflowHistory(ctx, verdict.Journey.ID(), info.GetExecution().GetRunId(), false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	var lines []string
	for events.HasNext() {
		event, err := events.Next()
		if err != nil {
			break
		}
		lines = append(lines, fmt.Sprintf("\n      %s %s%s", event.GetEventTime().AsTime().Format(clock), event.GetEventType(), more(event)))
	}
	b.WriteString(strings.Join(lines[max(0, len(lines)-last):], ""))
	return b.String()
}

// more is what tells one event from another of its type.
func more(event *historypb.HistoryEvent) string {
	switch attributes := event.GetAttributes().(type) {
	case *historypb.HistoryEvent_WorkflowExecutionStartedEventAttributes:
		return fmt.Sprintf(" with %q", slices.Sorted(maps.Keys(attributes.WorkflowExecutionStartedEventAttributes.GetMemo().GetFields())))
	case *historypb.HistoryEvent_WorkflowExecutionSignaledEventAttributes:
		return " " + attributes.WorkflowExecutionSignaledEventAttributes.GetSignalName()
	case *historypb.HistoryEvent_TimerStartedEventAttributes:
		return fmt.Sprintf(" %s: %s", attributes.TimerStartedEventAttributes.GetStartToFireTimeout().AsDuration(), event.GetUserMetadata().GetSummary().GetData())
	}
	return ""
}
