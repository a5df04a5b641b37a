package stripe

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"makegood/internal/sandbox/twin"
)

// View is the money a person sees, newest first.
type View struct {
	Payments        []PaymentView `json:"payments"`
	PaymentMatching int           `json:"payments_matching"`
	PaymentSum      int           `json:"payments_total"`
	Codes           []CodeView    `json:"codes"`
	CodeMatching    int           `json:"codes_matching"`
	CodeSum         int           `json:"codes_total"`
	CodesActive     int           `json:"codes_active"`
	Credits         []CreditView  `json:"credits"`
	CreditMatching  int           `json:"credits_matching"`
	CreditSum       int           `json:"credits_total"`
	RefundSum       int           `json:"refunds_total"`
	Given           []Given       `json:"given"` // by currency, the largest first
}

// Sum is an amount in the smallest unit, of which Digits stand after the point.
type Sum struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
	Digits   int    `json:"digits"`
}

func sum(amount int64, currency string) Sum { return Sum{amount, currency, digits(currency)} }

// Given is what was paid in a currency and what of it went back.
type Given struct {
	Paid     Sum `json:"paid"`
	Refunded Sum `json:"refunded"`
}

// PaymentView is a payment and what became of it.
type PaymentView struct {
	ID        string       `json:"id"`
	Customer  string       `json:"customer,omitempty"`
	Behaviour string       `json:"behaviour,omitempty"`
	Paid      Sum          `json:"paid"`
	Refunded  Sum          `json:"refunded"`
	Left      Sum          `json:"left"`
	Refunds   []RefundView `json:"refunds"` // newest first
	At        time.Time    `json:"at"`
}

// RefundView is one refund of a payment.
type RefundView struct {
	ID     string    `json:"id"`
	Amount Sum       `json:"amount"`
	Status string    `json:"status"`
	At     time.Time `json:"at"`
}

// CodeView is a promotion code with what its coupon is worth, or a coupon that
// has no code.
type CodeView struct {
	Code     string     `json:"code,omitempty"`
	Coupon   string     `json:"coupon"`
	Customer string     `json:"customer,omitempty"`
	Percent  float64    `json:"percent,omitempty"`
	Amount   *Sum       `json:"amount,omitempty"`
	Active   bool       `json:"active"`
	Until    *time.Time `json:"until,omitempty"`
	At       time.Time  `json:"at"`
}

// CreditView is one transaction on a customer's balance.
type CreditView struct {
	ID       string    `json:"id"`
	Customer string    `json:"customer"`
	Amount   Sum       `json:"amount"`  // negative is credit
	Balance  Sum       `json:"balance"` // after it
	At       time.Time `json:"at"`
}

// View needs the world's lock.
func (t *Twin) View(tx *twin.Tx, s twin.Search, limit int) View {
	v := View{
		Payments: []PaymentView{}, Codes: []CodeView{}, Credits: []CreditView{}, Given: t.given(tx),
		PaymentSum: t.payments.Len(), CodeSum: t.codes.Len(), CreditSum: t.credits.Len(), RefundSum: t.refunds.Len(),
	}
	t.viewPayments(tx, s, limit, &v)
	t.viewCodes(tx, s, limit, &v)
	for b := range t.credits.Newest() {
		if !s.In(b.ID, b.Customer, b.Description) {
			continue
		}
		v.CreditMatching++
		if len(v.Credits) < limit {
			v.Credits = append(v.Credits, CreditView{b.ID, b.Customer, sum(b.Amount, b.Currency), sum(b.EndingBalance, b.Currency), at(b.Created)})
		}
	}
	return v
}

// viewPayments shows payments that were refunded, by their newest refund, and
// then the others.
func (t *Twin) viewPayments(tx *twin.Tx, s twin.Search, limit int, v *View) {
	shown := map[string]bool{}
	show := func(p *Payment) {
		if shown[p.ID] {
			return
		}
		shown[p.ID] = true
		if len(v.Payments) < limit {
			v.Payments = append(v.Payments, t.viewPayment(tx, p))
		}
	}
	for r := range t.refunds.Newest() {
		if p := t.payments.Get(r.Payment); s.In(r.ID, p.ID, p.Customer) {
			show(p)
		}
	}
	for p := range t.payments.Newest() {
		if s.In(p.ID, p.Customer) {
			show(p)
		}
	}
	v.PaymentMatching = len(shown)
}

func (t *Twin) viewPayment(tx *twin.Tx, p *Payment) PaymentView {
	back := t.refunded(tx, p)
	v := PaymentView{
		ID: p.ID, Customer: p.Customer, Behaviour: p.Behaviour, At: at(p.Created), Refunds: []RefundView{},
		Paid: sum(p.Amount, p.Currency), Refunded: sum(back, p.Currency), Left: sum(p.Amount-back, p.Currency),
	}
	for r := range twin.Newest(t.byPayment[p.ID]) {
		v.Refunds = append(v.Refunds, RefundView{r.ID, sum(r.Amount, p.Currency), r.status(tx.Now), r.Created})
	}
	return v
}

func (t *Twin) viewCodes(tx *twin.Tx, s twin.Search, limit int, v *View) {
	coded := map[string]bool{}
	for p := range t.codes.Newest() {
		coded[p.Coupon] = true
		if t.active(tx, p) {
			v.CodesActive++
		}
		if !s.In(p.Code, p.Coupon, p.Customer) {
			continue
		}
		v.CodeMatching++
		if len(v.Codes) < limit {
			c := t.coupons.Get(p.Coupon).view(tx)
			c.Code, c.Customer, c.Active, c.At = p.Code, p.Customer, t.active(tx, p), at(p.Created)
			if p.ExpiresAt != 0 {
				until := at(p.ExpiresAt)
				c.Until = &until
			}
			v.Codes = append(v.Codes, c)
		}
	}
	for c := range t.coupons.Newest() {
		if coded[c.ID] || !s.In(c.ID, c.Name) {
			continue
		}
		v.CodeMatching++
		if len(v.Codes) < limit {
			v.Codes = append(v.Codes, c.view(tx))
		}
	}
}

func (c *Coupon) view(tx *twin.Tx) CodeView {
	v := CodeView{Coupon: c.ID, Percent: c.PercentOff, Active: c.valid(tx.Now.Unix()), At: at(c.Created)}
	if c.AmountOff > 0 {
		off := sum(c.AmountOff, c.Currency)
		v.Amount = &off
	}
	if c.RedeemBy != 0 {
		until := at(c.RedeemBy)
		v.Until = &until
	}
	return v
}

func (t *Twin) given(tx *twin.Tx) []Given {
	by := map[string]*Given{}
	for _, p := range t.payments.All() {
		g := by[p.Currency]
		if g == nil {
			g = &Given{sum(0, p.Currency), sum(0, p.Currency)}
			by[p.Currency] = g
		}
		g.Paid.Amount += p.Amount
		g.Refunded.Amount += t.refunded(tx, p)
	}
	out := []Given{}
	for _, currency := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[currency])
	}
	slices.SortStableFunc(out, func(a, b Given) int { return cmp.Compare(b.Refunded.Amount, a.Refunded.Amount) })
	return out
}

func at(unix int64) time.Time { return time.Unix(unix, 0) }
