package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sendgrid/rest"
	"github.com/sendgrid/sendgrid-go/helpers/mail"
)

const (
	adaMail = "ada@example.com"
	beaMail = "bea@example.com"
)

func email(to, subject string) *mail.SGMailV3 {
	m := mail.NewSingleEmail(mail.NewEmail("Makegood", "care@example.com"), subject, mail.NewEmail("Ada", to), "We are sorry.", "<p>We are sorry.</p>")
	m.Personalizations[0].SetCustomArg("recovery", "r-1")
	return m
}

// mailed sends and answers the X-Message-Id.
func (f *fixture) mailed(m *mail.SGMailV3) string {
	f.t.Helper()
	r, err := f.sendgrid(rest.Post, "/v3/mail/send", m)
	if err != nil || r.StatusCode != 202 || r.Body != "" || len(r.Headers["X-Message-Id"]) != 1 {
		f.t.Fatalf("send: %+v, %v", r, err)
	}
	return r.Headers["X-Message-Id"][0]
}

func (f *fixture) logs(query string) (int, []map[string]any) {
	f.t.Helper()
	r, err := f.sendgrid(rest.Post, "/v3/logs", map[string]any{"query": query, "limit": 100})
	if err != nil {
		f.t.Fatal(err)
	}
	var out struct{ Messages []map[string]any }
	if err := json.Unmarshal([]byte(r.Body), &out); err != nil {
		f.t.Fatal(err)
	}
	return r.StatusCode, out.Messages
}

func TestMailMovesOn(t *testing.T) {
	f := startOnDisk(t)
	id := f.mailed(email(adaMail, "We let you down [7]"))
	for _, want := range []string{"processed", "delivered"} {
		f = f.reopen()
		_, found := f.logs(`to_email = 'ada@example.com'`)
		if len(found) != 1 || found[0]["status"] != want || !strings.HasPrefix(found[0]["sg_message_id"].(string), id) {
			t.Fatalf("got %v, want %s", found, want)
		}
		r, err := f.sendgrid(rest.Get, "/v3/logs/"+found[0]["sg_message_id"].(string), nil)
		if err != nil || r.StatusCode != 200 {
			t.Fatal(r, err)
		}
		var detail struct {
			Status string
			Args   map[string]string `json:"custom_args"`
			Events []struct{ Event string }
		}
		if err := json.Unmarshal([]byte(r.Body), &detail); err != nil {
			t.Fatal(err)
		}
		if detail.Status != want || detail.Args["recovery"] != "r-1" || detail.Events[len(detail.Events)-1].Event != want {
			t.Errorf("detail: %+v", detail)
		}
		f.clock.advance(pace)
	}
	if r, err := f.sendgrid(rest.Get, "/v3/logs/none", nil); err != nil || r.StatusCode != 404 {
		t.Errorf("no such mail: %+v, %v", r, err)
	}
}

func TestLogsAreSearched(t *testing.T) {
	f := start(t)
	started := f.clock.now()
	id := f.mailed(email(adaMail, `It's "late" [7]`))
	f.clock.advance(time.Minute)
	f.mailed(email(beaMail, "Late"))
	at := func(d time.Duration) string { return started.Add(d).Format(time.RFC3339) }
	for query, want := range map[string]int{
		``:                             2,
		`to_email="Ada@example.com"`:   1,
		`to_email = 'c@example.com'`:   0,
		`subject = 'Late'`:             1,
		`subject = 'It''s "late" [7]'`: 1,
		`subject = "It's \"late\" [7]" AND to_email = 'ada@example.com'`: 1,
		`subject = 'Late' and to_email = 'ada@example.com'`:              0,

		`msg_id = '` + id + `'`: 1,

		fmt.Sprintf(`sg_message_id_created_at > TIMESTAMP "%s"`, at(0)):                                              1,
		fmt.Sprintf(`sg_message_id_created_at >= TIMESTAMP "%s"`, at(0)):                                             2,
		fmt.Sprintf(`to_email = 'ada@example.com' AND sg_message_id_created_at<="%s"`, at(0)):                        1,
		fmt.Sprintf(`sg_message_id_created_at<TIMESTAMP '%s' AND status IN ('delivered', 'bounced')`, at(time.Hour)): 1,
	} {
		if status, found := f.logs(query); status != 200 || len(found) != want {
			t.Errorf("%s: got %d %v, want %d", query, status, found, want)
		}
	}
	for _, query := range []string{
		`custom_args = 'x'`, `to_email = ada@example.com`, `to_email > 'a'`, `to_email = 'a' OR subject = 'b'`, `to_email = 'a`,
		`sg_message_id_created_at > 'yesterday'`, `to_email = 'a' AND`, `status IN ('a'`,
	} {
		if status, _ := f.logs(query); status != 400 {
			t.Errorf("%s: got %d, want 400", query, status)
		}
	}
}

