package recovery

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // time zones are checked the same way on every machine
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Clocks differ: an observation may lie this far ahead of ours.
const clockSkew = 5 * time.Minute

const (
	maxRecoveryID = 480 // Stripe keeps 500 characters beside a refund
	maxID         = 200
	maxWord       = 200
	maxMeasures   = 100
	maxAmount     = 999_999_999_999 // twelve digits, the most Stripe takes in any currency
)

var opaque = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)

// Check says everything that is wrong with an observation at a time. It returns
// Problems, or nil.
func (o *Observation) Check(now time.Time) error {
	var ps Problems
	ps.opaque("id", o.ID)
	ps.opaque("trigger", o.Trigger)
	ps.opaque("experience", o.Experience)
	ps.customerID("customer.id", o.Customer.ID)
	ps.recoveryID(o.RecoveryID())
	ps.times(o, now)
	ps.measures(o.Measures)
	if len(o.Incident) > 0 {
		ps.opaque("incident", o.Incident)
	}
	ps.attributes(o.Attributes)
	ps.customer(&o.Customer)
	if o.Payment != nil {
		ps.payment(o.Payment)
	}
	return ps.err()
}

// Check says whether an observation carries what the play decides by.
func (p *Play) Check(o *Observation) error {
	if p.Measure == MeasureOpen || p.Measure == MeasureOccurrences || o.Resolved {
		return nil
	}
	if _, measured := o.Measures[p.Measure]; measured {
		return nil
	}
	return Problems{{
		Field: "measures." + p.Measure,
		Wrong: fmt.Sprintf("the play %s decides by this measure, and it is not here", p.Name),
		Right: "send it, or resolved: true when the experience is over",
	}}
}

func (ps *Problems) opaque(field, id string) {
	switch {
	case id == "":
		ps.add(field, "this is missing", "send letters, digits and . _ : -")
	case len(id) > maxID:
		ps.add(field, fmt.Sprintf("this has %d characters", len(id)), fmt.Sprintf("send at most %d", maxID))
	case id == "." || id == "..":
		ps.add(field, "a path cannot hold this", "send letters, digits and . _ : -")
	case !opaque.MatchString(id):
		ps.add(field, "this has characters that an id may not have", "send letters, digits and . _ : -")
	}
}

// recoveryID is asked of parts that are sound each by itself.
func (ps *Problems) recoveryID(id string) {
	if len(id) > maxRecoveryID && len(*ps) == 0 {
		ps.add("experience", fmt.Sprintf("with trigger and customer.id it makes an id of %d characters", len(id)), fmt.Sprintf("shorten one of the three: at most %d together", maxRecoveryID))
	}
}

func (ps *Problems) measures(measures map[string]float64) {
	if len(measures) > maxMeasures {
		ps.add("measures", fmt.Sprintf("these are %d measures", len(measures)), fmt.Sprintf("send at most %d; the play decides by one", maxMeasures))
	}
	for name := range measures {
		switch {
		case name == "":
			ps.add("measures", "a measure has no name", "name it as the play does")
		case len(name) > maxID:
			ps.add("measures", fmt.Sprintf("a measure's name has %d characters", len(name)), fmt.Sprintf("send at most %d", maxID))
			return
		}
	}
}

// CheckCustomerID says what is wrong with a customer's id by itself. It returns
// Problems that name the given field, or nil.
func CheckCustomerID(field, id string) error {
	var ps Problems
	ps.customerID(field, id)
	return ps.err()
}

// CheckOpaque says what is wrong with any other id. It returns Problems that
// name the given field, or nil.
func CheckOpaque(field, id string) error {
	var ps Problems
	ps.opaque(field, id)
	return ps.err()
}

// An id stands in lists and addresses, so it must not be a way to reach someone.
func (ps *Problems) customerID(field, id string) {
	if strings.Contains(id, "@") || looksLikePhone(id) {
		ps.add(field, "this looks like an address or a phone number", "send an opaque id, such as c-1042")
		return
	}
	ps.opaque(field, id)
}

