package workflows

import (
	"context"
	"encoding/json"
	"errors"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"makegood/recovery"
)

// Memory is what Temporal remembers of earlier runs, as a local activity.
type Memory struct{ temporal Histories }

// Histories gives the events of a run; client.Client is one.
type Histories interface {
	GetWorkflowHistory(ctx context.Context, workflowID, runID string, isLongPoll bool, filterType enumspb.HistoryEventFilterType) client.HistoryEventIterator
}

// NewMemory makes the memory over a Temporal client.
func NewMemory(temporal Histories) *Memory { return &Memory{temporal: temporal} }

// Recalled is what a run had been told, in the order it was told.
type Recalled struct {
	Play       *recovery.Play    `json:"play,omitempty"`  // given with its start
	Input      json.RawMessage   `json:"input,omitempty"` // what it had taken over from a run before: a Carried
	Observed   []json.RawMessage `json:"observed,omitempty"`
	Complained []json.RawMessage `json:"complained,omitempty"`
	Corrected  []json.RawMessage `json:"corrected,omitempty"` // by people, with retry
	Left       int               `json:"left,omitempty"`      // older observations that were too many
}

// most is how many bytes of observations are taken over: Temporal carries two
// megabytes.
const mostRecalled = 1_200_000

// RecallEarlierRun reads what a run had been told. It is empty where Temporal has
// forgotten the run.
func (m *Memory) RecallEarlierRun(ctx context.Context, recoveryID, runID string) (Recalled, error) {
	var past Recalled
	size := 0
	events := m.temporal.GetWorkflowHistory(ctx, recoveryID, runID, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		var forgotten *serviceerror.NotFound
		switch {
		case errors.As(err, &forgotten):
			return past, nil
		case err != nil:
			return Recalled{}, err
		}
		size += past.take(event)
		for size > mostRecalled && len(past.Observed) > 0 {
			size -= len(past.Observed[0])
			past.Observed = past.Observed[1:]
			past.Left++
		}
	}
	return past, nil
}

// take takes in one event, and says how many bytes of observations it added.
func (r *Recalled) take(event *historypb.HistoryEvent) int {
	switch event.GetEventType() {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
		started := event.GetWorkflowExecutionStartedEventAttributes()
		if started.GetContinuedExecutionRunId() != "" || started.GetMemo().GetFields()[MemoResumes] != nil {
			r.Input = first(started.GetInput())
		}
		if payload := started.GetMemo().GetFields()[MemoPlay]; payload != nil {
			play := new(recovery.Play)
			if converter.GetDefaultDataConverter().FromPayload(payload, play) == nil {
				r.Play = play
			}
		}
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
		signal := event.GetWorkflowExecutionSignaledEventAttributes()
		switch told := first(signal.GetInput()); signal.GetSignalName() {
		case SignalObserve:
			r.Observed = append(r.Observed, told)
			return len(told)
		case SignalComplain:
			r.Complained = append(r.Complained, told)
		}
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
		asked := event.GetWorkflowExecutionUpdateAcceptedEventAttributes().GetAcceptedRequest().GetInput()
		if asked.GetName() == UpdateRetry {
			r.Corrected = append(r.Corrected, first(asked.GetArgs()))
		}
	}
	return 0
}

// first is the JSON of the first payload; null where it is none.
func first(payloads *commonpb.Payloads) json.RawMessage {
	if len(payloads.GetPayloads()) == 0 || !json.Valid(payloads.GetPayloads()[0].GetData()) {
		return json.RawMessage("null")
	}
	return payloads.GetPayloads()[0].GetData()
}
