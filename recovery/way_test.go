package recovery_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"makegood/recovery"
)

var (
	byCredit = recovery.Way{Kind: recovery.KindCredit}
	byCoupon = recovery.Way{Kind: recovery.KindCoupon, Valid: recovery.DefaultCouponValid}
)

func euros(amount int64) recovery.Money { return recovery.Money{Amount: amount, Currency: "eur"} }

func TestWaySaysWhatItIs(t *testing.T) {
	if got := byCredit.String() + "; " + byCoupon.String(); got != "credit; coupon, valid 365d" {
		t.Error(got)
	}
}

func TestDebtByAnotherWay(t *testing.T) {
	debt := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: euros(1240), Paid: euros(4960)}
	want := recovery.Debt{Kind: recovery.KindCredit, Money: euros(240), Paid: euros(4960)}
	if got := debt.By(byCredit, euros(240)); got != want || got.String() != "Credit 2.40 EUR" {
		t.Errorf("%+v: %s", got, got)
	}
	want.Kind, want.Valid = recovery.KindCoupon, recovery.DefaultCouponValid
	if got := debt.By(byCoupon, euros(240)); got != want || got.String() != "Coupon for 2.40 EUR, valid 365d" {
		t.Errorf("%+v: %s", got, got)
	}
}

func TestWhatIsLeftOfADebt(t *testing.T) {
	for _, c := range []struct {
		given recovery.Money
		left  int64 // 0: nothing
	}{
		{euros(1000), 240},
		{euros(1239), 1},
		{euros(0), 1240},
		{euros(1240), 0},
		{euros(5000), 0},
		{recovery.Money{Amount: 1000, Currency: "usd"}, 0},
		{recovery.Money{}, 0},
	} {
		debt := recovery.Debt{Kind: recovery.KindRefund, Money: euros(1240)}
		left, some := debt.Less(c.given)
		if some != (c.left > 0) || some && left != euros(c.left) || !some && left != (recovery.Money{}) {
			t.Errorf("less %s: %s, %v", c.given, left, some)
		}
	}
}

// However a debt is given in parts, by whatever ways, the parts come to the debt and
// never to more.
func TestPartsComeToTheDebt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		debt := recovery.Debt{Kind: recovery.KindRefund, Money: euros(rapid.Int64Range(1, 1<<40).Draw(t, "owed"))}
		owed, given := debt.Money.Amount, int64(0)
		for range 20 {
			part := rapid.Int64Range(0, debt.Money.Amount).Draw(t, "part")
			given += part
			left, some := debt.Less(euros(part))
			if given+left.Amount != owed || some != (given < owed) {
				t.Fatalf("%d given and %s left of %d", given, left, owed)
			}
			if !some {
				return
			}
			debt = debt.By(rapid.SampledFrom([]recovery.Way{byCredit, byCoupon}).Draw(t, "way"), left)
		}
	})
}

func TestWhichWaysArePossible(t *testing.T) {
	money, share := recovery.Debt{Kind: recovery.KindRefund, Money: euros(1240)}, recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000}
	known := &recovery.Payment{Customer: "cus_9s6", PaymentIntent: "pi_3Nx", Amount: 4960, Currency: "eur"}
	stranger := &recovery.Payment{PaymentIntent: "pi_3Nx", Amount: 4960, Currency: "eur"}
	for _, c := range []struct {
		name     string
		way      recovery.Way
		debt     recovery.Debt
		payment  *recovery.Payment
		out      bool
		possible bool
	}{
		{"credit", byCredit, money, known, false, true},
		{"credit when the words are out", byCredit, money, known, true, true},
		{"credit to a stranger", byCredit, money, stranger, false, false},
		{"credit without a payment", byCredit, money, nil, false, false},
		{"coupon", byCoupon, money, known, false, true},
		{"coupon without a payment", byCoupon, money, nil, false, true},
		{"coupon when the words are out", byCoupon, money, known, true, false},
		{"no amount", byCoupon, share, known, false, false},
	} {
		if err := c.way.Possible(c.debt, c.payment, c.out); (err == nil) != c.possible || err != nil && err.Error() == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhatWasGivenOfADebt(t *testing.T) {
	refund := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000, Money: euros(1240), Paid: euros(4960)}
	for _, c := range []struct {
		debt  recovery.Debt
		given recovery.Money
		want  string
	}{
		{refund, euros(1240), "Refund 25% of 49.60 EUR"},
		{refund, euros(500), "Refund 5.00 EUR"},
		{refund, recovery.Money{}, "Refund 25% of 49.60 EUR"},
		{recovery.Debt{Kind: recovery.KindCoupon, Percent: 100_000, Valid: recovery.DefaultCouponValid}, euros(5), "Coupon for 10% off, valid 365d"},
	} {
		if got := c.debt.Given(c.given); got != c.want {
			t.Errorf("%s of %+v: %q, want %q", c.given, c.debt, got, c.want)
		}
	}
}

// In every language each part is a sentence of its own, in their order, each with its
// amount, and a coupon with its code.
func TestWordsOfParts(t *testing.T) {
	part := func(kind recovery.RemedyKind, amount int64, progress recovery.Progress) recovery.Part {
		return recovery.Part{Debt: recovery.Debt{Kind: kind, Money: euros(amount), Valid: recovery.DefaultCouponValid}, Progress: progress}
	}
	progresses := []recovery.Progress{recovery.RemedyDone, recovery.RemedyComing, recovery.RemedyByPerson}
	for _, locale := range spoken {
		for _, one := range progresses {
			for _, other := range progresses {
				for _, kind := range []recovery.RemedyKind{recovery.KindCredit, recovery.KindCoupon} {
					parts := []recovery.Part{part(recovery.KindRefund, 1011, one), part(kind, 222, other)}
					told := recovery.Telling{
						Customer: recovery.Customer{Locale: locale}, Parts: parts, Code: "SORRYX",
						Debt: recovery.Debt{Kind: recovery.KindRefund, Money: euros(9999)}, Progress: recovery.RemedyDone, // not looked at
					}
					play := sayingIn(map[string]string{locale: "[{{.Remedy}}]"})
					text := textOf(t, play, told)
					first := remedyIn(t, locale, parts[0].Debt, one)
					second := remedyIn(t, locale, parts[1].Debt, other)
					if first == "" || second == "" || text != "["+first+" "+second+"]" {
						t.Errorf("%s: %q is not %q and %q", locale, text, first, second)
					}
					promised := kind == recovery.KindCoupon && other != recovery.RemedyByPerson
					if strings.Contains(text, "SORRYX") != promised || strings.Contains(text, "99") || strings.ContainsAny(text, "{}") {
						t.Errorf("%s, %s %s: %q", locale, kind, other, text)
					}
					told.Code = ""
					if _, err := play.Words(told); (err != nil) != promised {
						t.Errorf("%s, %s %s without a code: %v", locale, kind, other, err)
					}
				}
			}
		}
	}
}
