package activities

import (
	"time"

	"makegood/recovery"
)

// Step names one side effect within a recovery, for its keys, its row in the
// ledger and its receipt: "refund", "sms", "email", … A person's retry after a
// correction orders a new step ("sms:2"), never the old one again.
type Step struct {
	Recovery string    `json:"recovery"` // the recovery's id
	Name     string    `json:"name"`
	Since    time.Time `json:"since"` // when the workflow first ordered it
}

// Key is the step's permanent key at providers that know keys.
func (s Step) Key() string { return recovery.Key(s.Recovery, s.Name) }

// RefundOrder asks for money back to the original way of payment.
type RefundOrder struct {
	Step    Step             `json:"step"`
	Money   recovery.Money   `json:"money"`
	Payment recovery.Payment `json:"payment"`
}

// CouponOrder asks for a coupon and a promotion code of the customer's own.
type CouponOrder struct {
	Step     Step             `json:"step"`
	Percent  recovery.Percent `json:"percent,omitempty"` // or Money
	Money    recovery.Money   `json:"money,omitzero"`
	Code     string           `json:"code"`
	Expires  time.Time        `json:"expires"`            // fixed when ordered, so that every attempt asks for the same
	Customer string           `json:"customer,omitempty"` // Stripe's, where known: the code is then for them alone
	Name     string           `json:"name"`               // shown on receipts and invoices
}

// CreditOrder asks to lower the customer's next invoice.
type CreditOrder struct {
	Step     Step           `json:"step"`
	Money    recovery.Money `json:"money"`
	Customer string         `json:"customer"` // Stripe's
}

// SMSOrder asks for the words to be texted, once.
type SMSOrder struct {
	Step       Step      `json:"step"`
	To         string    `json:"to"`
	Body       string    `json:"body"`
	Ref        string    `json:"ref"` // stands in Body; the message is found again by it
	SentCounts bool      `json:"sent_counts,omitempty"`
	QuietFrom  time.Time `json:"quiet_from,omitzero"` // from when on it does not go out any more
}

// EmailOrder asks for the words to be mailed, once.
type EmailOrder struct {
	Step      Step      `json:"step"`
	To        string    `json:"to"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	Ref       string    `json:"ref"`                 // stands in Subject; the mail is found again by it
	QuietFrom time.Time `json:"quiet_from,omitzero"` // from when on it does not go out any more
}

// ReceiptOrder asks to read a step back from its provider until it is final.
type ReceiptOrder struct {
	Step       Step   `json:"step"`
	Provider   string `json:"provider"`
	ID         string `json:"id"`
	To         string `json:"to,omitempty"` // the address of a mail: SendGrid's logs are searched by it
	SentCounts bool   `json:"sent_counts,omitempty"`
}

// SurveyMailOrder asks to keep the provider's survey mail away from an address.
type SurveyMailOrder struct {
	Step  Step   `json:"step"`
	Email string `json:"email"`
}
