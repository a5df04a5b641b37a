package sendgrid

import (
	"bytes"
	"encoding/json"
	"maps"
	"strings"
	"time"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/twin"
)

// mostEvents go out in one request. (SendGrid posts what it has at least every
// 30 s or 768 kB; unverified)
const mostEvents = 500

// webhooks is the Event Webhook: an array of events, tried for 24 hours.
func (t *Twin) webhooks() callback.Provider {
	return callback.Provider{Name: Name, Sign: t.sign, Batch: mostEvents, Lifetime: 24 * time.Hour, Whole: true}
}

// tell plans the events of a mail: processed, and then how it ends; or dropped
// alone.
func (t *Twin) tell(tx *twin.Tx, e *Email) {
	if !t.out.Wanted(Name) {
		return
	}
	var callbacks []*callback.Callback
	for _, event := range e.events(e.settles()) {
		due := e.Created
		if event["event"] != "processed" {
			due = e.settles()
		}
		callbacks = append(callbacks, &callback.Callback{
			ID: event["sg_event_id"].(string), Provider: Name, Body: e.posted(event), Due: due,
		})
	}
	t.out.Add(tx, callbacks...)
}

// posted is an event as the webhook has it: with the categories, and with the
// custom args beside its own fields, of which none gives way to them.
func (e *Email) posted(event map[string]any) string {
	out := map[string]any{}
	for name, value := range e.CustomArgs {
		out[name] = value
	}
	maps.Copy(out, event)
	if len(e.Categories) > 0 {
		out["category"] = e.Categories
	}
	if e.Group != 0 {
		out["asm_group_id"] = e.Group
	}
	var b bytes.Buffer
	plain := json.NewEncoder(&b) // <, > and & stay as they are, for a fault's match
	plain.SetEscapeHTML(false)
	_ = plain.Encode(out) // strings and numbers only
	return strings.TrimSpace(b.String())
}
