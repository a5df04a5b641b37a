package sendgrid

import (
	"time"
)

// Email is one mail to one recipient, as it was accepted; its status follows
// from the time.
type Email struct {
	ID         string            `json:"id"` // the sg_message_id
	MessageID  string            `json:"x_message_id"`
	To         string            `json:"to"`
	ToName     string            `json:"to_name,omitempty"`
	From       string            `json:"from"`
	FromName   string            `json:"from_name,omitempty"`
	Subject    string            `json:"subject"`
	Text       string            `json:"text,omitempty"`
	HTML       string            `json:"html,omitempty"`
	CustomArgs map[string]string `json:"custom_args,omitempty"`
	Categories []string          `json:"categories,omitempty"`
	Group      int               `json:"asm_group_id,omitempty"`
	Ending     string            `json:"ending,omitempty"` // one of endings; "" is delivered
	Reason     string            `json:"reason,omitempty"` // why it was not delivered
	Created    time.Time         `json:"created"`
	Pace       time.Duration     `json:"pace"`
}

// outcome is what an ending means in the logs.
type outcome struct {
	event, status, reason string
	atOnce                bool // instead of processed, not after it
}

var outcomes = map[string]outcome{
	"":         {event: "delivered", status: "delivered", reason: "250 2.0.0 OK"},
	"bounce":   {event: "bounce", status: "bounced", reason: "550 5.1.1 The email account that you tried to reach does not exist"},
	"blocked":  {event: "bounce", status: "blocked", reason: "554 5.7.1 Message rejected by policy"},
	"deferred": {event: "deferred", status: "deferred", reason: "451 4.3.2 Try again later"},
	"dropped":  {event: "dropped", status: "dropped", reason: "Bounced Address", atOnce: true},
}

func (e *Email) outcome() outcome {
	o := outcomes[e.Ending]
	if e.Reason != "" {
		o.reason = e.Reason
	}
	return o
}

// settles is when the outcome is known.
func (e *Email) settles() time.Time {
	if e.outcome().atOnce {
		return e.Created
	}
	return e.Created.Add(e.Pace)
}

func (e *Email) status(now time.Time) string {
	if now.Before(e.settles()) {
		return "processed"
	}
	return e.outcome().status
}

// reason is empty until the outcome is known.
func (e *Email) reason(now time.Time) string {
	if now.Before(e.settles()) {
		return ""
	}
	return e.outcome().reason
}

// summary is the mail as a search of the logs shows it.
func (e *Email) summary(now time.Time) map[string]any {
	return map[string]any{
		"from_email": e.From, "sg_message_id": e.ID, "subject": e.Subject, "to_email": e.To, "status": e.status(now),
		"reason": e.reason(now), "sg_message_id_created_at": e.Created.UTC().Format(time.RFC3339Nano),
	}
}

// detail is the mail as its own log shows it, with its events.
func (e *Email) detail(now time.Time) map[string]any {
	out := map[string]any{
		"from_email": e.From, "sg_message_id": e.ID, "subject": e.Subject, "to_email": e.To, "status": e.status(now),
		"api_key_id": "sandbox", "client_ip": "192.0.2.1", "events": e.events(now), "category": orEmpty(e.Categories),
		"custom_args": e.args(),
	}
	if e.Group != 0 {
		out["asm_group_id"] = e.Group
	}
	return out
}

func (e *Email) events(now time.Time) []map[string]any {
	event := func(name string, at time.Time) map[string]any {
		return map[string]any{
			"event": name, "email": e.To, "sg_message_id": e.ID, "sg_event_id": e.ID + "-" + name,
			"timestamp": at.Unix(), "smtp-id": "<" + e.MessageID + "@sandbox.example.com>",
		}
	}
	events := []map[string]any{}
	if !e.outcome().atOnce {
		events = append(events, event("processed", e.Created))
	}
	if now.Before(e.settles()) {
		return events
	}
	o := e.outcome()
	last := event(o.event, e.settles())
	switch o.event {
	case "delivered", "deferred":
		last["response"], last["ip"], last["attempt"] = o.reason, "192.0.2.1", "1"
	case "bounce":
		last["type"] = map[string]string{"bounced": "bounce", "blocked": "blocked"}[o.status]
		last["reason"], last["status"] = o.reason, o.reason[4:9]
	default:
		last["reason"] = o.reason
	}
	return append(events, last)
}

// Show is the mail in the state of the sandbox.
func (e *Email) Show(now time.Time) map[string]any {
	out := e.summary(now)
	out["to"], out["to_name"], out["from"], out["from_name"] = e.To, e.ToName, e.From, e.FromName
	out["text"], out["html"], out["x_message_id"] = e.Text, e.HTML, e.MessageID
	out["custom_args"], out["categories"], out["created"] = e.args(), orEmpty(e.Categories), e.Created.Unix()
	if e.Group != 0 {
		out["asm_group_id"] = e.Group
	}
	return out
}

func (e *Email) args() map[string]string {
	if e.CustomArgs == nil {
		return map[string]string{}
	}
	return e.CustomArgs
}

func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
