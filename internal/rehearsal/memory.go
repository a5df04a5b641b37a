package rehearsal

import (
	"context"
	"slices"
	"strconv"
	"sync"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	updatepb "go.temporal.io/api/update/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
)

// memory is what a server would remember of the scenario's runs: what each was started
// with, and what it was told. A run that takes up an earlier one reads it.
type memory struct {
	mu   sync.Mutex
	last map[string]string                    // run of each recovery
	runs map[string][]*historypb.HistoryEvent // by the run's id
}

func newMemory() *memory {
	return &memory{last: map[string]string{}, runs: map[string][]*historypb.HistoryEvent{}}
}

// lastRun is the id of a recovery's latest run; empty where there is none.
func (m *memory) lastRun(id string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.last[id]
}

// began keeps that a run of a recovery was started, and its memo.
func (m *memory) began(id string, memo *commonpb.Memo) {
	m.mu.Lock()
	m.last[id] = "run-" + strconv.Itoa(len(m.runs)+1)
	m.mu.Unlock()
	m.keep(id, &historypb.HistoryEvent{
		EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionStartedEventAttributes{
			WorkflowExecutionStartedEventAttributes: &historypb.WorkflowExecutionStartedEventAttributes{Memo: memo},
		},
	})
}

// signalled keeps that a recovery's latest run was told something.
func (m *memory) signalled(id, signal string, argument any) {
	told := &historypb.WorkflowExecutionSignaledEventAttributes{SignalName: signal, Input: payloads(argument)}
	m.keep(id, &historypb.HistoryEvent{
		EventType:  enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionSignaledEventAttributes{WorkflowExecutionSignaledEventAttributes: told},
	})
}

// updated keeps that a recovery's latest run took what a person asked of it.
func (m *memory) updated(id, update string, argument any) {
	taken := &historypb.WorkflowExecutionUpdateAcceptedEventAttributes{
		AcceptedRequest: &updatepb.Request{Input: &updatepb.Input{Name: update, Args: payloads(argument)}},
	}
	m.keep(id, &historypb.HistoryEvent{
		EventType:  enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionUpdateAcceptedEventAttributes{WorkflowExecutionUpdateAcceptedEventAttributes: taken},
	})
}

func (m *memory) keep(id string, event *historypb.HistoryEvent) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs[m.last[id]] = append(m.runs[m.last[id]], event)
}

// GetWorkflowHistory gives what is remembered of a run.
func (m *memory) GetWorkflowHistory(_ context.Context, _, run string, _ bool, _ enumspb.HistoryEventFilterType) client.HistoryEventIterator {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &events{left: slices.Clone(m.runs[run])}
}

// events gives the events of a run, one after the other.
type events struct{ left []*historypb.HistoryEvent }

// HasNext says whether there are more.
func (e *events) HasNext() bool { return len(e.left) > 0 }

// Next is the next event.
func (e *events) Next() (*historypb.HistoryEvent, error) {
	if len(e.left) == 0 {
		return nil, serviceerror.NewNotFound("no more is known of this run")
	}
	next := e.left[0]
	e.left = e.left[1:]
	return next, nil
}

// payloads is a value as Temporal carries it.
func payloads(value any) *commonpb.Payloads {
	all, err := converter.GetDefaultDataConverter().ToPayloads(value)
	if err != nil {
		return nil
	}
	return all
}
