package webhook

import "makegood/recovery"

// Heard is one thing that a provider told of one step of a recovery.
type Heard struct {
	// Event is the same for every repeat of this news, and for no other of this
	// provider's: Stripe's evt_… (with :re_… behind it where one event tells of
	// several refunds), SendGrid's sg_event_id, Twilio's SID:status.
	Event    string
	Recovery string // its id
	Step     string
	Receipt  recovery.Receipt
}

// ours says whether the marks of something are those of a recovery. What has none,
// or others, belongs to somebody else who uses the same account.
func ours(id, step string) bool {
	_, is := recovery.ParseID(id)
	return is && step != ""
}
