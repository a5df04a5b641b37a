package webhook

import (
	"encoding/json"

	"makegood/activities"
	"makegood/recovery"
)

// marks are our custom_args, which SendGrid puts beside an event's own fields.
type marks struct {
	Recovery string `json:"makegood_recovery"`
	Step     string `json:"makegood_step"`
}

// sendgridEvent is what we read of an event.
type sendgridEvent struct {
	Event     string `json:"event"`
	Type      string `json:"type"` // of a bounce: bounce or blocked
	Timestamp int64  `json:"timestamp"`
	EventID   string `json:"sg_event_id"`
	MessageID string `json:"sg_message_id"`
}

// hearSendGrid reads the marks of each event first: what is not ours may have
// custom_args of any name and kind, and must not keep ours from being heard.
func hearSendGrid(body []byte) ([]Heard, error) {
	var events []json.RawMessage
	if json.Unmarshal(body, &events) != nil {
		return nil, unreadable("it is no array of events")
	}
	var all []Heard
	for _, written := range events {
		var of marks
		if json.Unmarshal(written, &of) != nil || !ours(of.Recovery, of.Step) {
			continue
		}
		var event sendgridEvent
		if json.Unmarshal(written, &event) != nil {
			return nil, unreadable("an event has a field of another kind")
		}
		at, dated := moment(event.Timestamp)
		if event.Event == "" || event.EventID == "" || event.MessageID == "" || !dated {
			return nil, unreadable("an event lacks its name, an id or its time")
		}
		receipt := recovery.Receipt{Step: of.Step, Provider: "sendgrid", ID: activities.MessageID(event.MessageID), Status: event.status(), At: at}
		all = append(all, Heard{Event: event.EventID, Recovery: of.Recovery, Step: of.Step, Receipt: activities.SendGridStatus(receipt)})
	}
	return all, nil
}

// status is the event in the words of the e-mail logs, which activities knows: a
// bounce that is blocked was turned away for now, and the address is good. Events
// such as spamreport and unsubscribe are no word on delivery, and read as pending.
func (e *sendgridEvent) status() string {
	if e.Event == "bounce" && e.Type == "blocked" {
		return e.Type
	}
	return e.Event
}
