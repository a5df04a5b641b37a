package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"makegood/recovery"
	"makegood/workflows"
)

// signal is what a backend with any other SDK does: no memo, no attributes.
func (h *house) signal(t *testing.T, id string, payload any) {
	t.Helper()
	_, err := h.client.SignalWithStartWorkflow(t.Context(), id, "observe", payload, client.StartWorkflowOptions{TaskQueue: "makegood"}, "Recovery")
	if err != nil {
		t.Fatal(err)
	}
}

// listed waits until a recovery stands in the list of those that need a person.
func (h *house) listed(t *testing.T, id string) {
	t.Helper()
	query := "WorkflowType = 'Recovery' AND MakegoodStage = 'needs_person' AND WorkflowId = '" + id + "'"
	for {
		answer, err := h.client.ListWorkflow(t.Context(), &workflowservice.ListWorkflowExecutionsRequest{Query: query})
		if err != nil {
			t.Fatal(err)
		}
		if len(answer.GetExecutions()) == 1 {
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatalf("%s is not listed for a person", id)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func TestASignalFromAnySDKIsEnough(t *testing.T) {
	h := live(t)
	o := observation("1", "meal.chilled", "direct", "degrees_lost", 26)
	h.paid(t, o)
	h.signal(t, o.RecoveryID(), o)
	if state := h.ended(t, o.RecoveryID()); state.Stage != recovery.Delivered || state.Play != "chilled-meal" {
		t.Fatalf("it is %+v", state)
	}
	if got := h.provided(t, o.RecoveryID()); len(got.refunds) != 1 || len(got.mails) != 1 {
		t.Fatalf("got %+v", got)
	}
}

func TestWhatCannotBeUsedIsListedForAPerson(t *testing.T) {
	h := live(t)
	ids := map[string]any{
		"recovery/meal.chilled/unreadable/c-1": []byte{0xff, 0x00, 0xfe},
		"recovery/meal.chilled/a-string/c-1":   "hello",
		"recovery/no.such.trigger/x/c-1":       observation("1", "no.such.trigger", "x", "degrees_lost", 26),
		"not-one-of-ours":                      observation("1", "meal.chilled", "y", "degrees_lost", 26),
		"recovery/meal.chilled/nothing/c-1":    nil,
	}
	for id, payload := range ids {
		h.signal(t, id, payload)
	}
	for id := range ids {
		h.listed(t, id)
	}
	for id := range ids {
		h.update(t, id, "dismiss", workflows.Dismiss{Who: "sam", Why: "a test"})
		if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
			t.Errorf("%s did not end well: %v", id, err)
		}
	}
}

func TestPersonalDataStandsInPayloadsAlone(t *testing.T) {
	h := live(t)
	o := observation("1", "meal.chilled", "private", "degrees_lost", 26)
	h.paid(t, o)
	h.post(t, o)
	state := h.ended(t, o.RecoveryID())
	described, err := h.client.DescribeWorkflowExecution(t.Context(), o.RecoveryID(), "")
	if err != nil {
		t.Fatal(err)
	}
	info := described.GetWorkflowExecutionInfo()
	shown := []string{info.GetExecution().GetWorkflowId(), described.GetExecutionConfig().GetUserMetadata().String()}
	for name, payload := range info.GetMemo().GetFields() {
		shown = append(shown, name, string(payload.GetData()))
	}
	for name, payload := range info.GetSearchAttributes().GetIndexedFields() {
		shown = append(shown, name, string(payload.GetData()))
	}
	record, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	shown = append(shown, string(record))
	for _, personal := range []string{"Ada", "2025550143", "private@example.com"} {
		if at := slices.IndexFunc(shown, func(text string) bool { return strings.Contains(text, personal) }); at >= 0 {
			t.Errorf("%q stands in %s", personal, shown[at])
		}
	}
}

// A recovery that somebody terminated goes on with the next thing its backend
// sends, be it a repeat, and what was done already is not done twice.
func TestTerminatedARepeatTakesItUp(t *testing.T) {
	h := live(t)
	watched := observation("1", "tram.late", "cut-watched", "minutes", 10)
	owed := observation("1", "tram.late", "cut-owed", "minutes", 40)
	owed.Resolved, owed.Customer.Phone, owed.Customer.Email = true, "", "" // no way to say sorry: a person is needed
	h.paid(t, watched, owed)
	h.post(t, watched, owed)
	h.listed(t, owed.RecoveryID())
	for _, cut := range []*recovery.Observation{watched, owed} {
		if err := h.client.TerminateWorkflow(t.Context(), cut.RecoveryID(), "", "by mistake"); err != nil {
			t.Fatal(err)
		}
	}
	if status, answer := h.post(t, watched, owed); status != http.StatusAccepted || strings.Count(answer, `"duplicate":true`) != 2 {
		t.Fatalf("%d: %s", status, answer)
	}
	h.listed(t, owed.RecoveryID())
	last := observation("2", "tram.late", "cut-watched", "minutes", 35)
	last.Resolved = true
	h.post(t, last)
	if state := h.ended(t, watched.RecoveryID()); state.Stage != recovery.Delivered || state.Seen.Count() != 2 {
		t.Fatalf("it is %+v", state)
	}
	for _, cut := range []*recovery.Observation{watched, owed} {
		if got := h.provided(t, cut.RecoveryID()); len(got.refunds) != 1 {
			t.Errorf("%s: %d refunds", cut.RecoveryID(), len(got.refunds))
		}
	}
}
