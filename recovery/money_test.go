package recovery

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAShareIsRoundedUpInTheCustomersFavour(t *testing.T) {
	tests := []struct {
		percent string
		paid    Money
		want    int64
	}{
		{"25", Money{4960, "eur"}, 1240},
		{"25", Money{4961, "eur"}, 1241},
		{"12.5", Money{999, "gbp"}, 125},
		{"100", Money{1, "usd"}, 1},
		{"0.0001", Money{1, "usd"}, 1},
		{"33.3333", Money{500, "jpy"}, 167},
		{"25", Money{10010, "kwd"}, 2510}, // Stripe: the last digit of three is zero
		{"25", Money{50000, "isk"}, 12500},
		{"33", Money{50000, "isk"}, 16500},
		{"1", Money{50000, "isk"}, 500},
		{"1.1", Money{50000, "isk"}, 600}, // Stripe: the two decimals are zero
		{"100", Money{math.MaxInt64 / 4, "usd"}, math.MaxInt64 / 4},
	}
	for _, test := range tests {
		percent, err := ParsePercent(test.percent)
		if err != nil {
			t.Fatal(err)
		}
		if got := percent.Of(test.paid); got.Amount != test.want || got.Currency != test.paid.Currency {
			t.Errorf("%s%% of %v is %v, want %d", test.percent, test.paid, got, test.want)
		}
	}
}

func TestAShareIsNeverLessThanOwedNorAStepMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		paid := Money{rapid.Int64Range(1, 1e12).Draw(t, "paid"), rapid.SampledFrom([]Currency{"eur", "jpy", "kwd", "isk"}).Draw(t, "currency")}
		percent := Percent(rapid.Int64Range(1, 1_000_000).Draw(t, "percent"))
		got := percent.Of(paid)
		exact := float64(paid.Amount) * percent.Float() / 100
		if float64(got.Amount) < exact-1e-3 || float64(got.Amount) >= exact+float64(paid.Currency.Step())+1e-3 {
			t.Fatalf("%s%% of %v is %v, and exactly %f", percent, paid, got, exact)
		}
		if got.Amount%paid.Currency.Step() != 0 {
			t.Fatalf("%v cannot be moved", got)
		}
	})
}

func TestMoneyAsPlaysWriteIt(t *testing.T) {
	for text, want := range map[string]Money{
		"10.34 GBP": {1034, "gbp"}, "500 JPY": {500, "jpy"}, "5 eur": {500, "eur"}, "0.5 USD": {50, "usd"}, "1.234 KWD": {1234, "kwd"},
	} {
		if got, err := ParseMoney(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "10", "10.345 GBP", "1.5 JPY", "-1 EUR", "1e3 EUR", "10. EUR", ".5 EUR", "10 XXQ", "ten EUR", "9999999999999999999 EUR", "1 2 EUR"} {
		if got, err := ParseMoney(text); err == nil {
			t.Errorf("%q was taken as %v", text, got)
		}
	}
	for money, want := range map[Money]string{{4960, "eur"}: "49.60 EUR", {5, "eur"}: "0.05 EUR", {500, "jpy"}: "500 JPY", {-120, "usd"}: "-1.20 USD"} {
		if got := money.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestDurationsAsPlaysWriteThem(t *testing.T) {
	for text, want := range map[string]string{"90d": "90d", "36h": "36h", "48h": "2d", "10m": "10m", "1h30m": "1h30m", "0s": "0s", "1d12h": "36h", "15s": "15s"} {
		got, err := ParseDuration(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
		if again, err := ParseDuration(got.String()); err != nil || again != got {
			t.Errorf("%q does not come back: %v, %v", got, again, err)
		}
	}
	for _, text := range []string{"", "10", "-1h", "+1h", "d", "1.5d", "99999999d", "1h1d", "999999h"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q was taken as %s", text, got)
		}
	}
}
