package oracle

import (
	"strings"
	"time"

	"makegood/recovery"
)

// Of is the part of the record that belongs to each recovery, and what belongs to none.
func (r *Record) Of(recoveries []string) (by map[string]*Given, stray []string) {
	by = make(map[string]*Given, len(recoveries))
	refs := make(map[string]string, len(recoveries))
	for _, id := range recoveries {
		by[id] = &Given{}
		refs[recovery.Ref(id)] = id
	}
	place := func(id, what string) *Given {
		if given := by[id]; given != nil {
			return given
		}
		stray = append(stray, what)
		return &Given{}
	}
	for _, one := range r.Messages {
		given := place(refs[refIn(one.Body, refs)], "text "+one.SID)
		given.Words = append(given.Words, wordsOf("sms", one.SID, one.Body, one.Status, dated(one.Created), dated(one.Updated)))
	}
	for _, one := range r.Emails {
		given := place(one.CustomArgs["makegood_recovery"], "mail "+one.ID)
		given.Words = append(given.Words, wordsOf("email", one.ID, one.Text, one.Status, time.Unix(one.Created, 0), time.Unix(one.Created, 0)))
	}
	for _, one := range r.Refunds {
		given := place(one.Metadata.Recovery, "refund "+one.ID)
		given.Money = append(given.Money, Money{
			Kind: "refund", ID: one.ID, Amount: one.Amount, Currency: one.Currency, Status: one.Status,
			Dead: one.Status == "failed" || one.Status == "canceled", Step: one.Metadata.Step, GivenAt: time.Unix(one.Created, 0),
		})
	}
	coupons := make(map[string]Coupon, len(r.Coupons))
	for _, one := range r.Coupons {
		coupons[one.ID] = one
	}
	for _, one := range r.PromotionCodes {
		given := place(one.Metadata.Recovery, "code "+one.ID)
		worth := coupons[one.Coupon.ID]
		given.Money = append(given.Money, Money{Kind: "coupon", ID: one.ID, Step: one.Metadata.Step, Amount: worth.Amount, Percent: worth.Percent, Currency: worth.Currency, Status: "active"})
	}
	for _, one := range r.Credits {
		given := place(one.Metadata.Recovery, "credit "+one.ID)
		given.Money = append(given.Money, Money{Kind: "credit", ID: one.ID, Step: one.Metadata.Step, Amount: -one.Amount, Currency: one.Currency, Status: "applied"})
	}
	return by, stray
}

// dated reads a date as Twilio writes it; one that cannot be read is none.
func dated(written string) time.Time {
	at, _ := time.Parse(time.RFC1123Z, written)
	return at
}

// refIn is the reference that stands in a text.
func refIn(body string, refs map[string]string) string {
	for _, word := range strings.FieldsFunc(body, func(r rune) bool { return r == ' ' || r == '.' || r == '\n' }) {
		if _, known := refs[word]; known {
			return word
		}
	}
	return ""
}
