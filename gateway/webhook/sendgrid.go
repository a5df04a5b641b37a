package webhook

import (
	"crypto/ecdsa"
	"strconv"
	"time"

	"github.com/sendgrid/sendgrid-go/helpers/eventwebhook"

	"makegood/config"
)

// SendGrid believes what the private half of one of its keys signed.
type SendGrid struct {
	Keys config.PublicKeys
}

const (
	sendgridSignature = eventwebhook.VerificationHTTPHeader
	sendgridTimestamp = eventwebhook.TimestampHTTPHeader
	// sendgridWithin is ours: the SDK checks no time, and SendGrid names none.
	sendgridWithin = 10 * time.Minute
)

// Read tells what a batch of events says of mails of ours, in its order.
func (s SendGrid) Read(call Call, now time.Time) ([]Heard, error) {
	if !s.Keys.Set() {
		return nil, ErrNotSetUp
	}
	seconds, err := strconv.ParseUint(call.one(sendgridTimestamp), 10, 62)
	switch {
	case err != nil || !s.signed(call):
		return nil, ErrForged
	case !near(time.Unix(int64(seconds), 0), now, sendgridWithin):
		return nil, ErrStale
	}
	return hearSendGrid(call.Body)
}

// signed asks the SDK: ECDSA over the timestamp's characters and the raw body. All
// that it compares is public.
func (s SendGrid) signed(call Call) bool {
	for _, key := range s.Keys {
		if verified(key, call) {
			return true
		}
	}
	return false
}

func verified(key *ecdsa.PublicKey, call Call) bool {
	if key == nil {
		return false
	}
	is, err := eventwebhook.VerifySignature(key, call.Body, call.one(sendgridSignature), call.one(sendgridTimestamp))
	return err == nil && is
}
