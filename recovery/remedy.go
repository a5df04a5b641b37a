package recovery

import "fmt"

// Remedy is what makes good. Exactly one of its fields is set.
type Remedy struct {
	Refund *Refund `json:"refund,omitempty"`
	Coupon *Coupon `json:"coupon,omitempty"`
	Credit *Credit `json:"credit,omitempty"`
}

// RemedyKind names a remedy.
type RemedyKind string

// The remedies there are.
const (
	KindRefund RemedyKind = "refund"
	KindCoupon RemedyKind = "coupon"
	KindCredit RemedyKind = "credit"
)

// Refund gives back a share of what was paid, or a fixed amount, to the original
// way of payment. Never more than was paid.
type Refund struct {
	Percent Percent `json:"percent,omitempty"`
	Amount  *Money  `json:"amount,omitempty"`
}

// Coupon is money off the next purchase, with a code of the customer's own.
type Coupon struct {
	Percent Percent  `json:"percent,omitempty"`
	Amount  *Money   `json:"amount,omitempty"`
	Valid   Duration `json:"valid"`
}

// Credit lowers the customer's next invoice.
type Credit struct {
	Percent Percent `json:"percent,omitempty"`
	Amount  *Money  `json:"amount,omitempty"`
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
	}
	return ""
}

// Debt is what one tier owes one customer, worked out against what they paid.
type Debt struct {
	Kind    RemedyKind `json:"kind"`
	Percent Percent    `json:"percent,omitempty"` // as the play says it; for a coupon, the share off
	Money   Money      `json:"money,omitzero"`    // what is given; zero for a coupon of a share
	Paid    Money      `json:"paid,omitzero"`
	Valid   Duration   `json:"valid,omitempty"` // for a coupon
}

// Owes works out the debt of a tier. It fails where the remedy needs a payment
// that is not known or is in another currency: a person must then see to it.
func (r Remedy) Owes(payment *Payment) (Debt, error) {
	debt := Debt{Kind: r.Kind()}
	if payment != nil {
		debt.Paid = payment.Money()
	}
	switch {
	case r.Refund != nil:
		return debt.share(r.Refund.Percent, r.Refund.Amount, payment, payment.refundable())
	case r.Credit != nil:
		return debt.share(r.Credit.Percent, r.Credit.Amount, payment, payment.creditable())
	case r.Coupon != nil:
		debt.Percent, debt.Valid = r.Coupon.Percent, r.Coupon.Valid
		if r.Coupon.Amount != nil {
			debt.Money = *r.Coupon.Amount
		}
		return debt, nil
	}
	return debt, fmt.Errorf("the play names no remedy")
}

func (d Debt) share(percent Percent, fixed *Money, payment *Payment, missing error) (Debt, error) {
	d.Percent = percent
	switch {
	case fixed != nil:
		d.Money = *fixed
	case payment != nil:
		d.Money = percent.Of(d.Paid)
	}
	if missing != nil {
		return d, missing
	}
	if d.Kind != KindRefund {
		return d, nil
	}
	if d.Money.Currency != d.Paid.Currency {
		return d, fmt.Errorf("the play owes %s and the payment was in %s", d.Money, d.Paid.Currency)
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
	}
	return "Nothing"
}

func (d Debt) amount() string {
	switch {
	case d.Percent > 0 && d.Paid.Amount > 0:
		return fmt.Sprintf("%s%% of %s", d.Percent, d.Paid)
	case d.Percent > 0:
		return fmt.Sprintf("%s%% of what was paid", d.Percent)
	}
	return d.Money.String()
}

// String says the remedy as the play has it: "refund of 25%", "coupon for 10% off, valid 365d".
func (r Remedy) String() string {
	switch {
	case r.Refund != nil:
		return "refund of " + shareOrAmount(r.Refund.Percent, r.Refund.Amount)
	case r.Credit != nil:
		return "credit of " + shareOrAmount(r.Credit.Percent, r.Credit.Amount)
	case r.Coupon != nil:
		return fmt.Sprintf("coupon for %s off, valid %s", shareOrAmount(r.Coupon.Percent, r.Coupon.Amount), r.Coupon.Valid)
	}
	return "nothing"
}

func shareOrAmount(percent Percent, amount *Money) string {
	if amount != nil {
		return amount.String()
	}
	return percent.String() + "%"
}
