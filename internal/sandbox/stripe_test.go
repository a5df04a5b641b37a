package sandbox

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	stripesdk "github.com/stripe/stripe-go/v76"
	"pgregory.net/rapid"
)

const ada = `{"id": "pi_ada", "amount": 4960, "currency": "eur", "customer": "cus_ada"}`

func refund(amount int64, key string) *stripesdk.RefundParams {
	p := &stripesdk.RefundParams{PaymentIntent: stripesdk.String("pi_ada")}
	if amount > 0 {
		p.Amount = stripesdk.Int64(amount)
	}
	if key != "" {
		p.SetIdempotencyKey(key)
	}
	p.AddMetadata("recovery", "r-1")
	return p
}

// stripeError fails the test where err is not Stripe's own.
func stripeError(t *testing.T, err error) *stripesdk.Error {
	t.Helper()
	var e *stripesdk.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an error of Stripe's", err)
	}
	return e
}

func TestRefundTakesFromTheCharge(t *testing.T) {
	f := start(t)
	f.pay(ada)
	api := f.stripe()

	r, err := api.Refunds.New(refund(1240, "k1"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Status != "succeeded" || r.Amount != 1240 || r.Currency != "eur" || r.Charge.ID != "ch_ada" || r.Metadata["recovery"] != "r-1" {
		t.Errorf("refund: %+v", r)
	}
	pi, err := api.PaymentIntents.Get("pi_ada", nil)
	if err != nil || pi.AmountReceived != 4960 || pi.LatestCharge.ID != "ch_ada" || pi.Customer.ID != "cus_ada" {
		t.Errorf("payment intent: %+v, %v", pi, err)
	}
	expanded := &stripesdk.PaymentIntentParams{}
	expanded.AddExpand("latest_charge")
	if pi, err = api.PaymentIntents.Get("pi_ada", expanded); err != nil || pi.LatestCharge.AmountRefunded != 1240 {
		t.Errorf("expanded payment intent: %+v, %v", pi, err)
	}
	ch, err := api.Charges.Get("ch_ada", nil)
	if err != nil || ch.AmountRefunded != 1240 || ch.Refunded || ch.Disputed {
		t.Errorf("charge: %+v, %v", ch, err)
	}
	if _, err := api.Refunds.New(refund(0, "k2")); err != nil {
		t.Fatal(err)
	}
	if ch, err = api.Charges.Get("ch_ada", nil); err != nil || ch.AmountRefunded != 4960 || !ch.Refunded {
		t.Errorf("charge after the rest: %+v, %v", ch, err)
	}
}

func TestStripeRefuses(t *testing.T) {
	f := start(t)
	f.pay(`[` + ada + `,
		{"id": "pi_done", "amount": 100, "currency": "jpy"},
		{"id": "pi_disputed", "amount": 100, "currency": "usd", "behaviour": "disputed"}]`)
	f.stripeForm("POST", "/v1/refunds", "payment_intent=pi_done", "")
	f.stripeForm("POST", "/v1/coupons", "id=TEN&percent_off=10&redeem_by=1800000000", "")

	for _, c := range []struct {
		name, call, form   string
		status             int
		kind, code, param  string
		messageHas, method string
	}{
		{name: "unknown parameter", call: "refunds", form: "payment_intent=pi_ada&speed=9", status: 400, code: "parameter_unknown", param: "speed"},
		{name: "missing parameter", call: "promotion_codes", form: "code=HELLO", status: 400, code: "parameter_missing", param: "coupon"},
		{name: "neither intent nor charge", call: "refunds", form: "amount=1", status: 400, code: "parameter_missing"},
		{name: "amount no integer", call: "refunds", form: "payment_intent=pi_ada&amount=1.5", status: 400, code: "parameter_invalid_integer", param: "amount"},
		{name: "amount zero", call: "refunds", form: "payment_intent=pi_ada&amount=0", status: 400, code: "parameter_invalid_integer", param: "amount"},
		{name: "empty", call: "refunds", form: "payment_intent=pi_ada&amount=", status: 400, code: "parameter_invalid_empty", param: "amount"},
		{name: "reason", call: "refunds", form: "payment_intent=pi_ada&reason=sorry", status: 400, param: "reason"},
		{name: "no such payment", call: "refunds", form: "payment_intent=pi_none", status: 400, code: "resource_missing", param: "payment_intent"},
		{name: "no such refund", call: "refunds/re_none", method: "GET", status: 404, code: "resource_missing", param: "id"},
		{name: "more than was paid", call: "refunds", form: "payment_intent=pi_ada&amount=4961", status: 400, param: "amount", messageHas: "Refund amount (€49.61) is greater than unrefunded amount on charge (€49.60)"},
		{name: "already refunded", call: "refunds", form: "payment_intent=pi_done&amount=1", status: 400, code: "charge_already_refunded"},
		{name: "disputed", call: "refunds", form: "charge=ch_disputed", status: 400, code: "charge_disputed"},
		{name: "coupon again", call: "coupons", form: "id=TEN&percent_off=10", status: 400, code: "resource_already_exists", param: "id"},
		{name: "coupon of nothing", call: "coupons", form: "id=X", status: 400, code: "parameter_missing"},
		{name: "coupon of both", call: "coupons", form: "percent_off=5&amount_off=5&currency=eur", status: 400, code: "parameters_exclusive", param: "percent_off"},
		{name: "coupon currency", call: "coupons", form: "amount_off=5&currency=xxx", status: 400, param: "currency", messageHas: "Invalid currency: xxx"},
		{name: "coupon in the past", call: "coupons", form: "percent_off=5&redeem_by=1000", status: 400, param: "redeem_by"},
		{name: "code outlives coupon", call: "promotion_codes", form: "coupon=TEN&expires_at=1800000001", status: 400, param: "expires_at"},
		{name: "code with a dash", call: "promotion_codes", form: "coupon=TEN&code=A-B", status: 400, param: "code"},
		{name: "code for nobody", call: "promotion_codes", form: "coupon=TEN&customer=cus_none", status: 400, code: "resource_missing", param: "customer"},
		{name: "credit for nobody", call: "customers/cus_none/balance_transactions", form: "amount=-5&currency=eur", status: 404, code: "resource_missing", param: "id"},
		{name: "credit of nothing", call: "customers/cus_ada/balance_transactions", form: "currency=eur", status: 400, code: "parameter_missing", param: "amount"},
		{name: "limit", call: "refunds?limit=101", method: "GET", status: 400, code: "parameter_invalid_integer", param: "limit"},
		{name: "anchor", call: "refunds?starting_after=re_none", method: "GET", status: 400, code: "resource_missing", param: "starting_after"},
		{name: "no such path", call: "subscriptions", method: "GET", status: 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.method == "" {
				c.method = "POST"
			}
			status, header, body := f.stripeForm(c.method, "/v1/"+c.call, c.form, "")
			e, _ := body["error"].(map[string]any)
			code, _ := e["code"].(string)
			param, _ := e["param"].(string)
			message, _ := e["message"].(string)
			if status != c.status || code != c.code || param != c.param || e["type"] != "invalid_request_error" || !strings.Contains(message, c.messageHas) {
				t.Errorf("got %d %v", status, body)
			}
			if c.name != "no such path" && header.Get("Request-Id") == "" {
				t.Error("no Request-Id")
			}
		})
	}
}

func TestStripeWantsATestKey(t *testing.T) {
	f := start(t)
	for key, want := range map[string]int{stripeKey: 200, "": 401, "sk_" + "live_x": 401, "pk_" + "test_x": 401} {
		status, _, body := f.raw("GET", "/v1/balance", "", http.Header{"Authorization": {"Bearer " + key}})
		if status != want {
			t.Errorf("key %q: got %d %v, want %d", key, status, body, want)
		}
	}
}

func TestLists(t *testing.T) {
	f := start(t)
	f.pay(`[` + ada + `, {"id": "pi_bea", "amount": 500, "currency": "gbp"}]`)
	api := f.stripe()
	var made []string
	for range 7 {
		r, err := api.Refunds.New(refund(10, ""))
		if err != nil {
			t.Fatal(err)
		}
		made = append([]string{r.ID}, made...) // newest first
		f.clock.advance(time.Minute)
	}
	if _, err := api.Refunds.New(&stripesdk.RefundParams{Charge: stripesdk.String("ch_bea")}); err != nil {
		t.Fatal(err)
	}
	list := func(p *stripesdk.RefundListParams) (ids []string) {
		t.Helper()
		for i := api.Refunds.List(p); ; {
			if !i.Next() {
				if i.Err() != nil {
					t.Fatal(i.Err())
				}
				return ids
			}
			ids = append(ids, i.Refund().ID)
		}
	}
	same := func(name string, got, want []string) {
		t.Helper()
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	paged := &stripesdk.RefundListParams{PaymentIntent: stripesdk.String("pi_ada")}
	paged.Limit = stripesdk.Int64(2)
	same("all pages", list(paged), made)
	same("by charge", list(&stripesdk.RefundListParams{Charge: stripesdk.String("ch_ada")}), made)
	since := f.clock.now().Add(-3 * time.Minute).Unix()
	recent := &stripesdk.RefundListParams{PaymentIntent: stripesdk.String("pi_ada"), CreatedRange: &stripesdk.RangeQueryParams{GreaterThanOrEqual: since}}
	same("created", list(recent), made[:3])
	back := &stripesdk.RefundListParams{PaymentIntent: stripesdk.String("pi_ada")}
	back.EndingBefore, back.Limit, back.Single = stripesdk.String(made[5]), stripesdk.Int64(2), true
	same("backwards", list(back), []string{made[4], made[3]}) // the SDK turns such a page round
	if i := api.Refunds.List(&stripesdk.RefundListParams{}); !i.Next() || len(i.RefundList().Data) != 8 {
		t.Error("a list without a filter does not have all")
	}
}

// Whatever is asked for at the same time, no more goes back than was paid.
func TestNoMoreIsRefundedThanWasPaid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(1, 3000), 2, 24).Draw(rt, "amounts")
		f := start(t)
		defer f.stop()
		f.pay(ada)
		api := f.stripe()
		var wg sync.WaitGroup
		granted := make([]int64, len(amounts))
		for i, amount := range amounts {
			wg.Go(func() {
				if r, err := api.Refunds.New(refund(amount, "")); err == nil {
					granted[i] = r.Amount
				}
			})
		}
		wg.Wait()
		var sum, refused int64 // refused is the smallest that was
		for i, g := range granted {
			sum += g
			if g == 0 && (refused == 0 || amounts[i] < refused) {
				refused = amounts[i]
			}
		}
		ch, err := api.Charges.Get("ch_ada", nil)
		if err != nil {
			rt.Fatal(err)
		}
		switch {
		case sum > 4960:
			rt.Fatalf("%d went back of 4960", sum)
		case ch.AmountRefunded != sum:
			rt.Fatalf("the charge says %d, the refunds %d", ch.AmountRefunded, sum)
		case refused > 0 && sum+refused <= 4960:
			rt.Fatalf("%d was refused though only %d had gone back", refused, sum)
		}
	})
}

