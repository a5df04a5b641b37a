package webhook

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
)

// Call is one request as it came in, before anyone believes it.
type Call struct {
	// URI is path and query as they stood in the request line: /webhooks/twilio?….
	URI    string
	Header http.Header
	// Body is raw, byte for byte: it is what is signed.
	Body []byte
}

// one is a header that stands there exactly once, or nothing: of two signatures
// nobody could say which one was meant.
func (c Call) one(name string) string {
	if values := c.Header.Values(name); len(values) == 1 {
		return values[0]
	}
	return ""
}

// Digest is the same for two calls that are the same in every byte that a signature
// covers or consists of, and for no others. A repeat that was dressed anew (fields
// of a form in another order, the other s of an ECDSA signature) has another
// digest; Event, which no dressing changes, is what tells that one.
func (c Call) Digest() [sha256.Size]byte {
	hash := sha256.New()
	add := func(part []byte) {
		_ = binary.Write(hash, binary.BigEndian, uint64(len(part))) // a hash takes everything
		hash.Write(part)
	}
	add([]byte(c.URI))
	for _, name := range []string{stripeSignature, twilioSignature, sendgridSignature, sendgridTimestamp} {
		add([]byte(c.one(name)))
	}
	add(c.Body)
	return [sha256.Size]byte(hash.Sum(nil))
}
