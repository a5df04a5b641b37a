// Package show writes what a backtest came to for people: as tables in a terminal, and
// as a page that can be sent.
package show

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"makegood/internal/backtest"
	"makegood/recovery"
)

// count writes a number with a comma between thousands.
func count(n int64) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	return sign + grouped(digits)
}

func grouped(digits string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// signed is count with a plus where it is more.
func signed(n int64) string {
	if n > 0 {
		return "+" + count(n)
	}
	return count(n)
}

// amount writes money as "1,234.50 EUR".
func amount(currency recovery.Currency, units int64) string {
	whole, decimals, pointed := strings.Cut(recovery.Money{Amount: max(units, -units), Currency: currency}.Decimal("."), ".")
	text := grouped(whole)
	if pointed {
		text += "." + decimals
	}
	if units < 0 {
		text = "-" + text
	}
	return text + " " + strings.ToUpper(string(currency))
}

// money writes one amount for each currency, or a dash where there is none.
func money(m backtest.Money, separator string) string { return moneyWith(m, separator, "") }

// signedMoney is money with a plus where it is more.
func signedMoney(m backtest.Money, separator string) string { return moneyWith(m, separator, "+") }

func moneyWith(m backtest.Money, separator, plus string) string {
	var parts []string
	for _, currency := range slices.Sorted(maps.Keys(m)) {
		switch units := m[currency]; {
		case units > 0:
			parts = append(parts, plus+amount(currency, units))
		case units < 0:
			parts = append(parts, amount(currency, units))
		}
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, separator)
}

// length writes seconds as "2h17m".
func length(seconds int64) string {
	d := time.Duration(seconds) * time.Second
	if d > time.Hour {
		d = d.Round(time.Minute)
	}
	if d >= 48*time.Hour {
		d = d.Round(time.Hour)
		return strings.TrimSuffix(strconv.FormatInt(int64(d/(24*time.Hour)), 10)+"d"+strings.TrimSuffix((d%(24*time.Hour)).String(), "0m0s"), "0s")
	}
	return recovery.Duration(d).String()
}

func share(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64) + "%"
}

// added is what a shift adds in recoveries, and as a share.
func added(s backtest.Shift) string {
	if s.Added == 0 || s.Share == 0 {
		return signed(s.Added)
	}
	return fmt.Sprintf("%s (%+.1f%%)", signed(s.Added), 100*s.Share)
}

// addedCost is what a shift adds in money, and as shares.
func addedCost(s backtest.Shift, separator string) string {
	var parts []string
	for _, currency := range slices.Sorted(maps.Keys(s.AddedCost)) {
		text := signedMoney(backtest.Money{currency: s.AddedCost[currency]}, "")
		if share, known := s.CostShares[currency]; known {
			text += fmt.Sprintf(" (%+.1f%%)", 100*share)
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, separator)
}

func plus(a, b backtest.Money) backtest.Money {
	sum := maps.Clone(a)
	for currency, units := range b {
		sum[currency] += units
	}
	return sum
}

func less(a, b backtest.Money) backtest.Money {
	rest := maps.Clone(a)
	for currency, units := range b {
		rest[currency] -= units
	}
	return rest
}

// pair is a play, and the one that it is compared with where there is one.
type pair struct {
	one   *backtest.Play
	other *backtest.Play
}

// pairs puts the plays of both sides that answer to one trigger side by side: by their
// names, else one after the other.
func pairs(r *backtest.Result) []pair {
	var all []pair
	for i := range r.Plays {
		if play := &r.Plays[i]; !play.Against {
			all = append(all, pair{one: play})
		}
	}
	for i := range r.Plays {
		play := &r.Plays[i]
		if !play.Against {
			continue
		}
		at := slices.IndexFunc(all, func(p pair) bool { return p.other == nil && p.one != nil && p.one.Name == play.Name })
		if at < 0 {
			at = slices.IndexFunc(all, func(p pair) bool { return p.other == nil && p.one != nil && p.one.Trigger == play.Trigger })
		}
		if at < 0 {
			all = append(all, pair{other: play})
			continue
		}
		all[at].other = play
	}
	return all
}
