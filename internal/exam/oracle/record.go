// Package oracle says whether a promise was kept: it holds what the providers' twins
// have on record against what the observations should have led to, and trusts the
// product in nothing.
package oracle

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

// Record is all that the sandbox accepted, in the providers' own fields.
type Record struct {
	Messages       []Message       `json:"messages"`
	Emails         []Mail          `json:"emails"`
	Refunds        []Refund        `json:"refunds"`
	Coupons        []Coupon        `json:"coupons"`
	PromotionCodes []PromotionCode `json:"promotion_codes"`
	Credits        []Credit        `json:"balance_transactions"`
	Suppressions   []Suppression   `json:"survey_suppressions"`
	Faults         []Fault         `json:"faults"`
}

// Message is a text.
type Message struct {
	SID    string `json:"sid"`
	Body   string `json:"body"`
	Status string `json:"status"`

	Created string `json:"date_created"`
	Updated string `json:"date_updated"` // since when it has its status
}

// Mail is an e-mail.
type Mail struct {
	ID         string            `json:"x_message_id"`
	Subject    string            `json:"subject"`
	Text       string            `json:"text"`
	Status     string            `json:"status"`
	CustomArgs map[string]string `json:"custom_args"`
	Created    int64             `json:"created"`
}

// Marks is what Makegood writes on what it makes at Stripe.
type Marks struct {
	Recovery string `json:"makegood_recovery"`
	Step     string `json:"makegood_step"`
}

// Refund is money back.
type Refund struct {
	ID       string `json:"id"`
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
	Status   string `json:"status"`
	Created  int64  `json:"created"`
	Metadata Marks  `json:"metadata"`
}

// Coupon is what a code is worth.
type Coupon struct {
	ID       string  `json:"id"`
	Percent  float64 `json:"percent_off"`
	Amount   int64   `json:"amount_off"`
	Currency string  `json:"currency"`
	Metadata Marks   `json:"metadata"`
}

// PromotionCode is a code of a customer's own.
type PromotionCode struct {
	ID       string `json:"id"`
	Coupon   Coupon `json:"coupon"`
	Metadata Marks  `json:"metadata"`
}

// Credit is a transaction on a customer's balance; a negative amount is credit.
type Credit struct {
	ID       string `json:"id"`
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
	Metadata Marks  `json:"metadata"`
}

// Suppression is an address that gets no survey mail.
type Suppression struct {
	Email string `json:"email"`
}

// Fault is one on demand, with how often it struck.
type Fault struct {
	Provider string `json:"provider"`
	Endpoint string `json:"endpoint"`
	Kind     string `json:"fault"`
	Match    string `json:"match"`
	Seen     int    `json:"seen"`
	Struck   int    `json:"struck"`
}

// Read asks a sandbox for its record.
func Read(ctx context.Context, sandbox string) (*Record, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, sandbox+"/sandbox/state", nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("the sandbox's record cannot be had: %w", err)
	}
	defer response.Body.Close()
	record := new(Record)
	if err := json.NewDecoder(response.Body).Decode(record); err != nil {
		return nil, fmt.Errorf("the sandbox's record cannot be read: %w", err)
	}
	return record, nil
}

// Size is how much is on record; it only grows.
func (r *Record) Size() int {
	return len(r.Messages) + len(r.Emails) + len(r.Refunds) + len(r.Coupons) + len(r.PromotionCodes) + len(r.Credits) + len(r.Suppressions)
}
