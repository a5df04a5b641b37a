package sandbox

import (
	"fmt"
	"strings"
	"testing"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

func (f *fixture) texted(p *openapi.CreateMessageParams) string {
	f.t.Helper()
	m, err := f.twilio().Api.CreateMessage(p)
	if err != nil {
		f.t.Fatal(err)
	}
	return *m.Sid
}

func TestTwilioTellsEachStatus(t *testing.T) {
	for code, course := range map[string][]string{
		"":      {"queued", "sending", "sent", "delivered"},
		"30003": {"queued", "sending", "sent", "undelivered"},
		"30036": {"queued", "sending", "failed"},
	} {
		f, r := startOnDisk(t), listen(t)
		if code != "" {
			f.fault(`{"provider": "twilio", "endpoint": "messages", "fault": "error", "code": "` + code + `"}`)
		}
		to := r.server.URL + "/webhooks/twilio?recovery=r%2F1&attempt=2"
		sid := f.texted(sms(adaPhone, "We are sorry").SetStatusCallback(to))
		f.deliver()
		got, tokens := r.take(), map[string]bool{}
		for i, want := range course {
			if len(got) != 1 {
				t.Fatalf("%q %s: %d callbacks, want 1", code, want, len(got))
			}
			form, genuine := f.twilioHeard(got[0])
			if !genuine || got[0].url != to {
				t.Errorf("%q %s: the signature does not fit %s", code, want, got[0].url)
			}
			said := strings.Join([]string{
				form.Get("MessageSid"), form.Get("SmsSid"), form.Get("MessageStatus"), form.Get("SmsStatus"), form.Get("From"),
				form.Get("To"), form.Get("AccountSid"), form.Get("ApiVersion"), form.Get("ErrorCode"),
			}, " ")
			failed := ""
			if i == len(course)-1 {
				failed = code
			}
			if wanted := strings.Join([]string{sid, sid, want, want, ourPhone, adaPhone, accountSID, "2010-04-01", failed}, " "); said != wanted {
				t.Errorf("%q: got %s, want %s", code, said, wanted)
			}
			if form.Has("ErrorCode") != (failed != "") {
				t.Errorf("%q %s: an ErrorCode of %q", code, want, form.Get("ErrorCode"))
			}
			tokens[got[0].header.Get("I-Twilio-Idempotency-Token")] = true
			got = f.after(pace, r)
		}
		if len(got) != 0 || len(tokens) != len(course) || tokens[""] {
			t.Errorf("%q: %d too many, tokens %v", code, len(got), tokens)
		}
		f.counted(fmt.Sprintf("sent %d failed 0 waiting 0", len(course)))
	}
}

func TestTwilioTriesOnceMoreWithoutAConnection(t *testing.T) {
	f, r := start(t), listen(t)
	r.answers(func(int) int { return 500 })
	f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
	if got := f.after(4*pace, r); len(got) != 4 {
		t.Errorf("answered with 500: %d callbacks, want each of 4 once", len(got))
	}
	f.counted("sent 0 failed 4 waiting 0")
	r.server.Close()
	f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
	f.clock.advance(4 * pace)
	f.deliver()
	f.counted("sent 0 failed 8 waiting 0")
}

func TestTwilioCallsNobodyElse(t *testing.T) {
	f := start(t)
	for _, to := range []string{"https://example.com/twilio", "ftp://127.0.0.1/", "127.0.0.1:80", "http://192.0.2.1/"} {
		f.texted(sms(adaPhone, "Hello").SetStatusCallback(to))
	}
	f.clock.advance(4 * pace)
	f.deliver()
	f.counted("sent 0 failed 16 waiting 0")
}

func TestTheTokenIsNotShown(t *testing.T) {
	f, r := startOnDisk(t), listen(t)
	f.texted(sms(adaPhone, "Hello").SetStatusCallback(r.server.URL))
	for _, path := range []string{"/sandbox/state", "/sandbox/view", "/sandbox/webhooks"} {
		if out := fmt.Sprint(f.must(200, "GET", path, "")); strings.Contains(out, twilioToken) {
			t.Errorf("%s shows it: %s", path, out)
		}
	}
}
