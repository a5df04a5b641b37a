package activities

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"makegood/recovery"
)

// Notices tells people that something waits for them, by a webhook in the form
// that chat tools take: a POST of {"text": "…"}, as Slack, Mattermost, Rocket.Chat
// and Google Chat have it. No notice holds personal data.
type Notices struct {
	url    string // empty where nobody is to be told
	ui     string // where recoveries can be looked at; may be empty
	client *http.Client
	log    *slog.Logger
}

// NewNotices makes the notices. With an empty url they go to the log alone. ui is
// the address of the Temporal UI's page of recoveries, to which ids are added; it
// may be empty.
func NewNotices(url, ui string, client *http.Client, log *slog.Logger) *Notices {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Notices{url: url, ui: strings.TrimRight(ui, "/"), client: orDefault(client), log: log}
}

// Notice is that a recovery needs a person.
type Notice struct {
	State   recovery.State `json:"state"` // without its story
	Overdue bool           `json:"overdue,omitempty"`
}

// TellTeam tells the support team that a recovery needs a person. It may be told
// twice, where the answer was lost.
func (n *Notices) TellTeam(ctx context.Context, notice Notice) error {
	s := &notice.State
	n.log.Warn("a person is needed", "recovery", s.ID, "why", s.Why, "attend_by", s.AttendBy, "overdue", notice.Overdue)
	return n.post(ctx, n.words(s, notice.Overdue))
}

func (n *Notices) words(s *recovery.State, overdue bool) string {
	var b strings.Builder
	b.WriteString("A person is needed")
	if overdue {
		b.WriteString(", and it is overdue")
	}
	fmt.Fprintf(&b, ": %s\n%s\n", s.ID, s.Why)
	if s.Owed != nil {
		fmt.Fprintf(&b, "Owed to customer %s: %s\n", s.Customer, s.Owed)
	}
	if done := s.Done(); len(done) > 0 {
		fmt.Fprintf(&b, "Done already: %s\n", strings.Join(done, ", "))
	}
	if !s.AttendBy.IsZero() {
		fmt.Fprintf(&b, "Please see to it by %s UTC.\n", s.AttendBy.UTC().Format("2006-01-02 15:04"))
	}
	if n.ui != "" {
		b.WriteString(n.ui + "/" + strings.ReplaceAll(s.ID, "/", "%2F") + "\n")
	}
	return strings.TrimSpace(b.String())
}

// post sends a text. It succeeds where nobody is to be told.
func (n *Notices) post(ctx context.Context, text string) error {
	if n.url == "" {
		return nil
	}
	body, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, n.url, bytes.NewReader(body))
	if err != nil {
		return again(FailNotice, "The notice's address cannot be used; see MAKEGOOD_NOTICE_URL.", time.Minute)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := n.client.Do(request)
	if err != nil {
		return again(FailNotice, "Nobody answers where notices go; see MAKEGOOD_NOTICE_URL.", 0) // the address itself may be a secret
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return again(FailNotice, fmt.Sprintf("The notice was not taken (%d); see MAKEGOOD_NOTICE_URL.", response.StatusCode), 0)
	}
	return nil
}
