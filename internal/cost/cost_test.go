package cost

import (
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
)

func event(kind enumspb.EventType) *historypb.HistoryEvent {
	return &historypb.HistoryEvent{EventType: kind}
}

func started(attempt int32) *historypb.HistoryEvent {
	e := event(enumspb.EVENT_TYPE_ACTIVITY_TASK_STARTED)
	e.Attributes = &historypb.HistoryEvent_ActivityTaskStartedEventAttributes{ActivityTaskStartedEventAttributes: &historypb.ActivityTaskStartedEventAttributes{Attempt: attempt}}
	return e
}

func marker(name string, task int64) *historypb.HistoryEvent {
	e := event(enumspb.EVENT_TYPE_MARKER_RECORDED)
	e.Attributes = &historypb.HistoryEvent_MarkerRecordedEventAttributes{MarkerRecordedEventAttributes: &historypb.MarkerRecordedEventAttributes{MarkerName: name, WorkflowTaskCompletedEventId: task}}
	return e
}

func TestWhatABillHasOnIt(t *testing.T) {
	got := Count([]*historypb.HistoryEvent{
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED),
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED), // came with the start
		event(enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED),
		marker("LocalActivity", 4), marker("LocalActivity", 4), marker("LocalActivity", 9), marker("SideEffect", 9),
		started(1), started(3),
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED),
		event(enumspb.EVENT_TYPE_TIMER_STARTED), event(enumspb.EVENT_TYPE_TIMER_CANCELED),
		event(enumspb.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES),
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED),
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED),
	})
	want := Bill{Starts: 1, Signals: 1, Updates: 1, Timers: 1, Attempts: 4, LocalActivities: 2, OtherMarkers: 1, Attributes: 1}
	if got != want || got.Total() != 12 {
		t.Errorf("got %+v (%d), want %+v", got, got.Total(), want)
	}
}

func TestASignalAfterTheStartIsBilled(t *testing.T) {
	got := Count([]*historypb.HistoryEvent{
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED), event(enumspb.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED),
		event(enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED),
	})
	if got != (Bill{Starts: 1, Signals: 1}) {
		t.Errorf("got %+v", got)
	}
}
