package sendgrid

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/twin"
)

// keyKind is the one document that keeps the key which signs events.
const keyKind = "sendgrid/webhook_key"

// PublicKey is what events are verified with: an ECDSA key on P-256, as DER in
// base64, which is how SendGrid shows it. The first call makes the key; it
// stays the same for as long as the file does.
func (t *Twin) PublicKey(tx *twin.Tx) string {
	if t.key == nil {
		t.key = newKey()
		private, err := x509.MarshalECPrivateKey(t.key)
		if err != nil {
			panic(fmt.Sprintf("sendgrid: a key of ours cannot be written: %v", err))
		}
		tx.Put(keyKind, "key", private)
	}
	public, err := x509.MarshalPKIXPublicKey(t.key.Public())
	if err != nil {
		panic(fmt.Sprintf("sendgrid: a key of ours cannot be written: %v", err))
	}
	return base64.StdEncoding.EncodeToString(public)
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(fmt.Sprintf("sendgrid: no key can be made: %v", err)) // crypto/rand never fails
	}
	return key
}

func (t *Twin) loadKey(document []byte) error {
	var private []byte
	if err := json.Unmarshal(document, &private); err != nil {
		return err
	}
	key, err := x509.ParseECPrivateKey(private)
	t.key = key
	return err
}

// sign is ECDSA over SHA-256 of the timestamp and the raw body. The key was
// made before there was an endpoint, so it does not change under a request.
func (t *Twin) sign(r callback.Request) http.Header {
	key := t.key
	if r.Forged {
		key = newKey()
	}
	timestamp := strconv.FormatInt(r.At.Unix(), 10)
	digest := sha256.Sum256(append([]byte(timestamp), r.Body...))
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		panic(fmt.Sprintf("sendgrid: a key of ours does not sign: %v", err))
	}
	return http.Header{
		"Content-Type":                           {"application/json"},
		"X-Twilio-Email-Event-Webhook-Signature": {base64.StdEncoding.EncodeToString(signature)},
		"X-Twilio-Email-Event-Webhook-Timestamp": {timestamp},
	}
}
