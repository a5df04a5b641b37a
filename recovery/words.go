package recovery

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Progress is how far the remedy has come when the words go out.
type Progress string

// How far a remedy can have come.
const (
	RemedyDone     Progress = "done"      // given; the words say so
	RemedyComing   Progress = "coming"    // promised and under way; the words say that
	RemedyByPerson Progress = "by_person" // no automatic way was left: a colleague sees to it
)

// Telling is what the words may speak of.
type Telling struct {
	Customer   Customer
	Experience string
	Incident   string
	Attributes map[string]any
	Value      float64 // of the play's measure
	Debt       Debt
	Progress   Progress
	Parts      []Part // where it is given by more than one way, or by another than the play's first: each; then Progress is not looked at
	Code       string // a coupon's promotion code
	Ref        string
	Complained bool // the customer told us before we told them
	More       bool // they were told before, and what is told now is added to that
}

// Message is an apology in the customer's language, ready to go out. Subject is
// empty where the play has none.
type Message struct {
	Locale  string `json:"locale"` // the play's text that was chosen
	Subject string `json:"subject,omitempty"`
	Text    string `json:"text"`
}

// Words says the play's apology to one customer. The same play and telling give
// the same bytes.
//
// The text is the play's in the customer's locale, else in their language, else
// in English, else the first by the alphabet. Both the text and the subject
// always hold the reference, because it is by the reference that a message is
// found again after an unknown outcome. Words fails where a
// template is not one that CheckTemplate accepts, and where a coupon that was
// promised has no code.
func (p *Play) Words(t Telling) (Message, error) {
	if len(p.Apology.Text) == 0 {
		return Message{}, fmt.Errorf("the play %s has no words", p.Name)
	}
	locale := chooseLocale(p.Apology.Text, p.Apology.Default, t.Customer.Locale)
	manner := mannerOf(locale, t.Customer.Locale)
	said, err := p.said(t, manner)
	if err != nil {
		return Message{}, err
	}
	plural := manner.plural(t.Value)
	text, err := render(p.textFor(locale, t.More), said, plural)
	if err != nil {
		return Message{}, fmt.Errorf("the words of the play %s in %s: %w", p.Name, locale, err)
	}
	message := Message{Locale: locale, Text: withRef(tidy(text, said.Customer.Name == "", locale), t.Ref)}
	if subject, exists := p.Apology.Subject[locale]; exists {
		subject, err = render(subject, said, plural)
		if err != nil {
			return Message{}, fmt.Errorf("the subject of the play %s in %s: %w", p.Name, locale, err)
		}
		message.Subject = subjectWithRef(tidy(oneLine(subject), said.Customer.Name == "", locale), t.Ref)
	}
	return message, nil
}

// said is what a template can name. Every leaf is text, save Complained.
type said struct {
	Customer   saidCustomer
	Measure    string // the value as words: "3 h 12 min", or a number
	Remedy     string // a whole sentence: what is given, and how far it has come
	Amount     string // what is given: "12.40 EUR" or "10%"
	Code       string
	Ref        string
	Experience string
	Incident   string
	Attributes map[string]string
	Play       string
	Complained bool
}

// saidCustomer leaves out the ways to reach someone: they have no place in words.
type saidCustomer struct{ ID, Name, Locale, Segment string }

func (p *Play) said(t Telling, m manner) (said, error) {
	attributes := make(map[string]string, len(t.Attributes))
	for name, value := range t.Attributes {
		attributes[name] = oneLine(plainly(value))
	}
	all := said{
		Customer: saidCustomer{
			ID:      oneLine(t.Customer.ID),
			Name:    presentable(t.Customer.Name),
			Locale:  oneLine(t.Customer.Locale),
			Segment: oneLine(t.Customer.Segment),
		},
		Measure:    m.measure(p.Measure, t.Value),
		Amount:     m.amount(t.Debt),
		Ref:        t.Ref,
		Experience: oneLine(t.Experience),
		Incident:   oneLine(t.Incident),
		Attributes: attributes,
		Play:       p.Name,
		Complained: t.Complained,
	}
	var remedy []string
	for _, part := range t.parts() {
		if all.Code == "" && part.tells() {
			all.Code = part.Code
		}
		sentence, err := p.saidOf(part, t, m, all)
		if err != nil {
			return said{}, err
		}
		remedy = append(remedy, sentence)
	}
	all.Remedy = strings.Join(remedy, " ")
	return all, nil
}

// saidOf is the sentence that says a part of the remedy.
func (p *Play) saidOf(part Part, t Telling, m manner, all said) (string, error) {
	switch {
	case part.tells() && part.Code == "":
		return "", errors.New("a coupon was promised and its code is not known")
	case part.Debt.Kind == KindCustom:
		return p.custom(part, m, all, t.Value)
	}
	return m.remedy(part.Debt, part.Progress, m.amount(part.Debt), part.Code), nil
}

// parts is what is owed, way by way.
func (t *Telling) parts() []Part {
	parts := t.Parts
	if len(parts) == 0 {
		parts = []Part{{Debt: t.Debt, Progress: t.Progress}}
	}
	parts = slices.Clone(parts)
	for i := range parts {
		if parts[i].Debt.Kind == KindCoupon && parts[i].Code == "" {
			parts[i].Code = t.Code
		}
	}
	return parts
}

// tells says whether a coupon's code belongs to what is said.
func (p Part) tells() bool { return p.Debt.Kind == KindCoupon && p.Progress != RemedyByPerson }

func withRef(text, ref string) string {
	if ref == "" || strings.Contains(text, ref) {
		return text
	}
	return strings.TrimSpace(text + " Ref " + ref)
}

func subjectWithRef(subject, ref string) string {
	if ref == "" || strings.Contains(subject, ref) {
		return subject
	}
	return strings.TrimSpace(subject + " (" + ref + ")")
}
