// Package stripe is a twin of the parts of Stripe's API, version 2023-10-16,
// that give money back: refunds, coupons, promotion codes and credit.
package stripe

import (
	"net/http"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// Name is how faults call it.
const Name = "stripe"

const apiVersion = "2023-10-16"

// object is a Stripe object as it goes out.
type object map[string]any

// Twin is Stripe's state. All of it needs the world's lock.
type Twin struct {
	world *twin.World
	out   *callback.Outbox
	keys  keys

	payments  *twin.Collection[Payment]
	refunds   *twin.Collection[Refund]
	coupons   *twin.Collection[Coupon]
	codes     *twin.Collection[PromotionCode]
	credits   *twin.Collection[Credit]
	byCharge  map[string]*Payment
	byPayment map[string][]*Refund
	byCode    map[string][]*PromotionCode // by lower-case code
	customers map[string]*customer
}

// New is a Stripe on which nothing was ever paid.
func New(w *twin.World, out *callback.Outbox) *Twin {
	out.Register(webhooks)
	return &Twin{
		world:     w,
		out:       out,
		keys:      newKeys(),
		payments:  twin.NewCollection[Payment]("stripe/payment"),
		refunds:   twin.NewCollection[Refund]("stripe/refund"),
		coupons:   twin.NewCollection[Coupon]("stripe/coupon"),
		codes:     twin.NewCollection[PromotionCode]("stripe/promotion_code"),
		credits:   twin.NewCollection[Credit]("stripe/balance_transaction"),
		byCharge:  map[string]*Payment{},
		byPayment: map[string][]*Refund{},
		byCode:    map[string][]*PromotionCode{},
		customers: map[string]*customer{},
	}
}

// Load takes a document back from the journal; it answers false to those of
// others.
func (t *Twin) Load(c journal.Change) (bool, error) {
	if p, ok, err := t.payments.Load(c); ok {
		return true, indexed(p, err, t.indexPayment)
	}
	if r, ok, err := t.refunds.Load(c); ok {
		return true, indexed(r, err, t.indexRefund)
	}
	if _, ok, err := t.coupons.Load(c); ok {
		return true, err
	}
	if p, ok, err := t.codes.Load(c); ok {
		return true, indexed(p, err, t.indexCode)
	}
	if b, ok, err := t.credits.Load(c); ok {
		return true, indexed(b, err, t.indexCredit)
	}
	return t.keys.load(c)
}

func indexed[T any](item *T, err error, index func(*T)) error {
	if err == nil {
		index(item)
	}
	return err
}

// execution is what is left of a call once its parameters are known to be
// well-formed: it reads and changes the state.
type execution func(*twin.Tx) (object, *Error)

// endpoint is one route: what it may be given, and how it reads that.
type endpoint struct {
	pattern, name string
	allowed       []string
	plan          func(*twin.Call, *params) execution
}

func (t *Twin) endpoints() []endpoint {
	return []endpoint{
		{"GET /v1/payment_intents/{id}", "payment_intents", expandable(), t.getPaymentIntent},
		{"GET /v1/charges/{id}", "charges", expandable(), t.getCharge},
		{"GET /v1/charges", "charges", listable("payment_intent", "customer"), t.listCharges},
		{"POST /v1/refunds", "refunds", refundFields, t.createRefund},
		{"GET /v1/refunds", "refunds", listable("payment_intent", "charge"), t.listRefunds},
		{"GET /v1/refunds/{id}", "refunds", expandable(), t.getRefund},
		{"POST /v1/coupons", "coupons", couponFields, t.createCoupon},
		{"GET /v1/coupons", "coupons", listable(), t.listCoupons},
		{"GET /v1/coupons/{id}", "coupons", expandable(), t.getCoupon},
		{"POST /v1/promotion_codes", "promotion_codes", promotionCodeFields, t.createPromotionCode},
		{"GET /v1/promotion_codes", "promotion_codes", listable("code", "coupon", "active", "customer"), t.listPromotionCodes},
		{"GET /v1/promotion_codes/{id}", "promotion_codes", expandable(), t.getPromotionCode},
		{"POST /v1/customers/{customer}/balance_transactions", "balance_transactions", creditFields, t.createCredit},
		{"GET /v1/customers/{customer}/balance_transactions", "balance_transactions", listable(), t.listCredits},
		{"GET /v1/customers/{customer}/balance_transactions/{id}", "balance_transactions", expandable(), t.getCredit},
		{"GET /v1/customers/{customer}", "customers", expandable(), t.getCustomer},
		{"GET /v1/balance", "balance", expandable(), t.getBalance},
		{"GET /v1/account", "account", expandable(), t.getAccount},
	}
}

// Routes lists what it answers to.
func (t *Twin) Routes() []twin.Route {
	var routes []twin.Route
	for _, e := range t.endpoints() {
		write := e.pattern[:4] == "POST"
		routes = append(routes, twin.Route{
			Pattern: e.pattern, Endpoint: e.name, Write: write,
			Handle: func(c *twin.Call) twin.Response { return t.serve(c, e, write) },
		})
	}
	return routes
}

// serve goes through Stripe's layers in Stripe's order: parameters, then the
// idempotency layer, then execution.
func (t *Twin) serve(c *twin.Call, e endpoint, write bool) twin.Response {
	request := twin.ID("req_", 14)
	if err := troubleBeforeExecution(c.Trouble.Code); err != nil {
		return stamped(err.response(), c, request)
	}
	p, err := readParams(c, e.allowed)
	if err != nil {
		return stamped(err.response(), c, request)
	}
	p.request = request
	run := e.plan(c, p)
	if p.err != nil {
		return stamped(p.err.response(), c, request)
	}
	execute := func(tx *twin.Tx) twin.Response { return t.execute(tx, c, p, run) }
	if write {
		return stamped(t.once(c, p, request, execute), c, request)
	}
	return stamped(t.read(c, execute), c, request)
}

func (t *Twin) read(c *twin.Call, execute func(*twin.Tx) twin.Response) (r twin.Response) {
	if !c.Sleep(c.Trouble.Pause) {
		return Unavailable()
	}
	if err := t.world.Do(func(tx *twin.Tx) { r = execute(tx) }); err != nil {
		return twin.Broken(err)
	}
	return r
}

func (t *Twin) execute(tx *twin.Tx, c *twin.Call, p *params, run execution) twin.Response {
	if c.Trouble.Code != "" {
		return errorOf(c.Trouble.Code).response()
	}
	out, err := run(tx)
	if err == nil {
		err = t.expand(tx, out, p.expand)
	}
	switch {
	case c.Trouble.Break:
		return ServerError()
	case err != nil:
		return err.response()
	}
	return twin.JSON(http.StatusOK, out)
}

// stamped adds what every answer of Stripe carries.
func stamped(r twin.Response, c *twin.Call, request string) twin.Response {
	r = r.With("Request-Id", request).With("Stripe-Version", apiVersion)
	if key := c.Header.Get(keyHeader); key != "" && c.Method == http.MethodPost {
		r = r.With(keyHeader, key)
	}
	return r
}