func TestLaterStatuses(t *testing.T) {
	for behaviour, want := range map[string][2]string{
		"": {"succeeded", "succeeded"}, "pending": {"pending", "succeeded"}, "fails": {"succeeded", "failed"},
	} {
		f := start(t)
		f.pay(`{"id": "pi_ada", "amount": 4960, "currency": "eur", "behaviour": "` + behaviour + `"}`)
		api := f.stripe()
		r, err := api.Refunds.New(refund(60, ""))
		if err != nil || string(r.Status) != want[0] || r.FailureReason != "" {
			t.Errorf("%q at first: %+v, %v", behaviour, r, err)
		}
		f.clock.advance(pace)
		r, err = api.Refunds.Get(r.ID, nil)
		if err != nil || string(r.Status) != want[1] || (want[1] == "failed") != (r.FailureReason != "") {
			t.Errorf("%q later: %+v, %v", behaviour, r, err)
		}
		ch, err := api.Charges.Get("ch_ada", nil)
		back := map[bool]int64{true: 0, false: 60}[want[1] == "failed"]
		if err != nil || ch.AmountRefunded != back {
			t.Errorf("%q: the charge says %d, %v", behaviour, ch.AmountRefunded, err)
		}
	}
}

func TestCouponAndCode(t *testing.T) {
	f := start(t)
	f.pay(ada)
	api := f.stripe()
	redeemBy := f.clock.now().Add(365 * 24 * time.Hour).Unix()
	coupon, err := api.Coupons.New(&stripesdk.CouponParams{
		ID: stripesdk.String("mg_1"), PercentOff: stripesdk.Float64(12.5), Duration: stripesdk.String("once"),
		MaxRedemptions: stripesdk.Int64(1), RedeemBy: &redeemBy, Metadata: map[string]string{"recovery": "r-1"},
	})
	if err != nil || coupon.PercentOff != 12.5 || !coupon.Valid || coupon.RedeemBy != redeemBy || coupon.Metadata["recovery"] != "r-1" {
		t.Fatalf("coupon: %+v, %v", coupon, err)
	}
	soon := f.clock.now().Add(time.Hour).Unix()
	make := func(code string) (*stripesdk.PromotionCode, error) {
		return api.PromotionCodes.New(&stripesdk.PromotionCodeParams{
			Coupon: stripesdk.String("mg_1"), Code: stripesdk.String(code), Customer: stripesdk.String("cus_ada"),
			ExpiresAt: &soon, MaxRedemptions: stripesdk.Int64(1),
			Restrictions: &stripesdk.PromotionCodeRestrictionsParams{MinimumAmount: stripesdk.Int64(500), MinimumAmountCurrency: stripesdk.String("eur")},
		})
	}
	code, err := make("SORRY4U")
	if err != nil || !code.Active || code.Coupon.ID != "mg_1" || code.Customer.ID != "cus_ada" || code.Restrictions.MinimumAmount != 500 {
		t.Fatalf("code: %+v, %v", code, err)
	}
	if _, err := make("sorry4u"); stripeError(t, err).Code != stripesdk.ErrorCodeResourceAlreadyExists {
		t.Errorf("the same code in other letters: %v", err)
	}
	found := func(p *stripesdk.PromotionCodeListParams) bool {
		i := api.PromotionCodes.List(p)
		return i.Next() && i.PromotionCode().ID == code.ID
	}
	for name, p := range map[string]*stripesdk.PromotionCodeListParams{
		"code":     {Code: stripesdk.String("Sorry4U")},
		"coupon":   {Coupon: stripesdk.String("mg_1")},
		"customer": {Customer: stripesdk.String("cus_ada")},
		"active":   {Active: stripesdk.Bool(true)},
	} {
		if !found(p) {
			t.Errorf("not listed by %s", name)
		}
	}
	f.clock.advance(2 * time.Hour)
	if found(&stripesdk.PromotionCodeListParams{Active: stripesdk.Bool(true)}) {
		t.Error("an expired code is listed as active")
	}
	soon = f.clock.now().Add(time.Hour).Unix()
	if _, err := make("sorry4u"); err != nil {
		t.Errorf("a code whose namesake has expired: %v", err)
	}
}

