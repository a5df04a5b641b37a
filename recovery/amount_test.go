package recovery

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustMoney(t testing.TB, written string) Money {
	t.Helper()
	money, err := ParseMoney(written)
	if err != nil {
		t.Fatal(err)
	}
	return money
}

func TestAmounts(t *testing.T) {
	flat := func(written string) Amount { money := mustMoney(t, written); return Amount{Amount: &money} }
	share := func(percent int64) Amount { return Amount{Percent: Percent(percent * percentUnit)} }
	greater := func(written string, percent int64) Amount {
		amount := flat(written)
		amount.Percent = share(percent).Percent
		return amount
	}
	per := func(a Amount, per, after, until Threshold) Amount {
		a.Per, a.After, a.Until = per, after, until
		return a
	}
	completed := func(a Amount) Amount { a.Completed = true; return a }
	atMost := func(a Amount, written string) Amount { money := mustMoney(t, written); a.AtMost = &money; return a }
	sum := func(parts ...Amount) Amount { return Amount{Sum: parts} }
	dated := Amount{Dated: []DatedMoney{{"2025-04-01", mustMoney(t, "10.03 GBP")}, {"2026-04-01", mustMoney(t, "10.34 GBP")}}}
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	const d = 24 * 3600
	for name, c := range map[string]struct {
		amount Amount
		paid   string // empty: no payment is known
		value  float64
		at     time.Time
		want   string
		wrong  string
	}{
		"a share":                              {share(25), "49.60 EUR", 0, noon, "12.40 EUR", ""},
		"a share, rounded up":                  {share(25), "0.01 EUR", 0, noon, "0.01 EUR", ""},
		"a share of yen":                       {share(25), "999 JPY", 0, noon, "250 JPY", ""},
		"a share of dinars, to their step":     {share(25), "1.010 KWD", 0, noon, "0.260 KWD", ""},
		"a share, and no payment":              {share(25), "", 0, noon, "", "no payment is known"},
		"flat":                                 {flat("10.34 GBP"), "", 0, noon, "10.34 GBP", ""},
		"flat yen":                             {flat("500 JPY"), "", 0, noon, "500 JPY", ""},
		"the greater is flat":                  {greater("5.00 EUR", 10), "49.99 EUR", 0, noon, "5.00 EUR", ""},
		"the greater is the same":              {greater("5.00 EUR", 10), "50.00 EUR", 0, noon, "5.00 EUR", ""},
		"the greater is the share":             {greater("5.00 EUR", 10), "50.01 EUR", 0, noon, "5.01 EUR", ""},
		"the greater, and no payment":          {greater("5.00 EUR", 10), "", 0, noon, "5.00 EUR", "no payment is known"},
		"the greater of two kinds of money":    {greater("5.00 EUR", 10), "50.00 GBP", 0, noon, "0.00 ", "the payment was in GBP"},
		"dated, before the first row":          {dated, "", 0, noon.AddDate(-3, 0, 0), "10.03 GBP", ""},
		"dated, the last day of a row":         {dated, "", 0, time.Date(2026, 3, 31, 22, 59, 59, 0, time.UTC), "10.03 GBP", ""},
		"dated, the first day in its zone":     {dated, "", 0, time.Date(2026, 3, 31, 23, 0, 0, 0, time.UTC), "10.34 GBP", ""},
		"dated, long after":                    {dated, "", 0, noon.AddDate(9, 0, 0), "10.34 GBP", ""},
		"per day, just met":                    {per(flat("10.34 GBP"), d, 2*d, 0), "", 2 * d, noon, "10.34 GBP", ""},
		"per day, a second later":              {per(flat("10.34 GBP"), d, 2*d, 0), "", 2*d + 1, noon, "10.34 GBP", ""},
		"per day, at the end of one":           {per(flat("10.34 GBP"), d, 2*d, 0), "", 3 * d, noon, "10.34 GBP", ""},
		"per day, the second has begun":        {per(flat("10.34 GBP"), d, 2*d, 0), "", 3*d + 1, noon, "20.68 GBP", ""},
		"per day, under after":                 {per(flat("10.34 GBP"), d, 4*d, 0), "", 3 * d, noon, "0.00 GBP", ""},
		"per day, at after and above the tier": {per(flat("10.34 GBP"), d, 3*d, 0), "", 3 * d, noon, "0.00 GBP", ""},
		"per day, until":                       {per(flat("10.34 GBP"), d, 2*d, 4*d), "", 9 * d, noon, "20.68 GBP", ""},
		"completed, one second short":          {completed(per(flat("45.00 GBP"), d, 2*d, 0)), "", 3*d - 1, noon, "0.00 GBP", ""},
		"completed, just":                      {completed(per(flat("45.00 GBP"), d, 2*d, 0)), "", 3 * d, noon, "45.00 GBP", ""},
		"completed, the next has begun":        {completed(per(flat("45.00 GBP"), d, 2*d, 0)), "", 4*d - 1, noon, "45.00 GBP", ""},
		"a share per day":                      {per(share(10), d, 2*d, 0), "33.33 EUR", 4 * d, noon, "6.68 EUR", ""},
		"the greater per day":                  {per(greater("5.00 EUR", 10), d, 2*d, 4*d), "80.00 EUR", 9 * d, noon, "16.00 EUR", ""},
		"a sum":                                {sum(flat("95.00 GBP"), completed(per(flat("45.00 GBP"), d, 2*d, 0))), "", 4 * d, noon, "185.00 GBP", ""},
		"a sum of which a part is nothing":     {sum(flat("95.00 GBP"), per(flat("45.00 EUR"), d, 9*d, 0)), "", 4 * d, noon, "95.00 GBP", ""},
		"a sum of two kinds of money":          {sum(flat("95.00 GBP"), flat("45.00 EUR")), "", 0, noon, "95.00 GBP", "45.00 EUR to 95.00 GBP"},
		"a sum with a share, and no payment":   {sum(flat("95.00 GBP"), share(5)), "", 0, noon, "95.00 GBP", "no payment is known"},
		"at most, under it":                    {atMost(flat("9.99 GBP"), "10.00 GBP"), "", 0, noon, "9.99 GBP", ""},
		"at most":                              {atMost(sum(flat("95.00 GBP"), flat("45.00 GBP")), "100.00 GBP"), "", 0, noon, "100.00 GBP", ""},
		"at most, of a part":                   {sum(flat("95.00 GBP"), atMost(flat("45.00 GBP"), "5.00 GBP")), "", 0, noon, "100.00 GBP", ""},
		"at most, in other money":              {atMost(share(10), "5.00 GBP"), "50.00 EUR", 0, noon, "0.00 ", "at most 5.00 GBP, and the amount is in EUR"},
		"no end of it":                         {per(flat("9999999999.99 GBP"), 1e-9, 0, 0), "", 9 * d, noon, "9999999999.99 GBP", ""},
	} {
		t.Run(name, func(t *testing.T) {
			play := &Play{Measure: MeasureOpen, Clock: Clock{Zone: "Europe/London"}, Tiers: []Tier{{AtLeast: 2 * d, Remedy: Remedy{Credit: (*Credit)(&c.amount)}}}}
			given := Case{Value: c.value, At: c.at, Payment: &Payment{Customer: "cus_1"}}
			if c.paid == "" {
				got, err := c.amount.of(reckoning{Case: Case{Value: c.value, At: c.at}, clock: &play.Clock, from: 2 * d})
				check(t, got, err, c.want, c.wrong)
				return
			}
			paid := mustMoney(t, c.paid)
			given.Payment.Amount, given.Payment.Currency = paid.Amount, paid.Currency
			debt, err := play.Owes(0, given)
			check(t, debt.Money, err, c.want, c.wrong)
		})
	}
}

