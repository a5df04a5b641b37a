package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"makegood/recovery"
)

// ownHouse is a house that a test may upset.
func ownHouse(t *testing.T, change func(*place)) *house {
	t.Helper()
	dir := t.TempDir()
	if err := writePlays(dir + "/plays"); err != nil {
		t.Fatal(err)
	}
	at := place{dir: dir, playbooks: dir + "/plays", pace: 5 * time.Millisecond}
	if change != nil {
		change(&at)
	}
	h, err := open(t.Context(), at, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.close)
	return h
}

// chat is a chat tool that notices are sent to.
type chat struct {
	*httptest.Server
	mu    sync.Mutex
	texts []string
}

func newChat(t *testing.T) *chat {
	t.Helper()
	c := &chat{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var notice struct{ Text string }
		if err := json.NewDecoder(r.Body).Decode(&notice); err != nil {
			t.Error(err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.texts = append(c.texts, notice.Text)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *chat) said(what string) (times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, text := range c.texts {
		if strings.Contains(text, what) {
			times++
		}
	}
	return times
}

// A provider that turns everyone away pauses its own lane and no other. The
// operator is told once, and the lane goes on by itself.
func TestAProvidersLanePausesAndResumes(t *testing.T) {
	for name, fault := range map[string]string{
		"a bad key": `{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "20003", "when": {"all": true}}`,
		"an outage": `{"provider": "twilio", "endpoint": "*", "fault": "unavailable", "when": {"all": true}, "method": "*"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chat := newChat(t)
			h := ownHouse(t, func(at *place) { at.notices = chat.URL })
			if err := post(t.Context(), h.sandboxURL+"/sandbox/faults", "application/json", []byte(fault)); err != nil {
				t.Fatal(err)
			}
			const many = 20
			var ids []string
			for i := range many { // by text alone
				o := observation("1", "boat.late", fmt.Sprintf("lane-%d", i), "minutes", 40)
				h.paid(t, o)
				h.post(t, o)
				ids = append(ids, o.RecoveryID())
			}
			until(t, "the operator is told", func() bool { return chat.said("Twilio turns us away") > 0 })
			mail := observation("1", "meal.chilled", "lane-mail", "degrees_lost", 12)
			mail.Resolved = true
			h.paid(t, mail)
			h.post(t, mail)
			if state := h.ended(t, mail.RecoveryID()); state.Stage != recovery.Delivered {
				t.Errorf("on the other lanes it is %s: %s", state.Stage, state.Why)
			}
			until(t, "the money has gone out", func() bool {
				return len(h.provided(t, ids[many-1]).refunds) == 1
			})
			if paused, err := h.ledger.PausedLanes(t.Context()); err != nil || len(paused) != 1 || paused[0].Provider != "twilio" {
				t.Errorf("paused: %+v, %v", paused, err)
			}
			request, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, h.sandboxURL+"/sandbox/faults", nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			for _, id := range ids {
				until(t, id+" is delivered", func() bool {
					state, _, err := h.ledger.Recovery(t.Context(), id)
					return err == nil && state.Stage == recovery.Delivered
				})
				if got := h.provided(t, id); len(got.texts) != 1 || len(got.refunds) != 1 {
					t.Errorf("%s: %+v", id, got)
				}
			}
			if waits, goes := chat.said("Twilio turns us away"), chat.said("Twilio takes our calls again"); waits != 1 || goes != 1 {
				t.Errorf("told %d times that it waits, and %d times that it goes on", waits, goes)
			}
		})
	}
}