func TestCreditAddsUp(t *testing.T) {
	f := start(t)
	f.pay(ada)
	api := f.stripe()
	give := func(amount int64, currency string) (*stripesdk.CustomerBalanceTransaction, error) {
		return api.CustomerBalanceTransactions.New(&stripesdk.CustomerBalanceTransactionParams{
			Customer: stripesdk.String("cus_ada"), Amount: stripesdk.Int64(amount), Currency: stripesdk.String(currency),
			Metadata: map[string]string{"recovery": "r-1"},
		})
	}
	if b, err := give(-500, "eur"); err != nil || b.EndingBalance != -500 {
		t.Fatalf("%+v, %v", b, err)
	}
	if b, err := give(-250, "eur"); err != nil || b.EndingBalance != -750 {
		t.Fatalf("%+v, %v", b, err)
	}
	if _, err := give(-1, "usd"); stripeError(t, err).Param != "currency" {
		t.Errorf("another currency: %v", err)
	}
	c, err := api.Customers.Get("cus_ada", nil)
	if err != nil || c.Balance != -750 || c.Currency != "eur" {
		t.Errorf("customer: %+v, %v", c, err)
	}
	p := &stripesdk.CustomerBalanceTransactionListParams{Customer: stripesdk.String("cus_ada")}
	p.Limit = stripesdk.Int64(1)
	n := 0
	for i := api.CustomerBalanceTransactions.List(p); i.Next(); n++ {
	}
	if n != 2 {
		t.Errorf("%d transactions listed, want 2", n)
	}
}
