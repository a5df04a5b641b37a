package recovery

import (
	"strings"

	"github.com/Rhymond/go-money"
)

// Currency is an ISO 4217 code in lower case, as Stripe writes it: "eur".
type Currency string

// twoDecimalsAtStripe are currencies without cents whose amounts Stripe still
// takes with two decimals (docs: "Special cases" of zero-decimal currencies).
var twoDecimalsAtStripe = map[Currency]bool{"isk": true, "ugx": true}

// noDecimalsAtStripe are currencies whose fifths or hundredths nobody uses, and that
// Stripe takes whole (docs: "Zero-decimal currencies").
var noDecimalsAtStripe = map[Currency]bool{"mga": true}

// noMoney are codes of ISO 4217 that nobody pays with: metals, units of account, tests.
var noMoney = map[Currency]bool{"xau": true, "xag": true, "xpt": true, "xpd": true, "xdr": true, "xts": true, "xxx": true, "clf": true, "uyi": true, "uyw": true}

// Known says whether the code is a currency that money can be given in.
func (c Currency) Known() bool {
	return len(c) == 3 && !noMoney[c] && string(c) == strings.ToLower(string(c)) && money.GetCurrency(strings.ToUpper(string(c))) != nil
}

// Decimals is how many digits stand after the point: 2 for eur, 0 for jpy, 3 for kwd.
func (c Currency) Decimals() int {
	switch {
	case twoDecimalsAtStripe[c]:
		return 2
	case noDecimalsAtStripe[c]:
		return 0
	}
	if known := money.GetCurrency(strings.ToUpper(string(c))); known != nil {
		return known.Fraction
	}
	return 2
}

// Step is the smallest amount that can be moved, in smallest units. Stripe takes
// three-decimal currencies only with a last digit of zero, and those whose two
// decimals are for show only with both of them zero.
func (c Currency) Step() int64 {
	switch {
	case twoDecimalsAtStripe[c]:
		return 100
	case c.Decimals() == 3:
		return 10
	}
	return 1
}
