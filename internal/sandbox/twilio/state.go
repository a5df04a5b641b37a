package twilio

import "makegood/internal/sandbox/twin"

// State is every message as Twilio shows it, oldest first.
func (t *Twin) State(tx *twin.Tx) []map[string]any {
	out := make([]map[string]any, t.messages.Len())
	for i, m := range t.messages.All() {
		out[i] = m.object(tx.Now)
	}
	return out
}
