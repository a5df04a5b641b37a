package backtest

import (
	"fmt"
	"math"

	"makegood/recovery"
)

// sums is money by currency, in smallest units.
type sums map[recovery.Currency]int64

// add is false where the sum is more than can be counted.
func (s *sums) add(money recovery.Money) bool {
	if *s == nil {
		*s = sums{}
	}
	before := (*s)[money.Currency]
	if money.Amount > math.MaxInt64-before {
		return false
	}
	(*s)[money.Currency] = before + money.Amount
	return true
}

func (s *sums) addAll(other sums) bool {
	fits := true
	for currency, amount := range other {
		fits = s.add(recovery.Money{Amount: amount, Currency: currency}) && fits
	}
	return fits
}

func errTooMuch(play *recovery.Play) error {
	return fmt.Errorf("what the play %s owes in one currency is more than %d smallest units; look at the amounts in the file", play.Name, int64(math.MaxInt64))
}
