package recovery

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Longest is the longest message that a play's text in a locale comes to, over
// its tiers and however far the remedy has come, for a customer with a long name
// and with long names for everything else. The locale is one of the play's own.
func (p *Play) Longest(locale string) (Message, error) { return p.longest(locale, false) }

// LongestMore is Longest of what is said when more is given than was told.
func (p *Play) LongestMore(locale string) (Message, error) { return p.longest(locale, true) }

func (p *Play) longest(locale string, more bool) (Message, error) {
	var longest Message
	for i := range p.Tiers {
		for _, progress := range []Progress{RemedyDone, RemedyComing, RemedyByPerson} {
			for _, complained := range []bool{false, true} {
				sample := p.longTelling(locale, i)
				sample.Progress, sample.Complained, sample.More = progress, complained, more
				sample.Parts = longParts(sample.Debt, p.Tiers[i].Else, progress)
				message, err := p.Words(sample)
				if err != nil {
					return Message{}, err
				}
				if SMSLength(message.Text) > SMSLength(longest.Text) {
					longest = message
				}
			}
		}
	}
	return longest, nil
}

const (
	longName = "Maximiliana Alexandrina von Hohenzollern"
	longID   = "LO-391-2026-11-21-WAW-ORD-1234567890-ABC"
)

func (p *Play) longTelling(locale string, i int) Telling {
	tier := &p.Tiers[i]
	payment := &Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 123_456_78, Currency: longCurrency(tier.Remedy)}
	debt, _ := p.Owes(i, Case{Payment: payment, Value: p.longValue()})
	attributes := map[string]any{}
	for _, text := range slices.Sorted(maps.Values(p.Apology.Text)) {
		for rest := text; ; {
			_, after, found := strings.Cut(rest, anyAttribute)
			if !found {
				break
			}
			attributes[leadingName(after)], rest = longName, after
		}
	}
	return Telling{
		Customer:   Customer{ID: longID, Name: longName, Locale: locale, Segment: "standard"},
		Experience: longID,
		Incident:   longID,
		Attributes: attributes,
		Value:      p.longValue(),
		Debt:       debt,
		Code:       Code(longID),
		Ref:        Ref(longID),
	}
}

// longParts is a debt of which the most is given by another way.
func longParts(debt Debt, ways []Way, progress Progress) []Part {
	if len(ways) == 0 {
		return nil
	}
	parts := []Part{{Debt: debt, Progress: RemedyDone}}
	for _, way := range ways {
		parts = append(parts, Part{Debt: debt.By(way, debt.Money), Progress: progress})
	}
	return parts
}

// longValue takes long to say: "364 days 23 h", or "1,234.56".
func (p *Play) longValue() float64 {
	if unit, isTime := unitOf(p.Measure); isTime {
		return float64(365*day-time.Hour) / float64(unit)
	}
	return 1234.56
}

// leadingName is the name at the beginning of what follows ".Attributes.".
func leadingName(text string) string {
	if end := strings.IndexAny(text, " \t\n\r()}|"); end >= 0 {
		return text[:end]
	}
	return text
}

// longCurrency is that of a fixed amount, so that the payment is in it as well.
func longCurrency(r Remedy) Currency {
	var fixed []Money
	switch {
	case r.Refund != nil:
		fixed = Amount(*r.Refund).Fixed()
	case r.Credit != nil:
		fixed = Amount(*r.Credit).Fixed()
	}
	if len(fixed) > 0 {
		return fixed[0].Currency
	}
	return "eur"
}
