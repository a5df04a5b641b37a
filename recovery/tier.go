package recovery

// OwesNothing says whether a tier would owe nothing where it is just met, since no period
// of its amount counts by then.
func (p *Play) OwesNothing(tier int) bool {
	var amount Amount
	switch remedy := p.Tiers[tier].Remedy; {
	case remedy.Refund != nil:
		amount = Amount(*remedy.Refund)
	case remedy.Credit != nil:
		amount = Amount(*remedy.Credit)
	default:
		return false
	}
	payment := &Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 100_000, Currency: "eur"}
	if fixed := amount.Fixed(); len(fixed) > 0 {
		payment.Currency = fixed[0].Currency
	}
	debt, err := p.Owes(tier, Case{Payment: payment, Value: float64(p.Tiers[tier].AtLeast)})
	return err == nil && debt.Money.Amount == 0
}

// OpensLongest is the longest time after which a tier of the measure open is met: by a
// clock that stands still, it hangs on the day.
func (p *Play) OpensLongest(tier int) Duration {
	met := Duration(float64(p.Tiers[tier].AtLeast) * 1e9)
	// What lies far within, or beyond, needs no calendar to tell.
	if !p.Clock.IsReal() && met <= p.CloseAfter-p.Hold && met+met/2+8*Duration(day) > p.CloseAfter-p.Hold {
		return p.Clock.Longest(met)
	}
	return met
}

// CanBeMet says whether a tier can be met, and held, before the play closes.
func (p *Play) CanBeMet(tier int) bool {
	switch p.Measure {
	case MeasureOpen:
		return p.OpensLongest(tier) <= p.CloseAfter-p.Hold
	case MeasureOccurrences:
		return p.Tiers[tier].AtLeast <= MaxOccurrences
	}
	return true
}
