package sendgrid

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"makegood/internal/sandbox/twin"
)

type address struct {
	Email string `json:"email"`
	Name  string `json:"name"`
}

type personalization struct {
	To         []address         `json:"to"`
	Cc         []address         `json:"cc"`
	Bcc        []address         `json:"bcc"`
	From       *address          `json:"from"`
	Subject    string            `json:"subject"`
	CustomArgs map[string]string `json:"custom_args"`
}

type onOff struct {
	Enable bool `json:"enable"`
}

// posted is what the twin reads of a request to send.
type posted struct {
	Personalizations []personalization `json:"personalizations"`
	From             *address          `json:"from"`
	Subject          string            `json:"subject"`
	Content          []struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"content"`
	TemplateID string            `json:"template_id"`
	CustomArgs map[string]string `json:"custom_args"`
	Categories []string          `json:"categories"`
	ASM        *struct {
		GroupID int `json:"group_id"`
	} `json:"asm"`
	Settings struct {
		Bypass  onOff `json:"bypass_list_management"`
		Sandbox onOff `json:"sandbox_mode"`
	} `json:"mail_settings"`
}

func (t *Twin) send(c *twin.Call) (execution, *refusal) {
	var m posted
	if err := json.Unmarshal(c.Body, &m); err != nil {
		return nil, refuse(http.StatusBadRequest, "", "Bad Request")
	}
	if problems := m.check(); len(problems) > 0 {
		return nil, &refusal{status: http.StatusBadRequest, Problems: problems}
	}
	accepted := twin.Response{Status: http.StatusAccepted}
	if m.Settings.Sandbox.Enable { // checked, and never sent
		return func(*twin.Tx) twin.Response { return twin.Response{Status: http.StatusOK} }, nil
	}
	ending := ""
	if slices.Contains(endings, c.Trouble.Code) {
		ending = c.Trouble.Code
	}
	return func(tx *twin.Tx) twin.Response {
		id := twin.ID("", 22)
		n := 0
		for _, p := range m.Personalizations {
			for _, to := range slices.Concat(p.To, p.Cc, p.Bcc) {
				t.accept(tx, m.email(id, n, p, to, ending))
				n++
			}
		}
		return accepted.With("X-Message-Id", id)
	}, nil
}

// email is one recipient's. Its sg_message_id begins with the X-Message-Id.
func (m *posted) email(id string, n int, p personalization, to address, ending string) *Email {
	e := &Email{
		ID:        id + ".recvd-sandbox-" + string(rune('a'+n%26)) + twin.ID("", 6),
		MessageID: id, To: to.Email, ToName: to.Name, From: m.From.Email, FromName: m.From.Name,
		Subject: m.Subject, Categories: m.Categories, Ending: ending,
	}
	if p.From != nil {
		e.From, e.FromName = p.From.Email, p.From.Name
	}
	if p.Subject != "" {
		e.Subject = p.Subject
	}
	if len(m.CustomArgs)+len(p.CustomArgs) > 0 {
		e.CustomArgs = maps.Clone(m.CustomArgs)
		if e.CustomArgs == nil {
			e.CustomArgs = map[string]string{}
		}
		maps.Copy(e.CustomArgs, p.CustomArgs)
	}
	for _, content := range m.Content {
		if strings.HasPrefix(content.Type, "text/html") {
			e.HTML = content.Value
		} else if e.Text == "" {
			e.Text = content.Value
		}
	}
	if m.ASM != nil {
		e.Group = m.ASM.GroupID
	}
	if m.Settings.Bypass.Enable {
		e.Reason = bypassed
	}
	return e
}

// bypassed marks a mail whose sender overrides what the recipient chose.
const bypassed = "bypass"

func (t *Twin) accept(tx *twin.Tx, e *Email) {
	switch bypass := e.Reason == bypassed; {
	case bypass:
		e.Reason = ""
	case t.groups.isGlobal(e.To):
		e.Ending, e.Reason = "dropped", "Unsubscribed Address"
	case e.Group != 0 && t.groups.isIn(e.Group, e.To):
		e.Ending, e.Reason = "dropped", "Group Unsubscribed Address"
	}
	e.Created, e.Pace = tx.Now, t.world.Pace
	t.emails.Add(tx, e.ID, e)
	t.index(e)
	t.tell(tx, e)
}
