package recovery_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"makegood/recovery"
)

func TestWordsReadAsTheLocaleWrites(t *testing.T) {
	refund := func(amount int64, currency recovery.Currency) recovery.Debt {
		return recovery.Debt{Kind: recovery.KindRefund, Money: recovery.Money{Amount: amount, Currency: currency}}
	}
	coupon := func(percent recovery.Percent) recovery.Debt {
		return recovery.Debt{Kind: recovery.KindCoupon, Percent: percent}
	}
	for _, c := range []struct {
		text, customer string
		debt           recovery.Debt
		want           string
	}{
		{"en", "en-US", refund(1240, "eur"), "12.40 EUR"},
		{"en", "en-US", refund(123456789, "usd"), "1,234,567.89 USD"},
		{"en", "en-IN", refund(123456789, "inr"), "12,34,567.89 INR"},
		{"pl", "pl-PL", refund(1240, "eur"), "12,40 EUR"},
		{"pl", "pl", refund(123456789, "pln"), "1 234 567,89 PLN"},
		{"de", "de-DE", refund(123456789, "eur"), "1.234.567,89 EUR"},
		{"de", "de-CH", refund(123456789, "chf"), "1'234'567.89 CHF"},
		{"nb", "no", refund(123456789, "nok"), "1 234 567,89 NOK"},
		{"no", "no", refund(123456789, "nok"), "1 234 567,89 NOK"},
		{"en", "pl", refund(1240, "eur"), "12.40 EUR"}, // the text is English
		{"en", "ja", refund(500, "jpy"), "500 JPY"},
		{"en", "en", refund(1234, "kwd"), "1.234 KWD"},
		{"en", "en", refund(1005, "eur"), "10.05 EUR"},
		{"en", "en", refund(5, "eur"), "0.05 EUR"},
		{"en", "en", refund(9007199254740993, "eur"), "90,071,992,547,409.93 EUR"},
		{"en", "en", refund(9223372036854775807, "jpy"), "9,223,372,036,854,775,807 JPY"},
		{"en", "en", coupon(125000), "12.5%"},
		{"en", "en", coupon(70000), "7%"},
		{"en", "en", coupon(333333), "33.3333%"},
		{"en", "en", coupon(1000000), "100%"},
		{"de", "de", coupon(125000), "12,5 %"},
		{"pl", "pl", coupon(125000), "12,5%"},
		{"en", "en", recovery.Debt{Kind: recovery.KindRefund, Percent: 250000}, ""},
		{"en", "en", recovery.Debt{}, ""},
	} {
		play := sayingIn(map[string]string{c.text: "[{{.Amount}}]"})
		got := textOf(t, play, recovery.Telling{Customer: recovery.Customer{Locale: c.customer}, Debt: c.debt, Code: "X", Progress: recovery.RemedyDone})
		if got != "["+c.want+"]" {
			t.Errorf("%+v in %s for %s: %q, want %q", c.debt, c.text, c.customer, got, c.want)
		}
	}
}

func TestWordsSayTheMeasure(t *testing.T) {
	const day = 86400
	for _, c := range []struct {
		locale, measure string
		value           float64
		want            string
	}{
		{"en", "delay_minutes", 192, "3 h 12 min"},
		{"en", "delay_minutes", 180, "3 h"},
		{"en", "delay_minutes", 59.4, "59 min"},
		{"en", "delay_minutes", 59.6, "1 h"},
		{"en", "delay_minutes", 0.75, "45 s"},
		{"en", "delay_minutes", 0, "0 s"},
		{"en", "delay_minutes", -5, "0 s"},
		{"en", "delay_minutes", 1439.6, "1 day"},
		{"en", "delay_minutes", 1440 + 90, "1 day 2 h"},
		{"en", "delay_minutes", 1e300, "36,500 days"},
		{"en", "wait_seconds", 90, "1 min 30 s"},
		{"en", "wait_seconds", 599.6, "10 min"},
		{"en", "wait_seconds", 700, "12 min"},
		{"en", "wait_seconds", 59.6, "1 min"},
		{"en", "outage_hours", 12.5, "12 h 30 min"},
		{"en", "overdue_days", 2, "2 days"},
		{"en", "minutes", 5, "5 min"},
		{"en", "open", 4 * day, "4 days"},
		{"en", "open", 5400, "1 h 30 min"},
		{"en", "occurrences", 3, "3"},
		{"en", "missing_items", 1234.567, "1,234.57"},
		{"en", "downtime", 5, "5"},
		{"de", "open", 1 * day, "1 Tag"},
		{"de", "open", 2*day + 3600, "2 Tage 1 h"},
		{"pl", "open", 1 * day, "1 dzień"},
		{"pl", "open", 2 * day, "2 dni"},
		{"pl", "open", 5 * day, "5 dni"},
		{"cs", "open", 1 * day, "1 den"},
		{"cs", "open", 2 * day, "2 dny"},
		{"cs", "open", 5 * day, "5 dní"},
		{"fr", "open", 2 * day, "2 jours"},
		{"nl", "delay_minutes", 192, "3 uur 12 min"},
		{"da", "delay_minutes", 192, "3 t 12 min"},
		{"pl", "missing_items", 1234.5, "1 234,5"},
		{"fi", "open", 2 * day, "2 days"}, // no sentences ship: English ones
	} {
		play := sayingIn(map[string]string{c.locale: "[{{.Measure}}]"})
		play.Measure = c.measure
		got := textOf(t, play, recovery.Telling{Customer: recovery.Customer{Locale: c.locale}, Value: c.value})
		if got != "["+c.want+"]" {
			t.Errorf("%s %v in %s: %q, want %q", c.measure, c.value, c.locale, got, c.want)
		}
	}
}

// However a locale writes an amount, its digits are the amount's.
func TestMoneyKeepsItsDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		money := recovery.Money{
			Amount:   rapid.Int64Range(1, 1<<62).Draw(t, "amount"),
			Currency: rapid.SampledFrom([]recovery.Currency{"eur", "jpy", "kwd", "usd", "pln"}).Draw(t, "currency"),
		}
		locale := rapid.SampledFrom([]string{"en", "de", "de-CH", "pl", "fr", "en-IN", "sv", "nb", "es-MX", "pt-BR"}).Draw(t, "locale")
		message, err := sayingIn(map[string]string{locale: "{{.Amount}}"}).Words(recovery.Telling{
			Customer: recovery.Customer{Locale: locale}, Debt: recovery.Debt{Kind: recovery.KindCredit, Money: money}, Progress: recovery.RemedyDone,
		})
		if err != nil {
			t.Fatal(err)
		}
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, message.Text)
		if digits != strings.ReplaceAll(money.Decimal("."), ".", "") {
			t.Errorf("%d %s in %s: %q", money.Amount, money.Currency, locale, message.Text)
		}
	})
}
