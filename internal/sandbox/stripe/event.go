package stripe

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/twin"
)

// webhooks are tried for three days, each time signed anew.
var webhooks = callback.Provider{Name: Name, Sign: sign, Lifetime: 72 * time.Hour}

// tell plans the events of a refund, each with its object as the API shows it
// at that time. The v76 SDK has no constant for refund.failed. That a pending
// refund counts on the charge at once, and so comes with charge.refunded, is
// (unverified).
func (t *Twin) tell(tx *twin.Tx, r *Refund, request object) {
	if !t.out.Wanted(Name) {
		return
	}
	created, charge := t.refundOf(tx, r), t.chargeOf(tx, t.payments.Get(r.Payment))
	callbacks := []*callback.Callback{
		event("refund.created", created, nil, r.Created, request),
		event("charge.refunded", charge, nil, r.Created, request),
	}
	before := r.status(tx.Now)
	if after := r.status(r.Settles); after != before {
		settled := t.refundOf(&twin.Tx{Now: r.Settles}, r)
		kind := "refund.updated"
		if after == statusFailed {
			kind = "refund.failed"
		}
		for _, kind := range []string{kind, "charge.refund.updated"} {
			callbacks = append(callbacks, event(kind, settled, object{"status": before}, r.Settles, nil))
		}
	}
	t.out.Add(tx, callbacks...)
}

// event is Stripe's event object about one of its others; previous is what an
// update changed, request the call that made it, if one did.
func event(kind string, about, previous object, at time.Time, request object) *callback.Callback {
	id := twin.ID("evt_1", 23)
	data := object{"object": about}
	if previous != nil {
		data["previous_attributes"] = previous
	}
	if request == nil {
		request = object{"id": nil, "idempotency_key": nil}
	}
	body := twin.JSON(http.StatusOK, object{
		"id": id, "object": "event", "api_version": apiVersion, "created": at.Unix(), "data": data,
		"livemode": false, "pending_webhooks": 1, "request": request, "type": kind,
	}).Body
	return &callback.Callback{ID: id, Provider: Name, Body: strings.TrimSpace(string(body)), Due: at}
}

// sign is the time, and for each secret the HMAC-SHA256 of the time, a point
// and the body.
func sign(r callback.Request) http.Header {
	if r.Forged {
		r.Secrets = []string{twin.ID("whsec_", 32)}
	}
	at := decimal(r.At.Unix())
	header := "t=" + at
	for _, secret := range r.Secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		_, _ = mac.Write([]byte(at + "."))
		_, _ = mac.Write(r.Body)
		header += ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	return http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Stripe-Signature": {header}}
}
