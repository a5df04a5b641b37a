package stripe

import (
	"regexp"

	"makegood/internal/sandbox/twin"
)

// Coupon is what a promotion code stands for. Its id, given or made, is taken
// for ever.
type Coupon struct {
	ID               string            `json:"id"`
	Name             string            `json:"name,omitempty"`
	PercentOff       float64           `json:"percent_off,omitempty"`
	AmountOff        int64             `json:"amount_off,omitempty"`
	Currency         string            `json:"currency,omitempty"`
	Duration         string            `json:"duration"`
	DurationInMonths int64             `json:"duration_in_months,omitempty"`
	MaxRedemptions   int64             `json:"max_redemptions,omitempty"`
	RedeemBy         int64             `json:"redeem_by,omitempty"`
	Metadata         map[string]string `json:"metadata"`
	Created          int64             `json:"created"`
}

func (c *Coupon) valid(now int64) bool { return c.RedeemBy == 0 || now < c.RedeemBy }

var (
	couponFields = expandable("id", "name", "percent_off", "amount_off", "currency", "duration", "duration_in_months",
		"max_redemptions", "redeem_by", "metadata[]", "applies_to[]", "currency_options[]")
	couponID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,200}$`)
)

func (t *Twin) createCoupon(_ *twin.Call, p *params) execution {
	p.unmodelled("applies_to", "currency_options")
	c := Coupon{
		ID:               p.text("id"),
		Name:             p.longest("name", 40),
		PercentOff:       p.number("percent_off"),
		AmountOff:        p.amount("amount_off", 1),
		Currency:         p.currency("currency"),
		Duration:         p.oneOf("duration", "forever", "once", "repeating"),
		DurationInMonths: p.count("duration_in_months"),
		MaxRedemptions:   p.count("max_redemptions"),
		RedeemBy:         p.time("redeem_by"),
		Metadata:         p.metadata(),
	}
	c.check(p)
	return func(tx *twin.Tx) (object, *Error) {
		switch {
		case t.coupons.Get(c.ID) != nil:
			return nil, invalid("resource_already_exists", "id", "Coupon already exists.")
		case !c.valid(tx.Now.Unix()):
			return nil, invalid("", "redeem_by", "The redeem_by must be in the future.")
		case c.ID == "":
			c.ID = twin.ID("", 8)
		}
		c.Created = tx.Now.Unix()
		t.coupons.Add(tx, c.ID, &c)
		return c.object(tx), nil
	}
}

func (c *Coupon) check(p *params) {
	percent, amount := p.given("percent_off"), p.given("amount_off")
	switch {
	case c.ID != "" && !couponID.MatchString(c.ID):
		p.refuse(invalid("", "id", "Invalid coupon id: only letters, digits, - and _ are allowed."))
	case percent && amount:
		p.refuse(invalid("parameters_exclusive", "percent_off", "You may only specify one of these parameters: amount_off, percent_off."))
	case !percent && !amount:
		p.refuse(invalid("parameter_missing", "", "Must pass either percent_off or amount_off."))
	case percent && (c.PercentOff <= 0 || c.PercentOff > 100):
		p.refuse(invalid("", "percent_off", "Invalid percent_off: must be greater than 0 and at most 100."))
	case amount && c.Currency == "":
		p.refuse(invalid("parameter_missing", "currency", "Must provide currency when amount_off is set."))
	}
	if c.Duration == "" {
		c.Duration = "once"
	}
	if (c.Duration == "repeating") != p.given("duration_in_months") {
		p.refuse(invalid("", "duration_in_months", "duration_in_months goes with the duration repeating, and only with it."))
	}
}

func (t *Twin) getCoupon(c *twin.Call, _ *params) execution {
	id := c.PathValue("id")
	return func(tx *twin.Tx) (object, *Error) {
		coupon := t.coupons.Get(id)
		if coupon == nil {
			return nil, missing("coupon", id, "id")
		}
		return coupon.object(tx), nil
	}
}

func (t *Twin) listCoupons(c *twin.Call, p *params) execution {
	l := p.listing()
	return func(tx *twin.Tx) (object, *Error) {
		return l.page(c.URL.Path, "coupon", newest(t.coupons.All(), nil, func(c *Coupon) listed {
			return listed{c.ID, c.Created, func() object { return c.object(tx) }}
		}))
	}
}

func (c *Coupon) object(tx *twin.Tx) object {
	out := object{
		"id": c.ID, "object": "coupon",
		"amount_off": nil, "created": c.Created, "currency": orNull(c.Currency), "duration": c.Duration,
		"duration_in_months": orNone(c.DurationInMonths), "livemode": false, "max_redemptions": orNone(c.MaxRedemptions),
		"metadata": c.Metadata, "name": orNull(c.Name), "percent_off": nil, "redeem_by": orNone(c.RedeemBy),
		"times_redeemed": 0, "valid": c.valid(tx.Now.Unix()),
	}
	if c.AmountOff > 0 {
		out["amount_off"] = c.AmountOff
	} else {
		out["percent_off"] = c.PercentOff
	}
	return out
}

func orNone(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
