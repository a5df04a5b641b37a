package stripe

import (
	"strings"

	"makegood/internal/sandbox/twin"
)

// Credit is a transaction on a customer's balance; a negative amount is what
// the customer has to the good.
type Credit struct {
	ID            string            `json:"id"`
	Customer      string            `json:"customer"`
	Amount        int64             `json:"amount"`
	Currency      string            `json:"currency"`
	EndingBalance int64             `json:"ending_balance"`
	Description   string            `json:"description,omitempty"`
	Metadata      map[string]string `json:"metadata"`
	Created       int64             `json:"created"`
}

// customer exists once a payment of his was seeded. His first credit settles
// his currency: Stripe keeps one for each customer.
type customer struct {
	id, currency string
	balance      int64
	created      int64
	credits      []*Credit
}

func (t *Twin) addCustomer(id string, created int64) {
	if id == "" || t.customers[id] != nil {
		return
	}
	t.customers[id] = &customer{id: id, created: created}
}

var creditFields = expandable("amount", "currency", "description", "metadata[]")

func (t *Twin) createCredit(c *twin.Call, p *params) execution {
	p.required("amount")
	p.required("currency")
	b := Credit{
		Customer:    c.PathValue("customer"),
		Amount:      p.amount("amount", -99_999_999),
		Currency:    p.currency("currency"),
		Description: p.longest("description", 350),
		Metadata:    p.metadata(),
	}
	return func(tx *twin.Tx) (object, *Error) {
		owner := t.customers[b.Customer]
		switch {
		case owner == nil:
			return nil, missing("customer", b.Customer, "id")
		case owner.currency != "" && owner.currency != b.Currency:
			return nil, invalid("", "currency", "You cannot combine currencies on a single customer. This customer's balance is in %s.", owner.currency)
		}
		b.ID, b.Created = twin.ID("cbtxn_1", 23), tx.Now.Unix()
		b.EndingBalance = owner.balance + b.Amount
		t.credits.Add(tx, b.ID, &b)
		t.indexCredit(&b)
		return b.object(), nil
	}
}

func (t *Twin) indexCredit(b *Credit) {
	owner := t.customers[b.Customer]
	owner.currency, owner.balance = b.Currency, b.EndingBalance
	owner.credits = append(owner.credits, b)
}

func (t *Twin) getCredit(c *twin.Call, _ *params) execution {
	id, owner := c.PathValue("id"), c.PathValue("customer")
	return func(*twin.Tx) (object, *Error) {
		b := t.credits.Get(id)
		if b == nil || b.Customer != owner {
			return nil, missing("customer balance transaction", id, "id")
		}
		return b.object(), nil
	}
}

func (t *Twin) listCredits(c *twin.Call, p *params) execution {
	l, id := p.listing(), c.PathValue("customer")
	return func(*twin.Tx) (object, *Error) {
		owner := t.customers[id]
		if owner == nil {
			return nil, missing("customer", id, "id")
		}
		return l.page(c.URL.Path, "customer balance transaction", newest(owner.credits, nil, func(b *Credit) listed {
			return listed{b.ID, b.Created, b.object}
		}))
	}
}

func (t *Twin) getCustomer(c *twin.Call, _ *params) execution {
	id := c.PathValue("customer")
	return func(*twin.Tx) (object, *Error) {
		owner := t.customers[id]
		if owner == nil {
			return nil, missing("customer", id, "id")
		}
		return owner.object(), nil
	}
}

func (c *customer) object() object {
	return object{
		"id": c.id, "object": "customer",
		"address": nil, "balance": c.balance, "created": c.created, "currency": orNull(c.currency), "default_source": nil,
		"delinquent": false, "description": nil, "discount": nil, "email": nil, "invoice_prefix": strings.ToUpper(c.id[len("cus_"):]),
		"livemode": false, "metadata": object{}, "name": nil, "phone": nil, "preferred_locales": []string{}, "shipping": nil,
		"tax_exempt": "none",
	}
}

func (b *Credit) object() object {
	return object{
		"id": b.ID, "object": "customer_balance_transaction",
		"amount": b.Amount, "created": b.Created, "credit_note": nil, "currency": b.Currency, "customer": b.Customer,
		"description": orNull(b.Description), "ending_balance": b.EndingBalance, "invoice": nil, "livemode": false,
		"metadata": b.Metadata, "type": "adjustment",
	}
}
