package main

import (
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"google.golang.org/protobuf/encoding/protojson"

	"makegood/recovery"
	"makegood/workers"
	"makegood/workflows"
)

var recording = flag.Bool("record", false, "record histories of this build for the replay tests of package workflows")

// TestRecordHistories records what recoveries of this build look like, one of
// each kind, from the real server, and has this build replay them. With -record
// they are kept, and later builds must be able to replay them too.
func TestRecordHistories(t *testing.T) {
	folder := t.TempDir()
	if *recording {
		folder = filepath.Join("..", "..", "workflows", "testdata", "histories")
	}
	h := live(t)
	for name, play := range map[string]func(*testing.T, *house) string{
		"delivered-sms-refund":  recordDelivered,
		"delivered-after-hold":  recordHeld,
		"dismissed-resolved":    recordDismissed,
		"next-channel":          recordNextChannel,
		"needs-person-resolved": recordResolved,
		"unreadable-dismissed":  recordUnreadable,
		"slow-refund":           recordSlowRefund,
	} {
		t.Run(name, func(t *testing.T) {
			id := play(t, h)
			if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(folder, name+".json")
			h.record(t, id, file)
			replay(t, id, file)
		})
	}
}

func replay(t *testing.T, id, file string) {
	t.Helper()
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	history, err := client.HistoryFromJSON(in, client.HistoryJSONOptions{})
	if err != nil {
		t.Fatal(err)
	}
	replayer := worker.NewWorkflowReplayer()
	workers.RegisterWorkflow(replayer)
	err = replayer.ReplayWorkflowHistoryWithOptions(nil, history, worker.ReplayWorkflowHistoryOptions{OriginalExecution: workflow.Execution{ID: id}})
	if err != nil {
		t.Error(err)
	}
}

func (h *house) record(t *testing.T, id, file string) {
	t.Helper()
	history := &historypb.History{}
	for events := h.client.GetWorkflowHistory(t.Context(), id, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); events.HasNext(); {
		event, err := events.Next()
		if err != nil {
			t.Fatal(err)
		}
		history.Events = append(history.Events, event)
	}
	data, err := protojson.MarshalOptions{Indent: " "}.Marshal(history)
	if err != nil {
		t.Fatal(err)
	}
	if name, err := os.Hostname(); err == nil { // identities name the machine
		data = []byte(strings.ReplaceAll(string(data), name, "recorder"))
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (h *house) fault(t *testing.T, fault string) {
	t.Helper()
	if err := post(t.Context(), h.sandboxURL+"/sandbox/faults", "application/json", []byte(fault)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		request, err := http.NewRequest(http.MethodDelete, h.sandboxURL+"/sandbox/faults", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	})
}

func (h *house) update(t *testing.T, id, name string, argument any) string {
	t.Helper()
	var handle client.WorkflowUpdateHandle
	until(t, name+" is taken", func() (done bool) {
		var err error
		handle, err = h.client.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{
			WorkflowID: id, UpdateName: name, Args: []any{argument}, WaitForStage: client.WorkflowUpdateStageCompleted,
		})
		var notReady *serviceerror.WorkflowNotReady // something else ended at the same moment: nothing was taken
		if err != nil && !errors.As(err, &notReady) {
			t.Fatal(err)
		}
		return err == nil
	})
	var said string
	if err := handle.Get(t.Context(), &said); err != nil {
		t.Fatal(err)
	}
	return said
}

// reported posts a flight so late that money is owed, and paid for.
func (h *house) reported(t *testing.T, name string, change func(*recovery.Observation)) string {
	t.Helper()
	o := observation("1", "flight.delayed", name, "delay_minutes", 200)
	o.Resolved = true
	if change != nil {
		change(o)
	}
	h.paid(t, o)
	if status, answer := h.post(t, o); status != http.StatusAccepted {
		t.Fatalf("%d %s", status, answer)
	}
	return o.RecoveryID()
}

func recordDelivered(t *testing.T, h *house) string { return h.reported(t, "record-delivered", nil) }

func recordDismissed(t *testing.T, h *house) string {
	return h.reported(t, "record-dismissed", func(o *recovery.Observation) { o.Measures["delay_minutes"] = 20 })
}

func recordHeld(t *testing.T, h *house) string {
	return h.reported(t, "record-held", func(o *recovery.Observation) {
		o.Resolved, o.ObservedAt = false, time.Now().Add(-10*time.Minute+2*time.Second).UTC()
		o.OccurredAt = o.ObservedAt
	})
}

func recordNextChannel(t *testing.T, h *house) string {
	h.fault(t, `{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "21610"}`)
	id := h.reported(t, "record-next-channel", nil)
	h.ended(t, id)
	return id
}

func recordResolved(t *testing.T, h *house) string {
	h.fault(t, `{"provider": "stripe", "endpoint": "refunds", "fault": "error", "code": "charge_disputed"}`)
	id := h.reported(t, "record-resolved", nil)
	h.ended(t, id)
	h.update(t, id, "resolve", workflows.Resolve{Who: "sam", Why: "paid by bank transfer", Proof: "bank-7781"})
	return id
}

func recordUnreadable(t *testing.T, h *house) string {
	id := "recovery/flight.delayed/record-unreadable/c-1"
	h.signal(t, id, "hello")
	h.listed(t, id)
	h.update(t, id, "dismiss", workflows.Dismiss{Who: "sam", Why: "a test of theirs"})
	return id
}

func recordSlowRefund(t *testing.T, h *house) string {
	h.fault(t, `{"provider": "stripe", "endpoint": "refunds", "fault": "unavailable", "when": {"first": 6}}`)
	id := h.reported(t, "record-slow-refund", nil)
	h.ended(t, id)
	return id
}
