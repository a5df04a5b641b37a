package ledger

import (
	"slices"
	"strings"
	"time"

	"makegood/recovery"
)

// advance orders the words of one try: what is later in it may take the place of
// what is before. A refusal is last, since what arrived may come back and what
// was refused does not arrive under the same provider's id.
var advance = map[recovery.Word]int{"": 0, recovery.Pending: 1, recovery.Arrived: 2, recovery.Refused: 3}

// hear takes a provider's word into a delivery. It returns false, and leaves
// everything as it is, where the word says nothing new.
func (d *Delivery) hear(receipt recovery.Receipt) bool {
	id := clean(receipt.ID)
	anotherTry := d.Word != "" && d.ProviderID != id
	switch {
	case advance[receipt.Word] == 0:
		return false
	case anotherTry && !d.givesWay(id, receipt.Word):
		return false
	case anotherTry:
		d.supersede()
	case advance[receipt.Word] < advance[d.Word]:
		return false
	}
	if d.AcceptedAt.IsZero() && receipt.Word != recovery.Refused {
		d.AcceptedAt = receipt.At
	}
	if receipt.Word != recovery.Pending && receipt.Word != d.Word {
		d.SettledAt = receipt.At
	}
	d.ProviderID, d.Status, d.Code, d.Word = id, receipt.Status, receipt.Code, receipt.Word
	if receipt.Provider != "" {
		d.Provider = receipt.Provider
	}
	if receipt.Money.Currency != "" {
		d.Amount, d.Currency = receipt.Money.Amount, string(receipt.Money.Currency)
	}
	return true
}

// givesWay says whether the try on record gives way to the word on another try.
func (d *Delivery) givesWay(id string, word recovery.Word) bool {
	switch {
	case d.Word == recovery.Arrived:
		return false // the proof stays
	case word == recovery.Arrived:
		return true
	case slices.Contains(strings.Split(d.Earlier, "\n"), id):
		return false // a late word on a try that is behind us
	case d.Word == recovery.Refused:
		return true
	}
	return word == recovery.Pending // both under way: what was taken last is what is waited for
}

// supersede makes room for another try.
func (d *Delivery) supersede() {
	if d.ProviderID != "" {
		d.Earlier = strings.TrimPrefix(d.Earlier+"\n"+d.ProviderID, "\n")
	}
	d.ProviderID, d.Status, d.Code, d.Word = "", "", "", ""
	d.AcceptedAt, d.SettledAt = time.Time{}, time.Time{}
}
