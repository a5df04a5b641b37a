package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sendgrid/sendgrid-go/helpers/mail"
)

func TestSendGridTellsHowAMailFares(t *testing.T) {
	for code, want := range map[string]struct{ events, kind, status string }{
		"":         {events: "[processed delivered]"},
		"bounce":   {"[processed bounce]", "bounce", "5.1.1"},
		"blocked":  {"[processed bounce]", "blocked", "5.7.1"},
		"deferred": {events: "[processed deferred]"},
		"dropped":  {events: "[dropped]"},
	} {
		f, r := startOnDisk(t), listen(t)
		f.callsSendGrid(r)
		if code != "" {
			f.fault(`{"provider": "sendgrid", "endpoint": "mail", "fault": "error", "code": "` + code + `"}`)
		}
		m := email(adaMail, "We let you down")
		m.Personalizations[0].SetCustomArg("email", "not hers")
		m.AddCategories("apology")
		id := f.mailed(m)
		f.deliver()
		all := append(r.take(), f.after(pace, r)...)
		if got := fmt.Sprint(f.names(all)); got != want.events {
			t.Errorf("%q: got %s, want %s", code, got, want.events)
		}
		for _, h := range all {
			events, genuine := f.sendgridHeard(h)
			if !genuine {
				t.Errorf("%q: the signature does not fit", code)
			}
			e := events[0]
			if e["email"] != adaMail || e["recovery"] != "r-1" || fmt.Sprint(e["category"]) != "[apology]" || e["timestamp"].(float64) < float64(f.clock.now().Add(-pace).Unix()) ||
				!strings.HasPrefix(e["sg_message_id"].(string), id+".") || e["sg_event_id"] == "" || e["smtp-id"] == "" {
				t.Errorf("%q: %v", code, e)
			}
			if e["event"] == "bounce" && (e["type"] != want.kind || e["status"] != want.status || e["reason"] == "") {
				t.Errorf("%q: %v", code, e)
			}
		}
	}
}

func TestSendGridTellsManyAtOnce(t *testing.T) {
	f, r := start(t), listen(t)
	f.callsSendGrid(r)
	m := email(adaMail, "Hello")
	m.Personalizations[0].AddTos(mail.NewEmail("Bea", beaMail))
	f.mailed(m)
	f.deliver()
	r.take()
	got := f.after(pace, r)
	if len(got) != 1 {
		t.Fatalf("%d requests, want 1 with both", len(got))
	}
	events, _ := f.sendgridHeard(got[0])
	if len(events) != 2 || events[0]["sg_event_id"] == events[1]["sg_event_id"] {
		t.Errorf("events: %v", events)
	}
}

func TestSendGridTellsNotAllAtOnce(t *testing.T) {
	f, r := start(t), listen(t)
	f.callsSendGrid(r)
	m := email(adaMail, "Hello")
	for i := range 599 {
		m.Personalizations[0].AddTos(mail.NewEmail("", fmt.Sprintf("c%d@example.com", i)))
	}
	f.mailed(m)
	f.deliver()
	r.take()
	got := f.after(pace, r)
	if n := len(f.names(got)); len(got) != 2 || n != 600 {
		t.Errorf("%d events in %d requests, want 600 in 2", n, len(got))
	}
}

func TestSendGridTriesForADay(t *testing.T) {
	f, r := startOnDisk(t), listen(t)
	f.callsSendGrid(r)
	r.answers(func(int) int { return 503 })
	f.fault(`{"provider": "sendgrid", "endpoint": "mail", "fault": "error", "code": "dropped"}`) // is told once, so that there is one row of tries
	f.mailed(email(adaMail, "Hello"))
	f.deliver()
	r.take()
	var waits []time.Duration
	for wait := time.Second; wait <= 4*time.Second; wait *= 2 { // 1 s, 2 s, 4 s, and nothing in between
		if early := f.after(wait-time.Millisecond, r); len(early) != 0 {
			t.Errorf("%d tries before %s were over", len(early), wait)
		}
		if got := f.after(time.Millisecond, r); len(got) > 0 {
			waits = append(waits, wait)
		}
		f = f.reopen() // the next try is known afterwards too
	}
	if !slices.Equal(waits, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}) {
		t.Errorf("tried after %v", waits)
	}
	f.after(25*time.Hour, r)
	f.counted("sent 0 failed 1 waiting 0")
}
