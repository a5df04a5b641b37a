package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

func (h *house) complain(t *testing.T, id, trigger, experience string, at time.Time) (int, string) {
	t.Helper()
	body := fmt.Sprintf(`{"id": %q, "trigger": %q, "experience": %q, "complained_at": %q, "channel": "phone", "customer": {"id": "c-%s"}}`,
		id, trigger, experience, at.UTC().Format(time.RFC3339Nano), experience)
	response, err := http.Post(h.gatewayURL+"/v1/complaints", "application/json", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// Complaints over HTTP: before anything was observed, after the end, and wrong ones.
func TestComplaintsOverHTTP(t *testing.T) {
	h := live(t)
	t.Run("before the first observation", func(t *testing.T) {
		const name = "complained-before"
		if code, answer := h.complain(t, "t-1", "flight.delayed", name, time.Now().Add(-time.Minute)); code != http.StatusAccepted {
			t.Fatalf("%d %s", code, answer)
		}
		state := h.ended(t, h.reported(t, name, nil))
		got := h.provided(t, state.ID)
		if state.First != recovery.FirstCustomer || len(got.texts) != 1 || len(got.refunds) != 1 || got.refunds[0] != 500 {
			t.Errorf("first was %q; %+v", state.First, got)
		}
	})
	t.Run("after the end", func(t *testing.T) {
		const name = "complained-after"
		id := h.reported(t, name, nil)
		h.ended(t, id)
		if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			code, answer := h.complain(t, "t-2", "flight.delayed", name, time.Now())
			if code != http.StatusAccepted || !strings.Contains(answer, `"stage":"delivered"`) || !strings.Contains(answer, `"first":"us"`) {
				t.Errorf("%d %s", code, answer)
			}
		}
		state := h.ended(t, id)
		if told := fmt.Sprint(state.Story); strings.Count(told, "The customer came to us") != 1 || state.Complaint != "t-2" {
			t.Errorf("on record: %s", told)
		}
		if got := h.provided(t, id); len(got.texts) != 1 || len(got.refunds) != 1 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("wrong", func(t *testing.T) {
		for field, change := range map[string]func() (int, string){
			"trigger":       func() (int, string) { return h.complain(t, "t-3", "no.such", "x", time.Now()) },
			"complained_at": func() (int, string) { return h.complain(t, "t-3", "flight.delayed", "x", time.Now().Add(time.Hour)) },
			"id":            func() (int, string) { return h.complain(t, "a b", "flight.delayed", "x", time.Now()) },
		} {
			if code, answer := change(); code != http.StatusUnprocessableEntity || !strings.Contains(answer, `"`+field+`"`) {
				t.Errorf("%s: %d %s", field, code, answer)
			}
		}
	})
}
