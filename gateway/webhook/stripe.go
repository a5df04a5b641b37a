package webhook

import (
	"crypto/hmac"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	stripehook "github.com/stripe/stripe-go/v76/webhook"

	"makegood/config"
)

// Stripe believes what one of its endpoint's secrets (whsec_…) signed.
type Stripe struct {
	Secrets config.Secrets
}

const (
	stripeSignature = "Stripe-Signature"
	stripeWithin    = stripehook.DefaultTolerance // 300 s; Stripe signs each delivery anew
)

// Read tells what an event says of refunds of ours, and nothing where it says
// nothing of them. Stripe sends events out of order and for up to three days: a
// refund that reads as pending may have succeeded since, so whoever must be sure
// fetches it and believes that.
func (s Stripe) Read(call Call, now time.Time) ([]Heard, error) {
	if !s.Secrets.Set() {
		return nil, ErrNotSetUp
	}
	at, signatures, ok := readStripeSignature(call.one(stripeSignature))
	switch {
	case !ok || !s.signed(at, call.Body, signatures):
		return nil, ErrForged
	case !near(at, now, stripeWithin):
		return nil, ErrStale
	}
	return hearStripe(call.Body)
}

// signed computes by the SDK and compares in constant time. Its ConstructEvent is
// not used: it asks the wall clock, takes calls from the future, refuses as stale
// what nobody has signed, and reads the whole event in one API version.
func (s Stripe) signed(at time.Time, body []byte, signatures [][]byte) bool {
	for _, secret := range s.Secrets {
		if !secret.Set() {
			continue
		}
		right := stripehook.ComputeSignature(at, body, secret.Reveal())
		for _, one := range signatures {
			if hmac.Equal(right, one) {
				return true
			}
		}
	}
	return false
}

// readStripeSignature reads t=1795284120,v1=5257…,v0=…. There is one v1 for each
// secret that holds at Stripe; v0 is made for tests, by a key that everyone knows.
func readStripeSignature(header string) (at time.Time, signatures [][]byte, ok bool) {
	for part := range strings.SplitSeq(header, ",") {
		switch name, value, _ := strings.Cut(part, "="); name {
		case "t":
			seconds, err := strconv.ParseInt(value, 10, 64)
			if err != nil || !at.IsZero() {
				return time.Time{}, nil, false
			}
			at = time.Unix(seconds, 0)
		case "v1":
			if signature, err := hex.DecodeString(value); err == nil {
				signatures = append(signatures, signature)
			}
		}
	}
	return at, signatures, !at.IsZero() && len(signatures) > 0
}
