// Package cost counts what one workflow costs: the billable actions of Temporal
// Cloud, read off its history, and the state transitions that set a server's pace.
package cost

import (
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
)

// Bill is the billable actions of one run, by what they were for. Queries leave
// no trace in a history and are not among them.
type Bill struct {
	Starts          int // signal-with-start is one
	Signals         int // those that came later
	Updates         int
	Timers          int
	Attempts        int // of activities
	LocalActivities int // workflow tasks that recorded local activities: those of one task count once
	OtherMarkers    int
	Attributes      int // upserts of search attributes
}

// Total is the sum.
func (b Bill) Total() int {
	return b.Starts + b.Signals + b.Updates + b.Timers + b.Attempts + b.LocalActivities + b.OtherMarkers + b.Attributes
}

// Count reads a bill off a history, by Temporal Cloud's list of what is an action.
func Count(events []*historypb.HistoryEvent) Bill {
	var bill Bill
	recorded := map[int64]bool{} // workflow tasks with local activities
	signalWithStart := false
	for i, event := range events {
		switch event.GetEventType() {
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
			bill.Starts++
			// A signal that comes with the start stands right behind it, before any task.
			signalWithStart = i+1 < len(events) && events[i+1].GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
			if signalWithStart {
				signalWithStart = false
				continue
			}
			bill.Signals++
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
			bill.Updates++
		case enumspb.EVENT_TYPE_TIMER_STARTED:
			bill.Timers++
		case enumspb.EVENT_TYPE_ACTIVITY_TASK_STARTED:
			bill.Attempts += int(event.GetActivityTaskStartedEventAttributes().GetAttempt())
		case enumspb.EVENT_TYPE_MARKER_RECORDED:
			marker := event.GetMarkerRecordedEventAttributes()
			if marker.GetMarkerName() != "LocalActivity" {
				bill.OtherMarkers++
				continue
			}
			if task := marker.GetWorkflowTaskCompletedEventId(); !recorded[task] {
				recorded[task] = true
				bill.LocalActivities++
			}
		case enumspb.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES:
			bill.Attributes++
		default: // the rest is free
		}
	}
	return bill
}
