package workflows

import (
	"context"
	"encoding/json"
	"testing"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	updatepb "go.temporal.io/api/update/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
)

// histories are runs as Temporal remembers them, by their ids.
type histories struct {
	t     *testing.T
	runs  map[string][]*historypb.HistoryEvent
	fails map[string]error // after the events of a run
	asked []string
}

func (h *histories) GetWorkflowHistory(_ context.Context, id, run string, long bool, filter enumspb.HistoryEventFilterType) client.HistoryEventIterator {
	if id != flightID || long || filter != enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT {
		h.t.Errorf("asked for %s, %v, %s", id, long, filter)
	}
	h.asked = append(h.asked, run)
	events, known := h.runs[run]
	err := h.fails[run]
	if !known && err == nil {
		err = serviceerror.NewNotFound("no such run")
	}
	return &remembered{events, err}
}

// remembered gives events, and then fails where it is to.
type remembered struct {
	left []*historypb.HistoryEvent
	err  error
}

func (e *remembered) HasNext() bool { return len(e.left) > 0 || e.err != nil }

func (e *remembered) Next() (*historypb.HistoryEvent, error) {
	if len(e.left) == 0 {
		return nil, e.err
	}
	next := e.left[0]
	e.left = e.left[1:]
	return next, nil
}

func payloads(data ...string) *commonpb.Payloads {
	all := &commonpb.Payloads{}
	for _, one := range data {
		all.Payloads = append(all.Payloads, jsonPayload(one))
	}
	return all
}

// began is the first event of a run, with a memo; input is what it continues, or empty.
func began(input string, memo map[string]any) *historypb.HistoryEvent {
	started := &historypb.WorkflowExecutionStartedEventAttributes{Memo: &commonpb.Memo{Fields: map[string]*commonpb.Payload{}}}
	for name, value := range memo {
		payload, err := converter.GetDefaultDataConverter().ToPayload(value)
		if err != nil {
			panic(err)
		}
		started.Memo.Fields[name] = payload
	}
	if input != "" {
		started.ContinuedExecutionRunId, started.Input = "run-0", payloads(input)
	}
	return &historypb.HistoryEvent{
		EventType:  enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionStartedEventAttributes{WorkflowExecutionStartedEventAttributes: started},
	}
}

func signalled(name string, data ...string) *historypb.HistoryEvent {
	return &historypb.HistoryEvent{
		EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionSignaledEventAttributes{
			WorkflowExecutionSignaledEventAttributes: &historypb.WorkflowExecutionSignaledEventAttributes{SignalName: name, Input: payloads(data...)},
		},
	}
}

func updated(name, data string) *historypb.HistoryEvent {
	return &historypb.HistoryEvent{
		EventType: enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
		Attributes: &historypb.HistoryEvent_WorkflowExecutionUpdateAcceptedEventAttributes{
			WorkflowExecutionUpdateAcceptedEventAttributes: &historypb.WorkflowExecutionUpdateAcceptedEventAttributes{
				AcceptedRequest: &updatepb.Request{Input: &updatepb.Input{Name: name, Args: payloads(data)}},
			},
		},
	}
}

func rawTold(all ...string) (raw []json.RawMessage) {
	for _, one := range all {
		raw = append(raw, json.RawMessage(one))
	}
	return raw
}