func check(t *testing.T, got Money, err error, want, wrong string) {
	t.Helper()
	if want != "" && got.String() != want {
		t.Errorf("%s, want %s", got, want)
	}
	switch {
	case wrong == "" && err != nil:
		t.Error(err)
	case wrong != "" && (err == nil || !strings.Contains(err.Error(), wrong)):
		t.Errorf("%v does not say %q", err, wrong)
	}
}

// What can be given back is what was paid, in the money that it was paid in.
func TestARefundIsNeverMoreThanWasPaid(t *testing.T) {
	ten := Money{Amount: 1000, Currency: "eur"}
	play := &Play{Measure: "m", Tiers: []Tier{{AtLeast: 1, Remedy: Remedy{Refund: &Refund{Amount: &ten, Per: 1}}}}}
	paid := &Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 2500, Currency: "eur"}
	for value, want := range map[float64]int64{1: 1000, 2: 2000, 3: 2500, 9: 2500} {
		if debt, err := play.Owes(0, Case{Payment: paid, Value: value}); err != nil || debt.Money.Amount != want || debt.Paid.Amount != 2500 {
			t.Errorf("at %v: %+v, %v", value, debt, err)
		}
	}
	play.Tiers[0].Remedy = Remedy{Credit: &Credit{Amount: &ten, Per: 1}}
	if debt, err := play.Owes(0, Case{Payment: paid, Value: 9}); err != nil || debt.Money.Amount != 9000 {
		t.Errorf("credit is not bounded by what was paid: %+v, %v", debt, err)
	}
	play.Tiers[0].Remedy = Remedy{Refund: &Refund{Amount: &ten}}
	other := *paid
	other.Currency = "gbp"
	if debt, err := play.Owes(0, Case{Payment: &other, Value: 9}); err == nil || !strings.Contains(err.Error(), "10.00 EUR and the payment was in GBP") {
		t.Errorf("%+v, %v", debt, err)
	}
	for _, none := range []*Payment{nil, {Customer: "cus_1", Amount: 1, Currency: "eur"}} {
		if debt, err := play.Owes(0, Case{Payment: none, Value: 9}); err == nil || debt.Money != ten {
			t.Errorf("without a payment: %+v, %v", debt, err)
		}
	}
}

