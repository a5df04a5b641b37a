package recovery

import (
	"strings"
	"time"
)

// Facts is what is known of the customer and the payment, put together from all
// observations: of each field the latest word that was given, by the time it was
// observed, whatever order they came in.
type Facts struct {
	Name       Stamped[string]         `json:"name,omitzero"`
	Phone      Stamped[string]         `json:"phone,omitzero"`
	Email      Stamped[string]         `json:"email,omitzero"`
	Locale     Stamped[string]         `json:"locale,omitzero"`
	TimeZone   Stamped[string]         `json:"time_zone,omitzero"`
	Segment    Stamped[string]         `json:"segment,omitzero"`
	Incident   Stamped[string]         `json:"incident,omitzero"`
	Payment    Stamped[*Payment]       `json:"payment,omitzero"`
	Attributes Stamped[map[string]any] `json:"attributes,omitzero"`
}

// Stamped is a value with the observation that gave it.
type Stamped[T any] struct {
	Value T         `json:"value"`
	At    time.Time `json:"at"`
	By    string    `json:"by"`
}

func (s *Stamped[T]) learn(value T, given bool, o *Observation) {
	older := s.By != "" && (o.ObservedAt.Before(s.At) || (o.ObservedAt.Equal(s.At) && strings.Compare(o.ID, s.By) < 0))
	if given && !older {
		*s = Stamped[T]{Value: value, At: o.ObservedAt, By: o.ID}
	}
}

// Learn takes in what an observation says.
func (f *Facts) Learn(o *Observation) {
	f.Name.learn(o.Customer.Name, o.Customer.Name != "", o)
	f.Phone.learn(Dialled(o.Customer.Phone), o.Customer.Phone != "", o)
	f.Email.learn(o.Customer.Email, o.Customer.Email != "", o)
	f.Locale.learn(o.Customer.Locale, o.Customer.Locale != "", o)
	f.TimeZone.learn(o.Customer.TimeZone, o.Customer.TimeZone != "", o)
	f.Segment.learn(o.Customer.Segment, o.Customer.Segment != "", o)
	f.Incident.learn(o.Incident, o.Incident != "", o)
	f.Payment.learn(o.Payment, o.Payment != nil, o)
	f.Attributes.learn(o.Attributes, len(o.Attributes) > 0, o)
}

// Customer is the customer as far as is known. The id is the recovery's.
func (f *Facts) Customer(id string) Customer {
	return Customer{
		ID: id, Name: f.Name.Value, Phone: f.Phone.Value, Email: f.Email.Value,
		Locale: f.Locale.Value, TimeZone: f.TimeZone.Value, Segment: f.Segment.Value,
	}
}
