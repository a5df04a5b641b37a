package webhook_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"makegood/gateway/webhook"
	"makegood/recovery"
)

// sound checks what must hold of whatever comes in: an error of a known kind, or
// news that can go on to a recovery.
func sound(t *testing.T, by reader, call webhook.Call) {
	t.Helper()
	heard, err := by.Read(call, noon)
	if err != nil && (heard != nil || !slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })) {
		t.Fatalf("%v, %v", heard, err)
	}
	for _, one := range heard {
		_, is := recovery.ParseID(one.Recovery)
		if !is || one.Event == "" || one.Step == "" || one.Receipt.Step != one.Step || one.Receipt.ID == "" || one.Receipt.Word == "" {
			t.Fatalf("%+v", one)
		}
		if _, err := json.Marshal(one.Receipt); err != nil {
			t.Fatal(err)
		}
	}
	call.Digest()
}

func FuzzStripe(f *testing.F) {
	for _, body := range []string{event("refund.updated", ourRefund), event("charge.refunded", `{"refunds": {"data": [`+ourRefund+`]}}`), event("x", "{}"), "null", ""} {
		f.Add("", body)
	}
	f.Add("t=1795262400,v1=00,v0=,=,t", "{}")
	f.Fuzz(func(t *testing.T, header, body string) {
		sound(t, ourStripe, byStripe(body, "whsec_new", noon))
		sound(t, ourStripe, webhook.Call{Header: headers("Stripe-Signature", header), Body: []byte(body)})
	})
}

func FuzzTwilio(f *testing.F) {
	f.Add("", ourCallback, ourForm)
	f.Add("vOEb5UThFn24KEfnOFLQY2AE5FY=", "?recovery=%zz&step", "a=1&a=2&=&%")
	f.Add("", "//[::1]:x@%00", "MessageSid=SM1&MessageStatus=failed&ErrorCode=99999999999999999999")
	f.Fuzz(func(t *testing.T, header, uri, body string) {
		sound(t, ourTwilio, byTwilio(uri, body, "n3w"))
		sound(t, ourTwilio, webhook.Call{URI: uri, Header: headers("X-Twilio-Signature", header), Body: []byte(body)})
	})
}

func FuzzSendGrid(f *testing.F) {
	for _, body := range []string{"[" + mailEvent("bounce", `, "type": "blocked"`) + "]", "[null, {}]", "[[[[", ""} {
		f.Add("", "", body)
	}
	f.Add(ofNumbers(-1, 0), "1795262400", "[]")
	f.Fuzz(func(t *testing.T, signature, at, body string) {
		sound(t, ourSendGrid, bySendGrid(body, nextKey, noon))
		sound(t, ourSendGrid, webhook.Call{Header: headers(sendgridSignature, signature, sendgridTimestamp, at), Body: []byte(body)})
	})
}
