package recovery

import (
	"errors"
	"time"
)

// Observation is what a backend saw of an experience at one moment.
type Observation struct {
	ID         string             `json:"id"`
	Trigger    string             `json:"trigger"`
	Experience string             `json:"experience"`
	ObservedAt time.Time          `json:"observed_at"`
	OccurredAt time.Time          `json:"occurred_at,omitzero"`
	Measures   map[string]float64 `json:"measures,omitempty"`
	Resolved   bool               `json:"resolved,omitzero"`
	Incident   string             `json:"incident,omitempty"`
	Attributes map[string]any     `json:"attributes,omitempty"`
	Customer   Customer           `json:"customer"`
	Payment    *Payment           `json:"payment,omitempty"`
}

// Customer is whom it happened to, and how they can be reached. Only ID stands
// in ids, lists and columns; the rest never leaves the workflow's payloads.
type Customer struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"` // E.164
	Email    string `json:"email,omitempty"`
	Locale   string `json:"locale,omitempty"` // BCP 47
	TimeZone string `json:"time_zone,omitempty"`
	Segment  string `json:"segment,omitempty"`
}

// Payment is what was paid, at Stripe. Amount is in the currency's smallest unit.
type Payment struct {
	PaymentIntent string   `json:"payment_intent,omitempty"`
	Charge        string   `json:"charge,omitempty"`
	Customer      string   `json:"customer,omitempty"` // Stripe's customer, cus_…
	Amount        int64    `json:"amount"`
	Currency      Currency `json:"currency"`
}

// Money is what was paid.
func (p *Payment) Money() Money { return Money{Amount: p.Amount, Currency: p.Currency} }

func (p *Payment) refundable() error {
	if p == nil || (p.PaymentIntent == "" && p.Charge == "") {
		return errors.New("no payment is known that could be refunded")
	}
	return nil
}

func (p *Payment) creditable() error {
	if p == nil || p.Customer == "" {
		return errors.New("no Stripe customer is known who could be credited")
	}
	return nil
}

// RecoveryID is the id of the recovery, and of its workflow, that the observation
// belongs to: recovery/<trigger>/<experience>/<customer id>.
func (o *Observation) RecoveryID() string {
	return "recovery/" + o.Trigger + "/" + o.Experience + "/" + o.Customer.ID
}
