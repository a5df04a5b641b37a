package recovery

import (
	"errors"
	"fmt"
)

// Way is another way to give what the ways before it could not: the same money,
// as credit or as a coupon.
type Way struct {
	Kind  RemedyKind `json:"kind"`
	Valid Duration   `json:"valid,omitempty"` // of a coupon
}

// String says the way as the play has it: "credit", "coupon, valid 365d".
func (w Way) String() string {
	if w.Kind == KindCoupon {
		return fmt.Sprintf("%s, valid %s", w.Kind, w.Valid)
	}
	return string(w.Kind)
}

// By is the debt of the same money, or of a part of it, by another way. A coupon
// of a share stays that share.
func (d Debt) By(way Way, left Money) Debt {
	return Debt{Kind: way.Kind, Money: left, Paid: d.Paid, Valid: way.Valid}
}

// Less is what is left of the debt when a part of it was given. It returns false
// where nothing is left, or where what was given is other money.
func (d Debt) Less(given Money) (Money, bool) {
	if given.Currency != d.Money.Currency || given.Amount >= d.Money.Amount {
		return Money{}, false
	}
	return Money{Amount: d.Money.Amount - given.Amount, Currency: d.Money.Currency}, true
}

// ErrUntold is why no coupon is given once the words are out.
var ErrUntold = errors.New("a coupon's code has to be told, and the apology has gone out already")

// Possible says whether a way can be taken for this customer: nil, or why it
// cannot, in plain words. What has no amount in money has no other way.
func (w Way) Possible(debt Debt, payment *Payment, wordsAreOut bool) error {
	switch {
	case debt.Money.Amount <= 0:
		return fmt.Errorf("what is owed is no amount of money")
	case w.Kind == KindCredit:
		return payment.creditable()
	case w.Kind == KindCoupon && wordsAreOut:
		return ErrUntold
	}
	return nil
}

// Given says in a few plain words what was given of the debt, where that is money
// that a provider has named: "Refund 25% of 49.60 EUR", or "Refund 5.00 EUR" where it was
// not all.
func (d Debt) Given(money Money) string {
	if money.Amount > 0 && d.Money.Amount > 0 && money != d.Money {
		d.Money, d.Percent = money, 0
	}
	return d.String()
}

// Part is a part of what is owed, and how far it has come.
type Part struct {
	Debt     Debt
	Progress Progress
	Code     string // of a coupon, where it is not the telling's
}

// Gift is what a step of a recovery gave.
type Gift struct {
	Step string `json:"step"`
	Debt Debt   `json:"debt"`
	Code string `json:"code,omitempty"` // of a coupon
}
