package recovery

import (
	"slices"
	"time"
)

// Asked is what a play holds a claim against before it may give anything: a budget, a
// limit of apologies, and what was given for the same failure already. Nothing is
// asked of most plays.
type Asked struct {
	Tier    string   `json:"tier,omitempty"`    // as the play writes it
	Debt    Debt     `json:"debt,omitzero"`     // all that the tier owes, whatever was given of it
	Given   []Debt   `json:"given,omitempty"`   // what the recovery has given so far, remedy by remedy
	Failure string   `json:"failure,omitempty"` // what is made good once for this customer
	Day     Date     `json:"day,omitempty"`     // of the budget
	Budget  *Money   `json:"budget,omitempty"`
	Fatigue *Fatigue `json:"fatigue,omitempty"`
	Anew    bool     `json:"anew,omitempty"` // what is owed was worked out anew: it got worse, or a person corrected it
}

// Nothing says whether nothing is asked.
func (a Asked) Nothing() bool { return a.Failure == "" && a.Budget == nil && a.Fatigue == nil }

// Allowed is the answer: by default, all of it.
type Allowed struct {
	Debt       *Debt  `json:"debt,omitempty"`        // what it gives in all, where others give a part for the same failure
	By         string `json:"by,omitempty"`          // the latest of those
	Covered    bool   `json:"covered,omitempty"`     // as much or more was given: nothing is left
	OverBudget bool   `json:"over_budget,omitempty"` // a person approves it, or the deadline does
	Incident   string `json:"incident,omitempty"`    // that an earlier run was told of, where this one was told of none
	Tired      bool   `json:"tired,omitempty"`       // the words are a person's to say
}

// Limited says whether the play holds a claim against anything.
func (p *Play) Limited() bool {
	return p.OncePer == OncePerIncident || p.Budget != nil || p.Apology.AtMost != nil
}

// Asks is what the play holds a debt against on a day. The incident is that of the
// recovery, or its experience where it belongs to none.
func (p *Play) Asks(tier string, debt Debt, incident, experience string, now time.Time) Asked {
	asked := Asked{Tier: tier, Debt: debt, Fatigue: p.Apology.AtMost}
	if p.OncePer == OncePerIncident {
		asked.Failure = incident
		if incident == "" {
			asked.Failure = experience
		}
	}
	if limit, limited := p.Budget.Of(debt.Money.Currency); limited && debt.Money.Amount > 0 {
		asked.Budget, asked.Day = &limit, p.Clock.date(now)
	}
	return asked
}

// Stake is what one recovery has come to owe for a failure, and what of it is its own to
// give.
type Stake struct {
	Owes  Debt
	Gives []Debt
}

// Among is what a debt gives in all beside those of other recoveries of the same
// failure, and whether that is more than was given of it. Together they owe the largest
// debt that one of them has come to: each gives what the others leave of that, and no
// more than it owes itself. What is no money is weighed as Beyond says.
func (d Debt) Among(others []Stake, given []Debt) (Debt, bool) {
	if d.Money.Amount == 0 {
		for _, other := range others {
			given = append(slices.Clip(given), other.Gives...)
		}
		return d.Beyond(given)
	}
	most, elsewhere := d.Money.Amount, int64(0)
	for _, other := range others {
		if other.Owes.Money.Currency == d.Money.Currency {
			most = max(most, other.Owes.Money.Amount)
		}
		elsewhere += d.Money.sumOf(other.Gives)
	}
	if left := max(0, most-elsewhere); left < d.Money.Amount {
		d.Money.Amount, d.Percent = left, 0
	}
	return d, d.Money.Amount > d.Money.sumOf(given)
}

// With is all that a recovery gives: the debt, and what was given that is no part of it.
func (d Debt) With(given []Debt) []Debt {
	gives := []Debt{d}
	for _, one := range given {
		if one.Money.Amount == 0 || one.Money.Currency != d.Money.Currency {
			gives = append(gives, one)
		}
	}
	return gives
}

// sumOf is what debts come to in the money's currency.
func (m Money) sumOf(debts []Debt) (sum int64) {
	for _, one := range debts {
		if one.Money.Currency == m.Currency {
			sum += one.Money.Amount
		}
	}
	return sum
}

// Beyond is what a debt owes beyond what was given for the same failure: the larger
// counts, and never both. Money is compared with money of its own currency; a share off
// the next purchase with other such shares. It is false where nothing is left.
func (d Debt) Beyond(given []Debt) (Debt, bool) {
	var money int64
	var share Percent
	other := false
	for _, one := range given {
		switch {
		case one.Money.Amount > 0 && one.Money.Currency == d.Money.Currency:
			money += one.Money.Amount
		case one.Money.Amount == 0 && one.Kind == KindCoupon:
			share = max(share, one.Percent)
		default:
			other = true
		}
	}
	switch {
	case d.Money.Amount > 0 && money == 0:
		return d, true // other money, or a share that is worth what it is worth
	case d.Money.Amount > 0:
		left := Money{Amount: d.Money.Amount - money, Currency: d.Money.Currency}
		d.Money, d.Percent = left, 0
		return d, left.Amount > 0
	case d.Kind == KindCoupon:
		return d, !other && d.Percent > share
	case d.Kind == KindRefund, d.Kind == KindCredit:
		return d, true // how much it is has still to be found out
	}
	return d, len(given) == 0
}
