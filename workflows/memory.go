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

	before string // the run whose work this one had taken up
}

// most is how many bytes of observations are taken over: Temporal carries two
// megabytes.
const mostRecalled = 1_200_000

// RecallEarlierRun reads what a run had been told, and those whose work it had
// taken up. It is empty where Temporal has forgotten the run.
func (m *Memory) RecallEarlierRun(ctx context.Context, recoveryID, runID string) (Recalled, error) {
	const mostRuns = 20
	var past Recalled
	for range mostRuns {
		one, err := m.recallRun(ctx, recoveryID, runID)
		if err != nil {
			return Recalled{}, err
		}
		past.follow(one)
		if runID = one.before; runID == "" || runID == unknownRun || one.Input != nil {
			break
		}
	}
	past.bound()
	return past, nil
}

func (m *Memory) recallRun(ctx context.Context, recoveryID, runID string) (Recalled, error) {
	var past Recalled
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
		past.take(event)
	}
	return past, nil
}

// follow puts an earlier run before what is recalled already. Its play is the one
// that all of them are pinned to.
func (r *Recalled) follow(earlier Recalled) {
	if earlier.Play != nil {
		r.Play = earlier.Play
	}
	r.Input = earlier.Input
	r.Observed = append(earlier.Observed, r.Observed...)
	r.Complained = append(earlier.Complained, r.Complained...)
	r.Corrected = append(earlier.Corrected, r.Corrected...)
}

// bound leaves out the oldest observations where there are too many.
func (r *Recalled) bound() {
	size := 0
	for _, told := range r.Observed {
		size += len(told)
	}
	for size > mostRecalled {
		size -= len(r.Observed[0])
		r.Observed = r.Observed[1:]
		r.Left++
	}
}

// take takes in one event.
func (r *Recalled) take(event *historypb.HistoryEvent) {
	switch event.GetEventType() {
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
		started := event.GetWorkflowExecutionStartedEventAttributes()
		if started.GetContinuedExecutionRunId() != "" {
			r.Input = first(started.GetInput())
		}
		if payload := started.GetMemo().GetFields()[MemoResumes]; payload != nil {
			_ = converter.GetDefaultDataConverter().FromPayload(payload, &r.before) // what cannot be read names no run
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
		case SignalComplain:
			r.Complained = append(r.Complained, told)
		}
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
		asked := event.GetWorkflowExecutionUpdateAcceptedEventAttributes().GetAcceptedRequest().GetInput()
		if asked.GetName() == UpdateRetry {
			r.Corrected = append(r.Corrected, first(asked.GetArgs()))
		}
	}
}

// first is the JSON of the first payload; null where it is none.
func first(payloads *commonpb.Payloads) json.RawMessage {
	if len(payloads.GetPayloads()) == 0 || !json.Valid(payloads.GetPayloads()[0].GetData()) {
		return json.RawMessage("null")
	}
	return payloads.GetPayloads()[0].GetData()
}
