package activities

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

// answering is a transport that answers by itself.
type answering func(*http.Request) (status int, err error)

func (a answering) RoundTrip(request *http.Request) (*http.Response, error) {
	status, err := a(request)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("ok")), Header: http.Header{}, Request: request}, nil
}

func needsPerson() Notice {
	owed := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: recovery.Money{Amount: 1240, Currency: "eur"}, Paid: recovery.Money{Amount: 4960, Currency: "eur"}}
	return Notice{State: recovery.State{
		ID: recoveryID, Stage: recovery.NeedsPerson, Customer: "c-1042", Why: "Owed: " + owed.String() + ". The payment is disputed <b>.",
		Owed: &owed, AttendBy: time.Date(2026, 11, 22, 19, 5, 0, 0, time.FixedZone("", 3600)),
		Receipts: []recovery.Receipt{{Step: "sms", ID: "SM1"}},
	}}
}

// A notice is a POST of one text, with what is owed, to whom and until when; and
// nothing by which anyone could be reached.
func TestTellTeam(t *testing.T) {
	const link = "https://ui.example.com/namespaces/default/workflows"
	for _, test := range []struct {
		name, ui string
		change   func(*Notice)
		want     string
	}{
		{
			"all of it", link + "/", func(*Notice) {},
			"A person is needed: " + recoveryID + "\nOwed: Refund 25% of 49.60 EUR. The payment is disputed <b>.\nOwed to customer c-1042: Refund 25% of 49.60 EUR\nPlease see to it by 2026-11-22 18:05 UTC.\n" + link + "/recovery%2Fflight.delayed%2FLO391-2026-11-21%2Fc-1042",
		},
		{"overdue", "", func(n *Notice) { n.Overdue, n.State.Owed = true, nil }, "A person is needed, and it is overdue: " + recoveryID + "\nOwed: Refund 25% of 49.60 EUR. The payment is disputed <b>.\nPlease see to it by 2026-11-22 18:05 UTC."},
		{"no day is set", "", func(n *Notice) { n.State.AttendBy, n.State.Owed, n.State.Why = time.Time{}, nil, "" }, "A person is needed: " + recoveryID},
	} {
		t.Run(test.name, func(t *testing.T) {
			var posted *http.Request
			var body, log bytes.Buffer
			client := &http.Client{Transport: answering(func(request *http.Request) (int, error) {
				posted = request
				_, err := body.ReadFrom(request.Body)
				return 204, err
			})}
			notice := needsPerson()
			test.change(&notice)
			notices := NewNotices("https://chat.example.com/s3cret", test.ui, client, slog.New(slog.NewTextHandler(&log, nil)))
			if err := notices.TellTeam(context.Background(), notice); err != nil {
				t.Fatal(err)
			}
			var said map[string]string
			if err := json.Unmarshal(body.Bytes(), &said); err != nil || len(said) != 1 || said["text"] != test.want {
				t.Errorf("%v, %v\n%s\nwant\n%s", err, said, said["text"], test.want)
			}
			if posted.Method != http.MethodPost || posted.Header.Get("Content-Type") != "application/json" || posted.URL.String() != "https://chat.example.com/s3cret" {
				t.Errorf("%s %s %v", posted.Method, posted.URL, posted.Header)
			}
			if strings.Contains(log.String(), "s3cret") || !strings.Contains(log.String(), recoveryID) {
				t.Error(log.String())
			}
		})
	}
}

// Where nobody is to be told, the log has it, and nothing fails.
func TestTellTeamWithoutAnAddress(t *testing.T) {
	var log bytes.Buffer
	client := &http.Client{Transport: answering(func(*http.Request) (int, error) { return 0, errors.New("posted to nobody") })}
	if err := NewNotices("", "", client, slog.New(slog.NewTextHandler(&log, nil))).TellTeam(context.Background(), needsPerson()); err != nil || !strings.Contains(log.String(), "a person is needed") {
		t.Errorf("%v: %s", err, &log)
	}
	if err := NewNotices("", "", nil, nil).TellTeam(context.Background(), needsPerson()); err != nil {
		t.Error(err)
	}
}

// A notice that is not taken is tried again; why says where to look, and never where
// it was to go: whoever knows the address may write there.
func TestTellTeamIsTriedAgain(t *testing.T) {
	const secret = "s3cret"
	status := func(code int) answering { return func(*http.Request) (int, error) { return code, nil } }
	for _, test := range []struct {
		name, address string
		answer        answering
		says          string
		wait          time.Duration
	}{
		{"nobody answers", "https://chat.example.com/" + secret, func(*http.Request) (int, error) {
			return 0, &url.Error{Op: "Post", URL: "https://chat.example.com/" + secret, Err: errors.New("refused")}
		}, "Nobody answers where notices go", 0},
		{"it is gone", "https://chat.example.com/" + secret, status(410), "The notice was not taken (410)", 0},
		{"it is moved", "https://chat.example.com/" + secret, status(302), "The notice was not taken (302)", 0},
		{"it is broken", "https://chat.example.com/" + secret, status(500), "The notice was not taken (500)", 0},
		{"no address", "https://chat.example.com/" + secret + "\x7f", status(200), "The notice's address cannot be used", time.Minute},
	} {
		client := NewHTTPClient()
		client.Transport = test.answer
		err := NewNotices(test.address, "", client, nil).TellTeam(context.Background(), needsPerson())
		failed := applicationError(t, err)
		if failed.NonRetryable() || failed.Type() != FailNotice || failed.NextRetryDelay() != test.wait || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "MAKEGOOD_NOTICE_URL") || strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "chat.example.com") {
			t.Errorf("%s: %v after %s", test.name, err, failed.NextRetryDelay())
		}
	}
}
