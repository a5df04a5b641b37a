package config

import "fmt"

// Rate is how many activities a second a provider's lane may take, over all
// workers; 0 is no limit. A provider that is not known has none.
func (s Settings) Rate(provider string) float64 {
	switch provider {
	case "stripe":
		return s.StripeRate
	case "twilio":
		return s.TwilioRate
	case "sendgrid":
		return s.SendGridRate
	}
	return 0
}

// Promote is when a worker's version becomes the current one.
type Promote string

// The ways to promote a version.
const (
	PromoteAuto   Promote = "auto"   // as soon as it starts
	PromoteManual Promote = "manual" // by makegood promote
)

// UnmarshalText takes one of the two words.
func (p *Promote) UnmarshalText(text []byte) error {
	switch word := Promote(text); word {
	case PromoteAuto, PromoteManual:
		*p = word
		return nil
	}
	return fmt.Errorf("%q is neither %s nor %s", text, PromoteAuto, PromoteManual)
}
