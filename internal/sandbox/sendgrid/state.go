package sendgrid

import "makegood/internal/sandbox/twin"

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
