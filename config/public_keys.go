package config

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strings"
)

// PublicKeys are the keys of one who signs, of which each holds, while one takes
// over from another. They are written as SendGrid shows them, in base64, with
// commas between them.
type PublicKeys []*ecdsa.PublicKey

// Set says whether there is any.
func (k PublicKeys) Set() bool { return len(k) > 0 }

// UnmarshalText reads each, and says which is not a key that signs events. It
// reads by itself, since SendGrid's own parser panics over a key of another kind.
func (k *PublicKeys) UnmarshalText(text []byte) error {
	*k = nil
	written := items(string(text))
	for i, one := range written {
		key := publicKey(one)
		if key == nil {
			*k = nil
			return errors.New(which(i, len(written)) + " is not a key that signs events")
		}
		*k = append(*k, key)
	}
	return nil
}

// MarshalText writes the form that UnmarshalText reads.
func (k PublicKeys) MarshalText() ([]byte, error) {
	written := make([]string, len(k))
	for i, key := range k {
		der, err := x509.MarshalPKIXPublicKey(key)
		if err != nil {
			return nil, err
		}
		written[i] = base64.StdEncoding.EncodeToString(der)
	}
	return []byte(strings.Join(written, ",")), nil
}

// publicKey is an ECDSA key in base64 over DER, or nil.
func publicKey(written string) *ecdsa.PublicKey {
	der, err := base64.StdEncoding.DecodeString(written)
	if err != nil {
		return nil
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil
	}
	key, _ := parsed.(*ecdsa.PublicKey)
	return key
}
