package stripe

import (
	"regexp"
	"strings"

	"makegood/internal/sandbox/twin"
)

// PromotionCode is the code that a customer types in. Its code is unique among
// the active ones, whatever the case of its letters.
type PromotionCode struct {
	ID              string            `json:"id"`
	Code            string            `json:"code"`
	Coupon          string            `json:"coupon"`
	Customer        string            `json:"customer,omitempty"`
	Inactive        bool              `json:"inactive,omitempty"` // as asked for
	ExpiresAt       int64             `json:"expires_at,omitempty"`
	MaxRedemptions  int64             `json:"max_redemptions,omitempty"`
	FirstTime       bool              `json:"first_time_transaction,omitempty"`
	MinimumAmount   int64             `json:"minimum_amount,omitempty"`
	MinimumCurrency string            `json:"minimum_amount_currency,omitempty"`
	Metadata        map[string]string `json:"metadata"`
	Created         int64             `json:"created"`
}

func (t *Twin) active(tx *twin.Tx, p *PromotionCode) bool {
	now := tx.Now.Unix()
	return !p.Inactive && (p.ExpiresAt == 0 || now < p.ExpiresAt) && t.coupons.Get(p.Coupon).valid(now)
}

var (
	promotionCodeFields = expandable("coupon", "code", "customer", "active", "expires_at", "max_redemptions", "metadata[]",
		"restrictions[]")
	restrictions    = []string{"restrictions[first_time_transaction]", "restrictions[minimum_amount]", "restrictions[minimum_amount_currency]"}
	promotionLetter = regexp.MustCompile(`^[A-Za-z0-9]{1,500}$`)
)

func (t *Twin) createPromotionCode(_ *twin.Call, p *params) execution {
	code := PromotionCode{
		Coupon:          p.required("coupon"),
		Code:            p.text("code"),
		Customer:        p.text("customer"),
		Inactive:        p.given("active") && !p.boolean("active"),
		ExpiresAt:       p.time("expires_at"),
		MaxRedemptions:  p.count("max_redemptions"),
		FirstTime:       p.boolean(restrictions[0]),
		MinimumAmount:   p.amount(restrictions[1], 1),
		MinimumCurrency: p.currency(restrictions[2]),
		Metadata:        p.metadata(),
	}
	code.check(p)
	return func(tx *twin.Tx) (object, *Error) {
		if err := t.acceptable(tx, &code); err != nil {
			return nil, err
		}
		if code.Code == "" {
			code.Code = strings.ToUpper(twin.ID("", 8))
		}
		code.ID, code.Created = twin.ID("promo_1", 23), tx.Now.Unix()
		t.codes.Add(tx, code.ID, &code)
		t.indexCode(&code)
		return t.promotionCodeOf(tx, &code), nil
	}
}

func (code *PromotionCode) check(p *params) {
	for key := range p.values {
		if strings.HasPrefix(key, "restrictions[") && key != restrictions[0] && key != restrictions[1] && key != restrictions[2] {
			p.unmodelled("restrictions")
		}
	}
	if code.Code != "" && !promotionLetter.MatchString(code.Code) {
		p.refuse(invalid("", "code", "Invalid promotion code: only letters and digits are allowed."))
	}
	if (code.MinimumAmount > 0) != (code.MinimumCurrency != "") {
		p.refuse(invalid("parameter_missing", restrictions[2], "minimum_amount and minimum_amount_currency go together."))
	}
}

func (t *Twin) acceptable(tx *twin.Tx, code *PromotionCode) *Error {
	coupon, now := t.coupons.Get(code.Coupon), tx.Now.Unix()
	switch {
	case coupon == nil:
		return missing("coupon", code.Coupon, "coupon")
	case code.Customer != "" && t.customers[code.Customer] == nil:
		return missing("customer", code.Customer, "customer")
	case !coupon.valid(now):
		return invalid("coupon_expired", "coupon", "The coupon %s has expired.", coupon.ID)
	case code.ExpiresAt != 0 && code.ExpiresAt <= now:
		return invalid("", "expires_at", "The expires_at must be in the future.")
	case coupon.RedeemBy != 0 && code.ExpiresAt > coupon.RedeemBy:
		return invalid("", "expires_at", "The expires_at must be before or at the coupon's redeem_by.")
	}
	if code.Inactive {
		return nil
	}
	for _, other := range t.byCode[strings.ToLower(code.Code)] {
		if t.active(tx, other) {
			return invalid("resource_already_exists", "code", "An active promotion code with `code: %s` already exists.", other.Code)
		}
	}
	return nil
}

func (t *Twin) indexCode(p *PromotionCode) {
	key := strings.ToLower(p.Code)
	t.byCode[key] = append(t.byCode[key], p)
}

func (t *Twin) getPromotionCode(c *twin.Call, _ *params) execution {
	id := c.PathValue("id")
	return func(tx *twin.Tx) (object, *Error) {
		code := t.codes.Get(id)
		if code == nil {
			return nil, missing("promotion code", id, "id")
		}
		return t.promotionCodeOf(tx, code), nil
	}
}

func (t *Twin) listPromotionCodes(c *twin.Call, p *params) execution {
	l, code, coupon, customer := p.listing(), p.text("code"), p.text("coupon"), p.text("customer")
	byActive, active := p.given("active"), p.boolean("active")
	return func(tx *twin.Tx) (object, *Error) {
		items := t.codes.All()
		if code != "" {
			items = t.byCode[strings.ToLower(code)]
		}
		keep := func(p *PromotionCode) bool {
			return (coupon == "" || p.Coupon == coupon) && (customer == "" || p.Customer == customer) &&
				(!byActive || t.active(tx, p) == active)
		}
		return l.page(c.URL.Path, "promotion code", newest(items, keep, func(p *PromotionCode) listed {
			return listed{p.ID, p.Created, func() object { return t.promotionCodeOf(tx, p) }}
		}))
	}
}

func (t *Twin) promotionCodeOf(tx *twin.Tx, p *PromotionCode) object {
	return object{
		"id": p.ID, "object": "promotion_code",
		"active": t.active(tx, p), "code": p.Code, "coupon": t.coupons.Get(p.Coupon).object(tx), "created": p.Created,
		"customer": orNull(p.Customer), "expires_at": orNone(p.ExpiresAt), "livemode": false,
		"max_redemptions": orNone(p.MaxRedemptions), "metadata": p.Metadata,
		"restrictions": object{
			"first_time_transaction": p.FirstTime, "minimum_amount": orNone(p.MinimumAmount),
			"minimum_amount_currency": orNull(p.MinimumCurrency),
		},
		"times_redeemed": 0,
	}
}
