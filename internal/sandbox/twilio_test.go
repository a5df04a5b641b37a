package sandbox

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	twilioclient "github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

const (
	adaPhone = "+12025550143"
	beaPhone = "+447700900123"
	ourPhone = "+12025550100"
)

func sms(to, body string) *openapi.CreateMessageParams {
	p := &openapi.CreateMessageParams{}
	return p.SetTo(to).SetFrom(ourPhone).SetBody(body)
}

func twilioError(t *testing.T, err error) *twilioclient.TwilioRestError {
	t.Helper()
	var e *twilioclient.TwilioRestError
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an error of Twilio's", err)
	}
	return e
}

func TestMessageMovesOn(t *testing.T) {
	f := startOnDisk(t)
	m, err := f.twilio().Api.CreateMessage(sms(adaPhone, "We are sorry. Ref 7"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(*m.Sid, "SM") || len(*m.Sid) != 34 || *m.NumSegments != "1" || *m.Direction != "outbound-api" || m.Price != nil || m.DateSent != nil {
		t.Errorf("message: %+v", m)
	}
	if at, err := time.Parse(time.RFC1123Z, *m.DateCreated); err != nil || !at.Equal(f.clock.now()) {
		t.Errorf("date_created %s: %v", *m.DateCreated, err)
	}
	if want := "/2010-04-01/Accounts/" + accountSID + "/Messages/" + *m.Sid + ".json"; *m.Uri != want {
		t.Errorf("uri %s, want %s", *m.Uri, want)
	}
	for _, want := range []string{"queued", "sending", "sent", "delivered", "delivered"} {
		f = f.reopen() // statuses move on over a restart too
		m, err = f.twilio().Api.FetchMessage(*m.Sid, nil)
		if err != nil || *m.Status != want || (m.DateSent != nil) != (want == "sent" || want == "delivered") {
			t.Fatalf("got %v %v, want %s", *m.Status, err, want)
		}
		f.clock.advance(pace)
	}
}

func TestMessageOfAService(t *testing.T) {
	f := start(t)
	p := &openapi.CreateMessageParams{}
	p.SetTo(adaPhone).SetMessagingServiceSid("MG" + strings.Repeat("0", 32)).SetBody("Hello")
	m, err := f.twilio().Api.CreateMessage(p)
	if err != nil || *m.Status != "accepted" || m.From != nil || *m.NumSegments != "0" {
		t.Fatalf("%+v, %v", m, err)
	}
	f.clock.advance(4 * pace)
	if m, err = f.twilio().Api.FetchMessage(*m.Sid, nil); err != nil || *m.Status != "delivered" || *m.NumSegments != "1" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestTwilioRefuses(t *testing.T) {
	f := start(t)
	for name, c := range map[string]struct {
		code   int
		change func(*openapi.CreateMessageParams)
	}{
		"no number":  {21211, func(p *openapi.CreateMessageParams) { p.SetTo("12025550143") }},
		"no to":      {21604, func(p *openapi.CreateMessageParams) { p.To = nil }},
		"no sender":  {21603, func(p *openapi.CreateMessageParams) { p.From = nil }},
		"bad sender": {21212, func(p *openapi.CreateMessageParams) { p.SetFrom("+0") }},
		"to itself":  {21266, func(p *openapi.CreateMessageParams) { p.SetFrom(adaPhone) }},
		"empty":      {21602, func(p *openapi.CreateMessageParams) { p.SetBody("") }},
		"too long":   {21617, func(p *openapi.CreateMessageParams) { p.SetBody(strings.Repeat("ż", 1601)) }},
		"validity":   {20001, func(p *openapi.CreateMessageParams) { p.SetValidityPeriod(36001) }},
	} {
		p := sms(adaPhone, "Hello").SetValidityPeriod(600)
		c.change(p)
		_, err := f.twilio().Api.CreateMessage(p)
		if e := twilioError(t, err); e.Code != c.code || e.Status != 400 || e.MoreInfo == "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if _, err := f.twilio().Api.CreateMessage(sms(adaPhone, strings.Repeat("ż", 1600))); err != nil {
		t.Errorf("1600 characters: %v", err)
	}
	if n := len(f.state("messages")); n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
	_, err := f.twilio().Api.FetchMessage("SM"+strings.Repeat("0", 32), nil)
	if e := twilioError(t, err); e.Code != 20404 || e.Status != 404 {
		t.Errorf("no such message: %+v", e)
	}
}

func TestTwilioWantsItsAccount(t *testing.T) {
	f := start(t)
	if a, err := f.twilio().Api.FetchAccount(accountSID); err != nil || *a.Status != "active" {
		t.Errorf("%+v, %v", a, err)
	}
	other := f.twilio()
	p := sms(adaPhone, "Hello").SetPathAccountSid("AC" + strings.Repeat("1", 32))
	_, err := other.Api.CreateMessage(p)
	if e := twilioError(t, err); e.Code != 20003 || e.Status != 401 {
		t.Errorf("another account: %+v", e)
	}
	if status, _, _ := f.raw("GET", "/2010-04-01/Accounts/"+accountSID+".json", "", nil); status != 401 {
		t.Errorf("no credentials: %d", status)
	}
}

func TestMessagesAreListed(t *testing.T) {
	f := start(t)
	api := f.twilio().Api
	for i := range 5 {
		if _, err := api.CreateMessage(sms(adaPhone, fmt.Sprintf("message %d", i))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := api.CreateMessage(sms(beaPhone, "to Bea").SetFrom("+12025550101")); err != nil {
		t.Fatal(err)
	}
	count := func(name string, want int, p *openapi.ListMessageParams) []openapi.ApiV2010Message {
		t.Helper()
		got, err := api.ListMessage(p)
		if err != nil || len(got) != want {
			t.Errorf("%s: got %d, %v, want %d", name, len(got), err, want)
		}
		return got
	}
	list := func() *openapi.ListMessageParams { return &openapi.ListMessageParams{} }
	all := count("pages of two", 5, list().SetTo(adaPhone).SetFrom(ourPhone).SetPageSize(2))
	for i, m := range all {
		if want := fmt.Sprintf("message %d", 4-i); *m.Body != want {
			t.Errorf("item %d is %q, want %q: newest first", i, *m.Body, want)
		}
	}
	count("everything", 6, list())
	count("from", 1, list().SetFrom("+12025550101"))
	count("nobody", 0, list().SetTo("+12025550199"))
	today := f.clock.now()
	count("sent today, while queued", 0, list().SetDateSent(today))
	f.clock.advance(3 * pace)
	count("sent today", 6, list().SetDateSent(today))
	count("sent until yesterday", 0, list().SetDateSentBefore(today.Add(-24*time.Hour)))
	count("sent since yesterday", 6, list().SetDateSentAfter(today.Add(-24*time.Hour)))
	count("sent since tomorrow", 0, list().SetDateSentAfter(today.Add(24*time.Hour)))
}
