package sendgrid

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// SurveyGroup is the suppression group that exists from the start.
const SurveyGroup = 7001

// group is a suppression group; suppressed keeps when each lower-case address
// was added, in the order of addresses.
type group struct {
	ID          int    `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	IsDefault   bool   `json:"is_default"`

	members members
}

// member is an address on a list.
type member struct {
	Email string    `json:"email"`
	Added time.Time `json:"added"`
	Group int       `json:"group,omitempty"` // 0 is the global list
}

// members is one list: no address twice, oldest first.
type members struct {
	order []*member
	at    map[string]*member
}

type groups struct {
	byID   map[int]*group
	order  []*group
	global members
}

const (
	groupKind  = "sendgrid/group"
	memberKind = "sendgrid/suppression"
)

func newGroups() groups {
	g := groups{byID: map[int]*group{}, global: newMembers()}
	g.insert(&group{ID: SurveyGroup, Name: "Surveys", Description: "Requests for feedback"})
	return g
}

func newMembers() members { return members{at: map[string]*member{}} }

func (g *groups) insert(new *group) {
	new.members = newMembers()
	g.byID[new.ID] = new
	g.order = append(g.order, new)
}

// list is the group's, or the global one where there is no such group: that is
// what SendGrid adds to.
func (g *groups) list(id int) (list *members, group int) {
	if found := g.byID[id]; found != nil {
		return &found.members, id
	}
	return &g.global, 0
}

func (g *groups) add(tx *twin.Tx, id int, email string) {
	list, group := g.list(id)
	m := &member{Email: email, Added: tx.Now, Group: group}
	if list.insert(m) {
		tx.Put(memberKind, m.key(), m)
	}
}

func (g *groups) isIn(id int, email string) bool {
	found := g.byID[id]
	return found != nil && found.members.has(email)
}

func (g *groups) isGlobal(email string) bool { return g.global.has(email) }

func (m *member) key() string { return strconv.Itoa(m.Group) + "/" + strings.ToLower(m.Email) }

func (l *members) has(email string) bool { return l.at[strings.ToLower(email)] != nil }

// insert answers false where the address was there already.
func (l *members) insert(m *member) bool {
	if l.has(m.Email) {
		return false
	}
	l.at[strings.ToLower(m.Email)] = m
	l.order = append(l.order, m)
	return true
}

// remove answers the member that was removed, or nil.
func (l *members) remove(email string) *member {
	m := l.at[strings.ToLower(email)]
	if m == nil {
		return nil
	}
	delete(l.at, strings.ToLower(email))
	kept := l.order[:0]
	for _, other := range l.order {
		if other != m {
			kept = append(kept, other)
		}
	}
	l.order = kept
	return m
}

func (l *members) emails() []string {
	out := make([]string, len(l.order))
	for i, m := range l.order {
		out[i] = m.Email
	}
	return out
}

func (g *groups) load(c journal.Change) (bool, error) {
	switch c.Kind {
	case groupKind:
		var loaded group
		if err := json.Unmarshal(c.Body, &loaded); err != nil {
			return true, err
		}
		g.insert(&loaded)
		return true, nil
	case memberKind:
		m := new(member)
		if err := json.Unmarshal(c.Body, m); err != nil {
			return true, err
		}
		list, _ := g.list(m.Group)
		list.insert(m)
		return true, nil
	}
	return false, nil
}
