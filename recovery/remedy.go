package recovery

import (
	"fmt"
	"time"
)

// Remedy is what makes good. Exactly one of its fields is set.
type Remedy struct {
	Refund *Refund `json:"refund,omitempty"`
	Coupon *Coupon `json:"coupon,omitempty"`
	Credit *Credit `json:"credit,omitempty"`
	Custom *Custom `json:"custom,omitempty"`
}

// RemedyKind names a remedy.
type RemedyKind string

// The remedies there are.
const (
	KindRefund RemedyKind = "refund"
	KindCoupon RemedyKind = "coupon"
	KindCredit RemedyKind = "credit"
	KindCustom RemedyKind = "custom"
)

// Refund gives so much back to the original way of payment. Never more than was
// paid.
type Refund Amount

// Credit lowers the customer's next invoice by so much.
type Credit Amount

// Coupon is money off the next purchase, with a code of the customer's own.
type Coupon struct {
	Percent Percent      `json:"percent,omitempty"`
	Amount  *Money       `json:"amount,omitempty"`
	Dated   []DatedMoney `json:"dated,omitempty"` // instead of Amount: what it was from which day on
	Valid   Duration     `json:"valid"`
}

// Custom is a remedy of the author's own: an activity that they register, on a
// task queue of their own.
type Custom struct {
	Activity string            `json:"activity"`
	Queue    string            `json:"queue"`
	With     map[string]any    `json:"with,omitempty"` // its parameters
	Words    map[string]string `json:"words"`          // by locale: the sentence that says what was given
}

// Kind names the remedy that is set; it is empty where none is.
func (r Remedy) Kind() RemedyKind {
	switch {
	case r.Refund != nil:
		return KindRefund
	case r.Coupon != nil:
		return KindCoupon
	case r.Credit != nil:
		return KindCredit
	case r.Custom != nil:
		return KindCustom
	}
	return ""
}

// Money is how much money is given back or credited; nil for other remedies.
func (r Remedy) Money() *Amount {
	switch {
	case r.Refund != nil:
		return (*Amount)(r.Refund)
	case r.Credit != nil:
		return (*Amount)(r.Credit)
	}
	return nil
}

// Debt is what one tier owes one customer, worked out against what they paid.
type Debt struct {
	Kind    RemedyKind `json:"kind"`
	Percent Percent    `json:"percent,omitempty"` // as the play says it; for a coupon, the share off
	Money   Money      `json:"money,omitzero"`    // what is given; zero for a coupon of a share
	Paid    Money      `json:"paid,omitzero"`
	Valid   Duration   `json:"valid,omitempty"` // for a coupon

	Activity string `json:"activity,omitempty"` // for a remedy of the author's own
}

// Case is what an amount is worked out from.
type Case struct {
	Payment *Payment  // nil where none is known
	Value   float64   // of the play's measure, when the tier came to be owed
	At      time.Time // when it happened: which amounts were in force
}

// Owes works out the debt of a tier. It fails where the remedy needs a payment
// that is not known or is in another currency: a person must then see to it.
func (p *Play) Owes(tier int, c Case) (Debt, error) {
	remedy := p.Tiers[tier].Remedy
	debt := Debt{Kind: remedy.Kind()}
	if c.Payment != nil {
		debt.Paid = c.Payment.Money()
	}
	c.Value = max(c.Value, float64(p.Tiers[tier].AtLeast)) // a person may confirm a tier before it is met
	reckoning := reckoning{Case: c, clock: &p.Clock, from: p.Tiers[tier].AtLeast}
	switch {
	case remedy.Refund != nil:
		return debt.owing(Amount(*remedy.Refund), reckoning, c.Payment.refundable())
	case remedy.Credit != nil:
		return debt.owing(Amount(*remedy.Credit), reckoning, c.Payment.creditable())
	case remedy.Coupon != nil:
		debt.Percent, debt.Valid = remedy.Coupon.Percent, remedy.Coupon.Valid
		if flat := inForce(remedy.Coupon.Amount, remedy.Coupon.Dated, reckoning); flat != nil {
			debt.Money = *flat
		}
		return debt, nil
	case remedy.Custom != nil:
		debt.Activity = remedy.Custom.Activity
		return debt, nil
	}
	return debt, fmt.Errorf("the play names no remedy")
}

func (d Debt) owing(amount Amount, r reckoning, missing error) (Debt, error) {
	if amount.isShare() {
		d.Percent = amount.Percent
	}
	money, err := amount.of(r)
	if err != nil {
		money = Money{} // a part of it, or what a cap would have been, is not what is owed
	}
	d.Money = money
	switch {
	case missing != nil:
		return d, missing
	case err != nil:
		return d, err
	case d.Kind != KindRefund || money.Amount == 0:
		return d, nil
	case d.Money.Currency != d.Paid.Currency:
		return d, fmt.Errorf("the play owes %s and the payment was in %s", d.Money, code(d.Paid.Currency))
	}
	d.Money.Amount = min(d.Money.Amount, d.Paid.Amount)
	return d, nil
}

// String says the debt in a few plain words, for summaries and lists: "Refund 25% of 49.60 EUR".
func (d Debt) String() string {
	switch d.Kind {
	case KindRefund:
		return "Refund " + d.amount()
	case KindCredit:
		return "Credit " + d.amount()
	case KindCoupon:
		if d.Percent > 0 {
			return fmt.Sprintf("Coupon for %s%% off, valid %s", d.Percent, d.Valid)
		}
		return fmt.Sprintf("Coupon for %s, valid %s", d.Money, d.Valid)
	case KindCustom:
		return d.Activity
	}
	return "Nothing"
}

func (d Debt) amount() string {
	switch {
	case d.Percent > 0 && d.Paid.Amount > 0:
		return fmt.Sprintf("%s%% of %s", d.Percent, d.Paid)
	case d.Percent > 0:
		return fmt.Sprintf("%s%% of what was paid", d.Percent)
	case d.Money.Currency == "":
		return "of an amount that could not be worked out"
	}
	return d.Money.String()
}

// Gives says what a tier gives as the play has it: "refund of 25%", "coupon for 10% off,
// valid 365d", "credit of 10.34 GBP for each 1d from 2d on".
func (p *Play) Gives(tier int) string {
	r := p.Tiers[tier].Remedy
	reading := func(at Threshold) string { return p.Reading(float64(at)) }
	switch {
	case r.Refund != nil:
		return "refund of " + Amount(*r.Refund).said(reading)
	case r.Credit != nil:
		return "credit of " + Amount(*r.Credit).said(reading)
	case r.Coupon != nil:
		off := Amount{Percent: r.Coupon.Percent, Amount: r.Coupon.Amount, Dated: r.Coupon.Dated}
		return fmt.Sprintf("coupon for %s off, valid %s", off.said(reading), r.Coupon.Valid)
	case r.Custom != nil:
		return r.Custom.Activity
	}
	return "nothing"
}
