package stripe

import (
	"regexp"
	"slices"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

// Behaviours of a payment's later refunds, after Stripe's test cards:
// "" succeeds at once, "pending" succeeds a pace later, "fails" succeeds and
// turns failed a pace later, "disputed" cannot be refunded at all.
var behaviours = []string{"", "pending", "fails", "disputed"}

// Payment is a succeeded payment that can be refunded: a PaymentIntent and its
// one charge.
type Payment struct {
	ID        string `json:"id"`
	Amount    int64  `json:"amount"`
	Currency  string `json:"currency"`
	Customer  string `json:"customer,omitempty"`
	Behaviour string `json:"behaviour,omitempty"`
	Created   int64  `json:"created"`
}

func (p *Payment) charge() string { return "ch_" + p.ID[len("pi_"):] }

var (
	paymentID  = regexp.MustCompile(`^pi_[A-Za-z0-9._:-]{1,200}$`)
	customerID = regexp.MustCompile(`^cus_[A-Za-z0-9._:-]{1,200}$`)
)

var paymentFields = []string{"id", "amount", "currency", "customer", "behaviour"}

// ParsePayment reads a payment to seed; errors are *field.Error.
func ParsePayment(raw []byte) (Payment, error) {
	var p Payment
	if err := field.Read("", raw, &p, paymentFields); err != nil {
		return Payment{}, err
	}
	switch {
	case !paymentID.MatchString(p.ID):
		return p, field.Wrong("id", "%q is no payment intent: pi_ and letters, digits and . _ : -", p.ID)
	case p.Amount < 1 || p.Amount > 99_999_999:
		return p, field.Wrong("amount", "%d is not between 1 and 99999999 of the smallest unit", p.Amount)
	case !knownCurrency(p.Currency):
		return p, field.Unknown("currency", p.Currency, currencies)
	case p.Customer != "" && !customerID.MatchString(p.Customer):
		return p, field.Wrong("customer", "%q is no customer: cus_ and letters, digits and . _ : -", p.Customer)
	case !slices.Contains(behaviours, p.Behaviour):
		return p, field.Unknown("behaviour", p.Behaviour, behaviours[1:])
	}
	return p, nil
}

// Conflict tells whether another payment than p already has p's id.
func (t *Twin) Conflict(p Payment) bool {
	have := t.payments.Get(p.ID)
	if have == nil {
		return false
	}
	p.Created = have.Created
	return *have != p
}

// Seed adds a checked payment that is in no Conflict; the same one again
// changes nothing. It answers the payment as it stands.
func (t *Twin) Seed(tx *twin.Tx, p Payment) Payment {
	if have := t.payments.Get(p.ID); have != nil {
		return *have
	}
	p.Created = tx.Now.Unix()
	t.payments.Add(tx, p.ID, &p)
	t.indexPayment(&p)
	return p
}

func (t *Twin) indexPayment(p *Payment) {
	t.byCharge[p.charge()] = p
	t.addCustomer(p.Customer, p.Created)
}

// refunded is what was given back of a payment. A refund that failed gave
// nothing back.
func (t *Twin) refunded(tx *twin.Tx, p *Payment) (sum int64) {
	for _, r := range t.byPayment[p.ID] {
		if r.status(tx.Now) != statusFailed {
			sum += r.Amount
		}
	}
	return sum
}

func (t *Twin) getPaymentIntent(c *twin.Call, _ *params) execution {
	id := c.PathValue("id")
	return func(*twin.Tx) (object, *Error) {
		p := t.payments.Get(id)
		if p == nil {
			return nil, missing("payment_intent", id, "id")
		}
		return p.intent(), nil
	}
}

func (t *Twin) getCharge(c *twin.Call, _ *params) execution {
	id := c.PathValue("id")
	return func(tx *twin.Tx) (object, *Error) {
		p := t.byCharge[id]
		if p == nil {
			return nil, missing("charge", id, "id")
		}
		return t.chargeOf(tx, p), nil
	}
}

func (t *Twin) listCharges(c *twin.Call, p *params) execution {
	l, intent, customer := p.listing(), p.text("payment_intent"), p.text("customer")
	return func(tx *twin.Tx) (object, *Error) {
		items := t.payments.All()
		if intent != "" {
			paid := t.payments.Get(intent)
			if paid == nil {
				return nil, missing("payment_intent", intent, "payment_intent")
			}
			items = []*Payment{paid}
		}
		return l.page(c.URL.Path, "charge", newest(items,
			func(p *Payment) bool { return customer == "" || p.Customer == customer },
			func(p *Payment) listed {
				return listed{p.charge(), p.Created, func() object { return t.chargeOf(tx, p) }}
			}))
	}
}

func (p *Payment) intent() object {
	return object{
		"id": p.ID, "object": "payment_intent",
		"amount": p.Amount, "amount_capturable": 0, "amount_received": p.Amount,
		"canceled_at": nil, "capture_method": "automatic", "confirmation_method": "automatic",
		"created": p.Created, "currency": p.Currency, "customer": orNull(p.Customer), "description": nil,
		"latest_charge": p.charge(), "livemode": false, "metadata": object{},
		"payment_method_types": []string{"card"}, "status": "succeeded",
	}
}

func (t *Twin) chargeOf(tx *twin.Tx, p *Payment) object {
	refunded := t.refunded(tx, p)
	return object{
		"id": p.charge(), "object": "charge",
		"amount": p.Amount, "amount_captured": p.Amount, "amount_refunded": refunded,
		"captured": true, "created": p.Created, "currency": p.Currency, "customer": orNull(p.Customer),
		"description": nil, "disputed": p.Behaviour == "disputed", "livemode": false, "metadata": object{},
		"paid": true, "payment_intent": p.ID, "refunded": refunded == p.Amount, "status": "succeeded",
	}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
