package twilio

import (
	"time"

	"makegood/internal/sandbox/twin"
)

// Phone is what a customer's phone shows.
type Phone struct {
	Number   string   `json:"number"`
	Earlier  int      `json:"earlier"` // how many messages came before these
	Messages []Bubble `json:"messages"`
}

// Bubble is one message on a phone.
type Bubble struct {
	SID    string    `json:"sid"`
	From   string    `json:"from"`
	Body   string    `json:"body"`
	Status string    `json:"status"`
	Error  string    `json:"error,omitempty"`
	Code   int       `json:"code,omitempty"`
	At     time.Time `json:"at"`
}

// View is the phones a person sees, the one with the newest message first.
type View struct {
	Phones    []Phone `json:"phones"`
	Matching  int     `json:"phones_matching"`
	PhoneSum  int     `json:"phones_total"`
	SumOfSMS  int     `json:"messages_total"`
	Delivered int     `json:"messages_delivered"`
}

// perPhone is how many messages a phone shows.
const perPhone = 20

// View needs the world's lock.
func (t *Twin) View(tx *twin.Tx, s twin.Search, limit int) View {
	v := View{Phones: []Phone{}, PhoneSum: len(t.byTo), SumOfSMS: t.messages.Len()}
	shown := map[string]bool{}
	for m := range t.messages.Newest() {
		if status, _ := m.state(tx.Now); status == "delivered" {
			v.Delivered++
		}
		if shown[m.To] || !s.In(m.To, m.Body, m.SID) {
			continue
		}
		shown[m.To] = true
		if len(v.Phones) < limit {
			v.Phones = append(v.Phones, t.phone(tx, m.To))
		}
	}
	v.Matching = len(shown)
	return v
}

func (t *Twin) phone(tx *twin.Tx, number string) Phone {
	all := t.byTo[number]
	p := Phone{Number: number, Earlier: max(0, len(all)-perPhone)}
	for _, m := range all[p.Earlier:] {
		b := Bubble{SID: m.SID, From: m.From, Body: m.Body, At: m.Created}
		if b.From == "" {
			b.From = m.Service
		}
		b.Status, _ = m.state(tx.Now)
		if b.Status == "failed" || b.Status == "undelivered" {
			b.Code, b.Error = m.ErrorCode, errorOf(m.ErrorCode).Message
		}
		p.Messages = append(p.Messages, b)
	}
	return p
}
