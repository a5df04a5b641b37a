package sendgrid

import (
	"iter"
	"strings"

	"makegood/internal/sandbox/twin"
)

// Suppression is an address that gets no mail of a group; on the global list
// it has no group.
type Suppression struct {
	Group   int    `json:"group_id,omitempty"`
	Email   string `json:"email"`
	Created int64  `json:"created"`
}

// State is everything, oldest first.
type State struct {
	Emails       []map[string]any `json:"emails"`
	Suppressions []Suppression    `json:"survey_suppressions"`
	Global       []Suppression    `json:"global_suppressions"`
}

// State needs the world's lock.
func (t *Twin) State(tx *twin.Tx) State {
	s := State{Emails: make([]map[string]any, t.emails.Len()), Suppressions: []Suppression{}, Global: suppressions(t.groups.global)}
	for i, e := range t.emails.All() {
		s.Emails[i] = e.Show(tx.Now)
	}
	for _, g := range t.groups.order {
		s.Suppressions = append(s.Suppressions, suppressions(g.members)...)
	}
	return s
}

func suppressions(l members) []Suppression {
	out := make([]Suppression, len(l.order))
	for i, m := range l.order {
		out[i] = Suppression{Group: m.Group, Email: m.Email, Created: m.Added.Unix()}
	}
	return out
}

// Newest is every mail, newest first.
func (t *Twin) Newest() iter.Seq[*Email] { return t.emails.Newest() }

// To is every mail to one address, oldest first.
func (t *Twin) To(email string) []*Email { return t.byTo[strings.ToLower(email)] }

// Count is how many mails and inboxes there are, and how many addresses are
// suppressed in some group.
func (t *Twin) Count() (emails, inboxes, suppressed int) {
	for _, g := range t.groups.order {
		suppressed += len(g.members.order)
	}
	return t.emails.Len(), len(t.byTo), suppressed
}

// Suppressed tells whether surveys keep away from this address.
func (t *Twin) Suppressed(email string) bool { return t.groups.isIn(SurveyGroup, email) }