func TestSendGridRefuses(t *testing.T) {
	f := start(t)
	for field, change := range map[string]func(*mail.SGMailV3){
		"from.email":                     func(m *mail.SGMailV3) { m.From = nil },
		"subject":                        func(m *mail.SGMailV3) { m.Subject = "" },
		"content":                        func(m *mail.SGMailV3) { m.Content = nil },
		"content.0.value":                func(m *mail.SGMailV3) { m.Content[0].Value = "" },
		"personalizations":               func(m *mail.SGMailV3) { m.Personalizations = nil },
		"personalizations.0.to":          func(m *mail.SGMailV3) { m.Personalizations[0].To = nil },
		"personalizations.0.to.0.email":  func(m *mail.SGMailV3) { m.Personalizations[0].To[0].Address = "ada" },
		"personalizations.0.custom_args": func(m *mail.SGMailV3) { m.Personalizations[0].SetCustomArg("x", strings.Repeat("x", 10_000)) },
	} {
		m := email(adaMail, "Hello")
		change(m)
		r, err := f.sendgrid(rest.Post, "/v3/mail/send", m)
		if err != nil {
			t.Fatal(err)
		}
		var out struct {
			Errors []struct{ Message, Field string }
		}
		if err := json.Unmarshal([]byte(r.Body), &out); err != nil || r.StatusCode != 400 || len(out.Errors) == 0 || out.Errors[0].Field != field || out.Errors[0].Message == "" {
			t.Errorf("%s: %d %s", field, r.StatusCode, r.Body)
		}
	}
	if n := len(f.state("emails")); n != 0 {
		t.Errorf("%d emails, want none", n)
	}
	if r, err := f.sendgrid(rest.Get, "/v3/scopes", nil); err != nil || r.StatusCode != 200 {
		t.Errorf("scopes: %+v, %v", r, err)
	}
	if status, _, _ := f.raw("GET", "/v3/scopes", "", map[string][]string{"Authorization": {"Bearer x"}}); status != 401 {
		t.Errorf("a key of another kind: %d", status)
	}
}

func TestSuppressions(t *testing.T) {
	f := startOnDisk(t)
	suppress := func(group int, email string) {
		t.Helper()
		r, err := f.sendgrid(rest.Post, fmt.Sprintf("/v3/asm/groups/%d/suppressions", group), map[string]any{"recipient_emails": []string{email}})
		if err != nil || r.StatusCode != 201 || !strings.Contains(r.Body, email) {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	get := func(path string) (int, string) {
		t.Helper()
		r, err := f.sendgrid(rest.Get, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, strings.TrimSpace(r.Body)
	}
	if status, body := get("/v3/asm/groups/7001"); status != 200 || !strings.Contains(body, `"Surveys"`) {
		t.Errorf("the survey group: %d %s", status, body)
	}
	if status, _ := get("/v3/asm/groups/7002"); status != 404 {
		t.Errorf("no such group: %d", status)
	}
	suppress(7001, adaMail)
	suppress(7001, "ADA@example.com") // the same
	suppress(9999, beaMail)           // no such group: the global list
	f = f.reopen()
	if _, body := get("/v3/asm/groups/7001/suppressions"); body != `["ada@example.com"]` {
		t.Errorf("suppressed: %s", body)
	}
	if got := f.state("survey_suppressions"); len(got) != 1 || got[0].(map[string]any)["group_id"] != 7001.0 {
		t.Errorf("state: %v", got)
	}
	if _, body := get("/v3/asm/suppressions/global/" + beaMail); !strings.Contains(body, beaMail) {
		t.Errorf("global: %s", body)
	}
	inGroup := func(m *mail.SGMailV3) *mail.SGMailV3 {
		return m.SetASM(&mail.Asm{GroupID: 7001, GroupsToDisplay: []int{7001}})
	}
	f.mailed(email(adaMail, "apology"))
	f.mailed(inGroup(email(adaMail, "survey")))
	f.mailed(email(beaMail, "apology to Bea"))
	f.clock.advance(pace)
	for subject, want := range map[string]string{"apology": "delivered", "survey": "dropped", "apology to Bea": "dropped"} {
		if _, found := f.logs(`subject = '` + subject + `'`); len(found) != 1 || found[0]["status"] != want || found[0]["reason"] == "" {
			t.Errorf("%s: %v, want %s", subject, found, want)
		}
	}
	if r, err := f.sendgrid(rest.Delete, "/v3/asm/groups/7001/suppressions/"+adaMail, nil); err != nil || r.StatusCode != 204 {
		t.Errorf("lift: %+v, %v", r, err)
	}
	f = f.reopen()
	if _, body := get("/v3/asm/groups/7001/suppressions"); body != `[]` {
		t.Errorf("after lifting: %s", body)
	}
	r, err := f.sendgrid(rest.Post, "/v3/asm/groups", map[string]string{"name": "News", "description": "What is new"})
	if err != nil || r.StatusCode != 201 || !strings.Contains(r.Body, "7002") {
		t.Errorf("create: %+v, %v", r, err)
	}
	f = f.reopen()
	if _, body := get("/v3/asm/groups"); strings.Count(body, `"id"`) != 2 {
		t.Errorf("groups: %s", body)
	}
}
