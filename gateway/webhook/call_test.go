package webhook_test

import (
	"slices"
	"strings"
	"testing"

	"makegood/gateway/webhook"
)

func TestDigest(t *testing.T) {
	calls := []webhook.Call{
		{},
		{URI: "/a"},
		{Body: []byte("/a")},
		{URI: "/a", Body: []byte("b")},
		{URI: "/ab"},
		{Header: headers("Stripe-Signature", "x")},
		{Header: headers("X-Twilio-Signature", "x")},
		{Header: headers(sendgridSignature, "x")},
		{Header: headers(sendgridTimestamp, "x")},
		{Header: headers(sendgridTimestamp, "x"), Body: []byte("y")},
	}
	var digests [][32]byte
	for i, call := range calls {
		digest := call.Digest()
		if slices.Contains(digests, digest) {
			t.Errorf("%d is taken for another", i)
		}
		again := webhook.Call{URI: call.URI, Header: call.Header.Clone(), Body: slices.Clone(call.Body)}
		if again.Header != nil {
			again.Header.Set("I-Twilio-Idempotency-Token", "of this delivery")
			again.Header.Set("User-Agent", "x")
		}
		if again.Digest() != digest {
			t.Errorf("%d is not known again", i)
		}
		digests = append(digests, digest)
	}
}

// What is refused is not repeated: it may hold an address.
func TestErrorsRepeatNothing(t *testing.T) {
	const hush = "ada@example.com"
	for _, one := range []struct {
		by   reader
		call webhook.Call
	}{
		{ourStripe, byStripe(`"`+hush+`"`, "whsec_new", noon)},
		{ourStripe, byStripe(event("refund.updated", `{"amount": "`+hush+`"}`), "whsec_new", noon)},
		{ourTwilio, byTwilio(ourCallback, "To="+hush, "n3w")},
		{ourSendGrid, bySendGrid(`"`+hush+`"`, oldKey, noon)},
		{ourSendGrid, bySendGrid("["+mailEvent("open", `, "timestamp": "`+hush+`"`)+"]", oldKey, noon)},
	} {
		if _, err := one.by.Read(one.call, noon); err == nil || strings.Contains(err.Error(), hush) {
			t.Errorf("%v", err)
		}
	}
}
