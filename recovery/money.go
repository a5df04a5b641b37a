package recovery

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Money is an amount in the currency's smallest unit: {4960 eur} is 49.60 EUR.
type Money struct {
	Amount   int64    `json:"amount"`
	Currency Currency `json:"currency"`
}

// ParseMoney reads an amount as plays write it, "10.34 GBP" or "500 JPY". It
// refuses a currency it does not know and more decimals than the currency has.
func ParseMoney(s string) (Money, error) {
	number, code, found := strings.Cut(strings.TrimSpace(s), " ")
	currency := Currency(strings.ToLower(strings.TrimSpace(code)))
	if !found || !currency.Known() {
		return Money{}, fmt.Errorf("%q is not an amount: write a number and an ISO 4217 currency, such as 10.34 GBP", s)
	}
	whole, fraction, _ := strings.Cut(number, ".")
	if len(fraction) > currency.Decimals() {
		return Money{}, fmt.Errorf("%q has %d decimals; %s has %d", s, len(fraction), strings.ToUpper(string(currency)), currency.Decimals())
	}
	digits := whole + fraction + strings.Repeat("0", currency.Decimals()-len(fraction))
	amount, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || whole == "" || strings.HasSuffix(number, ".") {
		return Money{}, fmt.Errorf("%q is not an amount: write a number and a currency, such as 10.34 GBP", s)
	}
	return Money{Amount: int64(amount), Currency: currency}, nil
}

// String writes the amount for people who read English: "49.60 EUR", "500 JPY".
func (m Money) String() string {
	return m.Decimal(".") + " " + strings.ToUpper(string(m.Currency))
}

// Decimal writes the number alone, with the given decimal separator.
func (m Money) Decimal(separator string) string {
	decimals := m.Currency.Decimals()
	digits := strconv.FormatInt(m.Amount, 10)
	sign := ""
	if m.Amount < 0 {
		sign, digits = "-", digits[1:]
	}
	if decimals == 0 {
		return sign + digits
	}
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return sign + digits[:len(digits)-decimals] + separator + digits[len(digits)-decimals:]
}

// UnmarshalYAML reads the form that plays use.
func (m *Money) UnmarshalYAML(text []byte) error {
	parsed, err := ParseMoney(strings.Trim(strings.TrimSpace(string(text)), `"'`))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

// Percent is a share in ten-thousandths of one percent: 12.5 % is 125000. It is
// an integer so that a share of money is exact.
type Percent int64

const (
	percentUnit        = 10_000
	whole       uint64 = 100 * percentUnit
)

// ParsePercent reads a share as plays write it: "25", "12.5". At most four decimals.
func ParsePercent(s string) (Percent, error) {
	integer, fraction, _ := strings.Cut(strings.TrimSpace(s), ".")
	if len(fraction) > 4 {
		return 0, fmt.Errorf("%q has more than four decimals", s)
	}
	value, err := strconv.ParseUint(integer+fraction+strings.Repeat("0", 4-len(fraction)), 10, 63)
	if err != nil || integer == "" || value > math.MaxInt64/2 {
		return 0, fmt.Errorf("%q is not a share: write a number of percent such as 25 or 12.5", s)
	}
	return Percent(value), nil
}

// Of is the share of an amount, rounded up to the next unit that can be moved,
// in the customer's favour.
func (p Percent) Of(m Money) Money {
	step := m.Currency.Step()
	amount := mulDivUp(uint64(max(m.Amount, 0)), uint64(max(p, 0)), whole)
	amount = (amount + uint64(step) - 1) / uint64(step) * uint64(step)
	return Money{Amount: int64(min(amount, math.MaxInt64)), Currency: m.Currency}
}

// Float is the share as a number of percent, for providers that take it so.
func (p Percent) Float() float64 { return float64(p) / percentUnit }

// String writes the share without a sign: "25", "12.5".
func (p Percent) String() string {
	return strconv.FormatFloat(p.Float(), 'f', -1, 64)
}

// MarshalText writes the form that UnmarshalText reads.
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form that plays use.
func (p *Percent) UnmarshalText(text []byte) error {
	parsed, err := ParsePercent(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// UnmarshalYAML reads the form that plays use.
func (p *Percent) UnmarshalYAML(text []byte) error {
	return p.UnmarshalText([]byte(strings.Trim(strings.TrimSpace(string(text)), `"'`)))
}