func (ps *Problems) times(o *Observation, now time.Time) {
	switch {
	case o.ObservedAt.IsZero():
		ps.add("observed_at", "this is missing", "send when it was observed, in RFC 3339")
	case o.ObservedAt.After(now.Add(clockSkew)):
		ps.add("observed_at", "this lies in the future", "send when it was observed")
	case o.ObservedAt.Year() < 1970:
		ps.add("observed_at", "this lies before 1970", "send when it was observed")
	}
	switch {
	case o.OccurredAt.IsZero():
	case o.OccurredAt.After(now.Add(clockSkew)):
		ps.add("occurred_at", "this lies in the future", "send when it began")
	case !o.ObservedAt.IsZero() && o.OccurredAt.After(o.ObservedAt.Add(clockSkew)):
		ps.add("occurred_at", "this lies after observed_at", "send when it began")
	case o.OccurredAt.Year() < 1970:
		ps.add("occurred_at", "this lies before 1970", "send when it began")
	}
}

func (ps *Problems) customer(c *Customer) {
	if c.Phone != "" {
		if _, err := NormalPhone(c.Phone); err != nil {
			ps.add("customer.phone", "this is not a phone number", "send E.164, such as +12025550143")
		}
	}
	if c.Email != "" && !plainAddress(c.Email) {
		ps.add("customer.email", "this is not an e-mail address", "send one such as ada@example.com")
	}
	if c.Locale != "" {
		if _, err := language.Parse(c.Locale); err != nil {
			ps.add("customer.locale", "this is not a language tag", "send BCP 47, such as pl-PL")
		}
	}
	if c.TimeZone != "" {
		if !knownZone(c.TimeZone) {
			ps.add("customer.time_zone", "this is not a time zone", "send an IANA name, such as Europe/Warsaw")
		}
	}
	if utf8.RuneCountInString(c.Name) > maxWord || strings.ContainsFunc(c.Name, breaksLine) {
		ps.add("customer.name", "this is too long or has line breaks", fmt.Sprintf("send at most %d characters on one line", maxWord))
	}
	if utf8.RuneCountInString(c.Segment) > maxWord || strings.ContainsFunc(c.Segment, breaksLine) {
		ps.add("customer.segment", "this is too long or has line breaks", fmt.Sprintf("send at most %d characters on one line", maxWord))
	}
}

func breaksLine(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

var (
	zoneName = regexp.MustCompile(`^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$`)
	zones    sync.Map // names of time zones that were found: each look reads a file
)

func knownZone(name string) bool {
	if _, known := zones.Load(name); known {
		return true
	}
	if name == "Local" || !zoneName.MatchString(name) {
		return false
	}
	if _, err := time.LoadLocation(name); err != nil {
		return false
	}
	zones.Store(name, true)
	return true
}

func plainAddress(address string) bool {
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address && parsed.Name == "" && len(address) <= 254
}

func (ps *Problems) payment(p *Payment) {
	if p.Amount <= 0 {
		ps.add("payment.amount", fmt.Sprintf("this is %d", p.Amount), "send what was paid, above 0, in the currency's smallest unit")
	} else if p.Amount > maxAmount {
		ps.add("payment.amount", "this is more than any payment can be", fmt.Sprintf("send at most %d", int64(maxAmount)))
	}
	if p.Currency == "" {
		ps.add("payment.currency", "this is missing", "send an ISO 4217 code in lower case, such as eur")
	} else if !p.Currency.Known() {
		ps.add("payment.currency", "this is not a currency that is known", "send an ISO 4217 code in lower case, such as eur")
	}
	for _, id := range []struct{ field, value string }{
		{"payment.payment_intent", p.PaymentIntent},
		{"payment.charge", p.Charge},
		{"payment.customer", p.Customer},
	} {
		if id.value != "" {
			ps.opaque(id.field, id.value)
		}
	}
}

// CheckCorrection says what is wrong with the ways to reach a customer and the
// payment alone, as a person corrects them.
func (o *Observation) CheckCorrection() error {
	var ps Problems
	ps.customer(&o.Customer)
	if o.Payment != nil {
		ps.payment(o.Payment)
	}
	return ps.err()
}
