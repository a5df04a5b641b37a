package sendgrid

import (
	"strings"
	"time"

	"makegood/internal/sandbox/twin"
)

// Inbox is what a customer's mail program shows.
type Inbox struct {
	Address   string `json:"address"`
	Name      string `json:"name,omitempty"`
	NoSurveys bool   `json:"no_surveys"`
	NoMail    bool   `json:"no_mail"` // on the global list
	Earlier   int    `json:"earlier"` // how many mails came before these
	Mails     []Item `json:"mails"`   // newest first
}

// Item is one mail in an inbox.
type Item struct {
	ID      string    `json:"id"`
	From    string    `json:"from"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Status  string    `json:"status"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at"`
}

// View is the inboxes a person sees, the one with the newest mail first, and
// after them the addresses that are only kept from surveys.
type View struct {
	Inboxes    []Inbox `json:"inboxes"`
	Matching   int     `json:"inboxes_matching"`
	InboxSum   int     `json:"inboxes_total"`
	SumOfMail  int     `json:"emails_total"`
	Delivered  int     `json:"emails_delivered"`
	Suppressed int     `json:"suppressed_total"`
}

// perInbox is how many mails an inbox shows.
const perInbox = 10

// View needs the world's lock.
func (t *Twin) View(tx *twin.Tx, s twin.Search, limit int) View {
	surveys := t.groups.byID[SurveyGroup].members
	v := View{Inboxes: []Inbox{}, InboxSum: len(t.byTo), SumOfMail: t.emails.Len(), Suppressed: len(surveys.order)}
	shown := map[string]bool{}
	show := func(address string) {
		key := strings.ToLower(address)
		if shown[key] {
			return
		}
		shown[key] = true
		if len(v.Inboxes) < limit {
			v.Inboxes = append(v.Inboxes, t.inbox(tx, address))
		}
	}
	for e := range t.emails.Newest() {
		if e.status(tx.Now) == "delivered" {
			v.Delivered++
		}
		if s.In(e.To, e.ToName, e.Subject, e.Text, e.ID) {
			show(e.To)
		}
	}
	for m := range twin.Newest(surveys.order) {
		if s.In(m.Email) {
			show(m.Email)
		}
	}
	v.Matching = len(shown)
	return v
}

func (t *Twin) inbox(tx *twin.Tx, address string) Inbox {
	all := t.byTo[strings.ToLower(address)]
	in := Inbox{
		Address: address, Mails: []Item{}, Earlier: max(0, len(all)-perInbox),
		NoSurveys: t.groups.isIn(SurveyGroup, address), NoMail: t.groups.isGlobal(address),
	}
	for e := range twin.Newest(all[in.Earlier:]) {
		if in.Name == "" {
			in.Name = e.ToName
		}
		text := e.Text
		if text == "" {
			text = e.HTML
		}
		in.Mails = append(in.Mails, Item{
			ID: e.ID, From: e.From, Subject: e.Subject, Text: text, Status: e.status(tx.Now), At: e.Created,
			Reason: e.trouble(tx.Now),
		})
	}
	return in
}

// trouble is why the mail did not arrive, or empty.
func (e *Email) trouble(now time.Time) string {
	if e.Ending == "" {
		return ""
	}
	return e.reason(now)
}