func drawPart(t *rapid.T, currency Currency) Amount {
	money := func(name string) Money {
		return Money{Amount: currency.Step() * rapid.Int64Range(1, 50_000).Draw(t, name), Currency: currency}
	}
	var a Amount
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if kind != 1 {
		a.Percent = Percent(rapid.Int64Range(1, int64(whole)).Draw(t, "percent"))
	}
	switch kind {
	case 1, 2:
		flat := money("flat")
		a.Amount = &flat
	case 3:
		for i := range rapid.IntRange(1, 3).Draw(t, "rows") {
			a.Dated = append(a.Dated, DatedMoney{From: Date(time.Date(2026, 1+time.Month(i), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)), Money: money("row")})
		}
	}
	if rapid.Bool().Draw(t, "periods") {
		a.Per = Threshold(rapid.IntRange(1, 50).Draw(t, "per"))
		a.After = Threshold(rapid.IntRange(0, 100).Draw(t, "after"))
		if rapid.Bool().Draw(t, "ends") {
			a.Until = a.After + Threshold(rapid.IntRange(1, 300).Draw(t, "until"))
		}
		a.Completed = rapid.Bool().Draw(t, "completed")
	}
	if rapid.IntRange(0, 3).Draw(t, "capped") == 0 {
		most := money("most")
		a.AtMost = &most
	}
	return a
}

