package config

import (
	"fmt"
	"log/slog"
)

// Secret is a value that is never shown: whatever prints, logs or marshals it
// learns only whether it is set. Reveal gives the value itself.
type Secret struct{ value string }

// NewSecret keeps a value secret.
func NewSecret(value string) Secret { return Secret{value} }

// Reveal is the value, for those who need it to sign in.
func (s Secret) Reveal() string { return s.value }

// Set says whether there is a value.
func (s Secret) Set() bool { return s.value != "" }

// String says whether the secret is set.
func (s Secret) String() string {
	if s.Set() {
		return "(set)"
	}
	return "(not set)"
}

// Format keeps every verb of fmt from reaching the value.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// LogValue keeps the value out of logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText keeps the value out of JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(text []byte) error {
	s.value = string(text)
	return nil
}
