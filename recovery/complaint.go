package recovery

import (
	"bytes"
	"errors"
	"time"

	"github.com/go-json-experiment/json"
)

// Complaint is the customer's own word that an experience failed: they came to
// us. It changes who was first, and the words; never what is owed.
type Complaint struct {
	ID           string    `json:"id"` // makes a repeat harmless
	Trigger      string    `json:"trigger"`
	Experience   string    `json:"experience"`
	ComplainedAt time.Time `json:"complained_at"`     // when the customer came to us
	Channel      string    `json:"channel,omitempty"` // how: "phone", "chat", "desk"
	Customer     Complains `json:"customer"`
}

// Complains is who complained: the opaque id alone.
type Complains struct {
	ID string `json:"id"`
}

// RecoveryID is the id of the recovery that the complaint belongs to.
func (c *Complaint) RecoveryID() string {
	return "recovery/" + c.Trigger + "/" + c.Experience + "/" + c.Customer.ID
}

// ParseComplaint reads a complaint from JSON. What it does not know, wrong types
// and anything after the object are Problems that name the field.
func ParseComplaint(data []byte) (*Complaint, error) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return nil, Problems{{Wrong: "there is nothing here", Right: sendComplaint}}
	}
	complaint := new(Complaint)
	if err := json.Unmarshal(data, complaint, json.RejectUnknownMembers(true)); err != nil {
		return nil, Problems{problemOfComplaint(err)}
	}
	if data[0] == 'n' {
		return nil, Problems{{Wrong: "this is null", Right: sendComplaint}}
	}
	return complaint, nil
}

// problemOfComplaint is ProblemOfJSON for one who sends a complaint: it has no
// attributes, and does not come in many.
func problemOfComplaint(err error) Problem {
	problem := ProblemOfJSON(err)
	switch {
	case errors.Is(err, json.ErrUnknownName):
		problem.Right = "leave it out"
	case problem.Field == "", problem.Right == sendOne:
		problem.Right = sendComplaint
	}
	return problem
}

const sendComplaint = "send a complaint as a JSON object: id, trigger, experience, complained_at and customer.id"

// Check says everything that is wrong with a complaint at a time. It returns
// Problems, or nil.
func (c *Complaint) Check(now time.Time) error {
	var ps Problems
	ps.opaque("id", c.ID)
	ps.opaque("trigger", c.Trigger)
	ps.opaque("experience", c.Experience)
	ps.customerID("customer.id", c.Customer.ID)
	ps.recoveryID(c.RecoveryID())
	if c.Channel != "" {
		ps.opaque("channel", c.Channel)
	}
	switch {
	case c.ComplainedAt.IsZero():
		ps.add("complained_at", "this is missing", "send when the customer came to us, in RFC 3339")
	case c.ComplainedAt.After(now.Add(clockSkew)):
		ps.add("complained_at", "this lies in the future", "send when the customer came to us")
	case c.ComplainedAt.Year() < 1970:
		ps.add("complained_at", "this lies before 1970", "send when the customer came to us")
	}
	return ps.err()
}

// Hear takes a complaint into the state and says whether it says something new:
// the earliest complaint is the one that counts. Who was first is decided by when
// the customer came, not by when we heard of it.
func (s *State) Hear(c *Complaint) bool {
	at := c.ComplainedAt.UTC()
	if s.Complaint == c.ID || !s.ComplainedAt.IsZero() && !at.Before(s.ComplainedAt) {
		return false
	}
	s.Complaint, s.ComplainedAt = c.ID, at
	if s.ApologyAt.IsZero() || at.Before(s.ApologyAt) {
		s.First = FirstCustomer
	}
	return true
}

// Complained says a complaint in plain words, for the story.
func (s *State) Complained(c *Complaint) string {
	by := ""
	if c.Channel != "" {
		by = " by " + c.Channel
	}
	words := "The customer came to us" + by + " at " + c.ComplainedAt.UTC().Format("2006-01-02 15:04:05") + " UTC"
	switch {
	case s.Stage == Dismissed && s.DismissedBy == "":
		return words + "; nothing was owed by the play."
	case s.First == FirstCustomer && s.ApologyAt.IsZero():
		return words + ", before we told them."
	case s.First == FirstCustomer:
		return words + ", before our apology went out; its words could not say so any more."
	}
	return words + "; our apology was there before."
}
