package twilio

import (
	"iter"

	"makegood/internal/sandbox/twin"
)

// State is every message as Twilio shows it, oldest first.
func (t *Twin) State(tx *twin.Tx) []map[string]any {
	out := make([]map[string]any, t.messages.Len())
	for i, m := range t.messages.All() {
		out[i] = m.object(tx.Now)
	}
	return out
}

// Newest is every message, newest first.
func (t *Twin) Newest() iter.Seq[*Message] { return t.messages.Newest() }

// To is every message to one phone, oldest first.
func (t *Twin) To(phone string) []*Message { return t.byTo[phone] }

// Count is how many messages and phones there are.
func (t *Twin) Count() (messages, phones int) { return t.messages.Len(), len(t.byTo) }

// Show is the message as Twilio shows it.
func (m *Message) Show(tx *twin.Tx) map[string]any { return m.object(tx.Now) }
