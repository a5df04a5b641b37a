package recovery

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
)

// plain has no characters that are mistaken for each other (0 and O, 1 and I).
var plain = base32.NewEncoding("23456789ABCDEFGHJKLMNPQRSTUVWXYZ").WithPadding(base32.NoPadding)

func digest(parts ...string) []byte {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write([]byte(part))
		hash.Write([]byte{0})
	}
	return hash.Sum(nil)
}

// Ref is the short reference of a recovery that stands in the words: eight
// characters, always the same for the same recovery.
func Ref(recoveryID string) string {
	return plain.EncodeToString(digest("ref", recoveryID))[:8]
}

// Key is a permanent, deterministic key for one step of one recovery, of
// characters and a length that every provider takes: Stripe's idempotency keys
// and its coupons' own ids. It holds no personal data.
func Key(recoveryID, step string) string {
	return "mg_" + step + "_" + hex.EncodeToString(digest("key", recoveryID, step))[:32]
}

// Code is the promotion code of a recovery's coupon: A to Z and digits.
func Code(recoveryID string) string {
	return "SORRY" + plain.EncodeToString(digest("code", recoveryID))[:8]
}
