package config

import (
	"fmt"
	"slices"
	"strings"

	"makegood/recovery"
)

// AmountsJoin is what stands between amounts where several were given.
const AmountsJoin = " and "

// wantedAmount reads money, or the share that a coupon takes off; with several, as many
// of them as were given, in any order.
func (f field) wantedAmount(w *Wanted, several bool) {
	const right = "write such as 12.40 EUR, 10% for a coupon of a share, or none"
	all := []string{w.Texts[0]}
	if several {
		all = strings.Split(w.Texts[0], AmountsJoin)
	}
	var sums []recovery.Money
	for i, one := range all {
		amount, money := parseAmount(one)
		switch at := slices.IndexFunc(sums, func(sum recovery.Money) bool { return sum.Currency == money.Currency }); {
		case amount == "" && withoutComma(one) != "":
			f.refuse(fmt.Sprintf("%q has a comma", cut(one)), "write a point: "+withoutComma(one))
			return
		case amount == "" && several:
			f.refuse(fmt.Sprintf("%q is not an amount", cut(one)), right+"; and where several were given, such as 12.40 EUR and 10%")
			return
		case amount == "":
			f.refuse(fmt.Sprintf("%q is not an amount", cut(one)), right)
			return
		case money.Currency == "":
		case at >= 0:
			f.refuse("this has two amounts in "+strings.ToUpper(string(money.Currency)), "write what they come to together")
			return
		default:
			sums = append(sums, money)
		}
		all[i] = amount
	}
	w.Texts[0] = strings.Join(all, AmountsJoin)
}

// parseAmount is an amount or a share as they are printed, and the amount; empty where
// it is neither.
func parseAmount(written string) (string, recovery.Money) {
	written = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(written), "coupon "))
	if share, isShare := strings.CutSuffix(written, "%"); isShare {
		percent, err := recovery.ParsePercent(strings.TrimSpace(share))
		if err != nil {
			return "", recovery.Money{}
		}
		return percent.String() + "%", recovery.Money{}
	}
	money, err := recovery.ParseMoney(written)
	if err != nil {
		return "", recovery.Money{}
	}
	return money.String(), money
}
