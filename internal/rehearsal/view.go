package rehearsal

import (
	"slices"
	"strings"
	"time"

	"makegood/config"
	"makegood/recovery"
)

// view is one recovery as it stands at a moment, as expectations see it.
type view struct {
	start    time.Time
	state    recovery.State
	until    time.Time // surveys stay away; zero where they need not
	messages []Message
	gifts    []Gift
}

// views are the recoveries that an expectation means, at its moment.
func (o *Outcome) views(expected *config.Expected) (views []view) {
	moment := o.at(expected)
	for _, id := range o.Recoveries {
		state, known := moment.states[id]
		if !known || !matches(expected.Which, id) {
			continue
		}
		v := view{start: o.Scenario.Start, state: state, until: moment.until[state.Customer]}
		for _, message := range o.Messages {
			if message.Recovery == id && !message.At.After(moment.at) {
				v.messages = append(v.messages, message)
			}
		}
		for _, gift := range o.Gifts {
			if gift.Recovery == id && !gift.At.After(moment.at) && gift.order.word(moment.at).Word != recovery.Refused {
				v.gifts = append(v.gifts, gift)
			}
		}
		v.order(moment.at)
		views = append(views, v)
	}
	return views
}

// order puts the message that counts last: the latest that arrived, else the latest.
func (v *view) order(at time.Time) {
	for i, message := range slices.Backward(v.messages) {
		if message.order.word(at).Word == recovery.Arrived {
			v.messages = append(slices.Delete(slices.Clone(v.messages), i, i+1), message)
			return
		}
	}
}

// said is the message that counts; nil where nothing was said.
func (v *view) said() *Message {
	if len(v.messages) == 0 {
		return nil
	}
	return &v.messages[len(v.messages)-1]
}

// text is what a field came to, as scenarios write it; empty where there is nothing.
func (v *view) text(field string) string {
	s := &v.state
	switch field {
	case "stage":
		return string(s.Stage)
	case "play":
		return s.Play
	case "tier":
		return s.Tier
	case "remedy":
		return v.remedy()
	case "amount":
		return owed(s.Owed)
	case "given":
		return given(v.gifts)
	case "first":
		return s.First
	case "needs":
		if s.Stage == recovery.NeedsPerson {
			return s.Why
		}
		return ""
	case "because":
		return v.because()
	case "channel", "words", "words_are", "subject":
		if message := v.said(); message != nil {
			return message.text(field)
		}
	}
	return ""
}

func (m *Message) text(field string) string {
	switch field {
	case "channel":
		return string(m.Channel)
	case "subject":
		return m.Subject
	}
	return m.Words
}

// remedy is what was given, else what is owed.
func (v *view) remedy() string {
	if n := len(v.gifts); n > 0 {
		return v.gifts[n-1].Remedy
	}
	switch owed := v.state.Owed; {
	case owed == nil:
		return ""
	case owed.Activity != "":
		return owed.Activity
	default:
		return string(owed.Kind)
	}
}

// because is why it came to this: why it was dismissed or needs a person, else the
// line of the story that says what it was confirmed for.
func (v *view) because() string {
	if v.state.Why != "" {
		return v.state.Why
	}
	for _, line := range v.state.Story {
		if strings.HasPrefix(line.What, "Confirmed:") {
			return line.What
		}
	}
	return ""
}

// moment is when something came to pass, after the start; false where it did not.
func (v *view) moment(field string) (time.Duration, bool) {
	var at time.Time
	switch field {
	case "said_at":
		for _, message := range v.messages {
			if at.IsZero() || message.At.Before(at) {
				at = message.At
			}
		}
	case "confirmed_at":
		at = v.state.ConfirmedAt
	case "ended_at":
		at = v.state.EndedAt
	case "surveys_until":
		at = v.until
	}
	return v.after(at), !at.IsZero()
}

// after is how long after the start a time lies, to the second.
func (v *view) after(at time.Time) time.Duration { return at.Sub(v.start).Round(time.Second) }

// owed is a debt as scenarios write it.
func owed(debt *recovery.Debt) string {
	switch {
	case debt == nil:
		return ""
	case debt.Money.Amount > 0:
		return debt.Money.String()
	case debt.Percent > 0:
		return debt.Percent.String() + "%"
	}
	return ""
}

func (g *Gift) amount() string {
	if g.Money.Amount == 0 && g.Percent > 0 {
		return g.Percent.String() + "%"
	}
	if g.Money.Amount == 0 {
		return ""
	}
	return g.Money.String()
}

// given is all that was given, by currency.
func given(gifts []Gift) string {
	var sums []recovery.Money
	var others []string
	for i := range gifts {
		gift := &gifts[i]
		at := slices.IndexFunc(sums, func(sum recovery.Money) bool { return sum.Currency == gift.Money.Currency })
		switch {
		case gift.Money.Amount == 0:
			if said := gift.amount(); said != "" {
				others = append(others, said)
			}
		case at < 0:
			sums = append(sums, gift.Money)
		default:
			sums[at].Amount += gift.Money.Amount
		}
	}
	for i := len(sums) - 1; i >= 0; i-- {
		others = slices.Insert(others, 0, sums[i].String())
	}
	return strings.Join(others, config.AmountsJoin)
}
