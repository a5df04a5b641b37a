package recovery

// Shortest is the shortest message that a play's text in a locale comes to, over its
// tiers and however far the remedy has come, for a customer whose name is not known
// and of whom nothing else was reported, who paid 1.00 and whose tier was only just
// met. The locale is one of the play's own.
func (p *Play) Shortest(locale string) (Message, error) {
	var shortest Message
	for i := range p.Tiers {
		for _, progress := range []Progress{RemedyDone, RemedyComing, RemedyByPerson} {
			for _, complained := range []bool{false, true} {
				sample := p.shortTelling(locale, i)
				sample.Progress, sample.Complained = progress, complained
				message, err := p.Words(sample)
				if err != nil {
					return Message{}, err
				}
				if shortest.Text == "" || SMSLength(message.Text) < SMSLength(shortest.Text) {
					shortest = message
				}
			}
		}
	}
	return shortest, nil
}

func (p *Play) shortTelling(locale string, i int) Telling {
	const id = "a"
	tier := &p.Tiers[i]
	value := float64(tier.AtLeast)
	payment := &Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 100, Currency: longCurrency(tier.Remedy)}
	debt, _ := p.Owes(i, Case{Payment: payment, Value: value})
	return Telling{
		Customer:   Customer{ID: id, Locale: locale},
		Experience: id,
		Value:      value,
		Debt:       debt,
		Code:       Code(id),
		Ref:        Ref(id),
	}
}
