package webhook_test

import (
	"errors"
	"net/url"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/gateway/webhook"
)

// changed is a call with one byte of its body put in place of another.
func changed(t *rapid.T, call webhook.Call) webhook.Call {
	body := append([]byte(nil), call.Body...)
	at := rapid.IntRange(0, len(body)-1).Draw(t, "at")
	body[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
	call.Body = body
	return call
}

// Stripe and SendGrid sign bytes: whichever one is changed, nothing is heard.
func TestNoByteOfTheBodyCanBeChanged(t *testing.T) {
	for name, of := range map[string]struct {
		by   reader
		call webhook.Call
	}{
		"Stripe":   {ourStripe, byStripe(event("refund.updated", ourRefund), "whsec_new", noon)},
		"SendGrid": {ourSendGrid, bySendGrid("["+mailEvent("delivered", "")+"]", oldKey, noon)},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if heard, err := of.by.Read(changed(t, of.call), noon); !errors.Is(err, webhook.ErrForged) || heard != nil {
					t.Fatalf("%v, %v", heard, err)
				}
			})
		})
	}
}

// Twilio signs fields: a byte that changes no field (%2B to %2b) changes nothing
// that is heard, and any other is refused.
func TestNoFieldOfTheFormCanBeChanged(t *testing.T) {
	good := byTwilio(ourCallback, ourForm, "n3w")
	form, _ := url.ParseQuery(ourForm)
	rapid.Check(t, func(t *rapid.T) {
		call := changed(t, good)
		heard, err := ourTwilio.Read(call, noon)
		if read, wrong := url.ParseQuery(string(call.Body)); wrong == nil && reflect.DeepEqual(read, form) {
			if diff := cmp.Diff([]webhook.Heard{textHeard("delivered", arrived)}, heard); err != nil || diff != "" {
				t.Fatalf("%v %s", err, diff)
			}
			return
		}
		if !errors.Is(err, webhook.ErrForged) || heard != nil {
			t.Fatalf("%q: %v, %v", call.Body, heard, err)
		}
	})
}

// Twilio signs the whole address: no byte of the path or query can be changed.
func TestNoByteOfTheAddressCanBeChanged(t *testing.T) {
	good := byTwilio(ourCallback, ourForm, "n3w")
	rapid.Check(t, func(t *rapid.T) {
		address := changed(t, webhook.Call{Body: []byte(good.URI)}).Body
		call := good
		call.URI = string(address)
		if heard, err := ourTwilio.Read(call, noon); !errors.Is(err, webhook.ErrForged) || heard != nil {
			t.Fatalf("%q: %v, %v", address, heard, err)
		}
	})
}