func TestAmountsAgreeWithASlowCalculation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]Currency{"eur", "jpy", "kwd", "isk", "usd"}).Draw(t, "currency")
		amount := drawPart(t, currency)
		if rapid.IntRange(0, 3).Draw(t, "sum") == 0 {
			amount = Amount{AtMost: amount.AtMost}
			for range rapid.IntRange(1, 3).Draw(t, "parts") {
				amount.Sum = append(amount.Sum, drawPart(t, currency))
			}
		}
		paid := rapid.Int64Range(1, 1_000_000).Draw(t, "paid")
		c := Case{
			Payment: &Payment{Customer: "cus_1", Amount: paid, Currency: currency},
			Value:   float64(rapid.IntRange(0, 500).Draw(t, "value")),
			At:      time.Date(2026, 1, rapid.IntRange(-10, 100).Draw(t, "day"), 12, 0, 0, 0, time.UTC),
		}
		from := Threshold(rapid.IntRange(0, int(c.Value)).Draw(t, "from"))
		play := &Play{Measure: "m", Tiers: []Tier{{AtLeast: from, Remedy: Remedy{Credit: (*Credit)(&amount)}}}}
		debt, err := play.Owes(0, c)
		if err != nil {
			t.Fatal(err)
		}
		if want := slowly(amount, c, from); debt.Money.Amount != want || want > 0 && debt.Money.Currency != currency {
			t.Fatalf("%s, want %d %s", debt.Money, want, currency)
		}
	})
}

// slowly works an amount out with fractions, period by period.
func slowly(a Amount, c Case, from Threshold) int64 {
	total := new(big.Rat)
	for _, part := range a.Sum {
		total.Add(total, new(big.Rat).SetInt64(slowly(part, c, from)))
	}
	total.Add(total, new(big.Rat).Mul(slowlyOnce(a, c), new(big.Rat).SetInt64(slowlyCounted(a, c.Value, float64(from)))))
	if a.AtMost != nil && total.Cmp(new(big.Rat).SetInt64(a.AtMost.Amount)) > 0 {
		return a.AtMost.Amount
	}
	return total.Num().Int64()
}

func slowlyOnce(a Amount, c Case) *big.Rat {
	most := new(big.Rat)
	if a.Percent > 0 { // up to the next step: the smallest multiple of it that is enough
		share := new(big.Rat).Mul(big.NewRat(int64(a.Percent), 1_000_000), new(big.Rat).SetInt64(c.Payment.Amount))
		steps := new(big.Rat).Quo(share, new(big.Rat).SetInt64(c.Payment.Currency.Step()))
		whole := new(big.Int).Quo(new(big.Int).Add(steps.Num(), new(big.Int).Sub(steps.Denom(), big.NewInt(1))), steps.Denom())
		most.SetInt(whole.Mul(whole, big.NewInt(c.Payment.Currency.Step())))
	}
	flat := a.Amount
	for i := len(a.Dated) - 1; i >= 0 && flat == nil; i-- {
		begins, _ := time.Parse(time.DateOnly, string(a.Dated[i].From))
		if i == 0 || !c.At.Before(begins) {
			flat = &a.Dated[i].Money
		}
	}
	if flat != nil && most.Cmp(new(big.Rat).SetInt64(flat.Amount)) < 0 {
		most.SetInt64(flat.Amount)
	}
	return most
}

// slowlyCounted walks from period to period. What just meets the tier has begun one.
func slowlyCounted(a Amount, value, from float64) (count int64) {
	if a.Per == 0 {
		return 1
	}
	end := value
	if a.Until > 0 && end > float64(a.Until) {
		end = float64(a.Until)
	}
	for begins := float64(a.After); ; begins += float64(a.Per) {
		begun := begins < end || begins == end && count == 0 && end == from
		if a.Completed {
			begun = begins+float64(a.Per) <= end
		}
		if !begun {
			return count
		}
		count++
	}
}

// Periods need not be whole numbers: 0.3 is three times 0.1.
func TestPeriodsOfFractions(t *testing.T) {
	one := Money{Amount: 100, Currency: "eur"}
	for value, want := range map[float64]int64{0.1: 1, 0.2: 2, 0.30000000000000004: 3, 0.3: 3, 0.31: 4, 0.7: 7, 1.1: 11} {
		for _, completed := range []bool{false, true} {
			a := Amount{Amount: &one, Per: 0.1, Completed: completed}
			got := a.periods(reckoning{Case: Case{Value: value}, clock: &Clock{}})
			if completed && value == 0.31 {
				got++ // the last one is not over
			}
			if got != want {
				t.Errorf("%v has %d, want %d (completed: %v)", value, got, want, completed)
			}
		}
	}
}
