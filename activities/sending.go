package activities

import (
	"context"
	"fmt"
	"slices"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// sendings is what is known of the times that a message may have been handed to
// its provider. There is a second time only where it is certain, or believed
// after long looking, that none before it handed over anything.
//
// Each sending is one attempt's alone: the first is that of the attempt which the
// ledger tells that the step's row is new, and each further one takes the next
// number in a row beside it ("sms/sending"). An attempt may use a number only
// where everything before it is cleared, and the ledger gives no number twice. So
// however many attempts there are at once, no two of them send; and what an
// attempt that was overtaken writes late can clear less than is known, never more.
type sendings struct {
	many   int       // how many there may have been
	unsent int       // all up to this one have handed over nothing
	looks  int       // how many looks have found nothing of the others
	since  time.Time // when the first look was: surely after the last of them began
}

// The statuses in the row beside, with what follows them in Code.
const (
	statusUnsent  = "not sent"
	unsentForm    = "up to %d"
	statusLooking = "not found yet"
	lookingForm   = "of %d, looks %d, since %d"
)

func beside(step Step) string { return step.Name + "/sending" }

// sendingsOf reads the row beside. Without one there was the first sending, and
// nothing is known of it.
func sendingsOf(step Step, rows []ledger.Delivery) sendings {
	at := slices.IndexFunc(rows, func(row ledger.Delivery) bool { return row.Step == beside(step) })
	if at < 0 {
		return sendings{many: 1}
	}
	row := rows[at]
	known := sendings{many: row.Tries}
	switch row.Status {
	case statusUnsent:
		if _, err := fmt.Sscanf(row.Code, unsentForm, &known.unsent); err != nil {
			known.unsent = 0
		}
	case statusLooking:
		var many, looks int
		var since int64
		// Looks for fewer sendings than there are tell nothing of the last one.
		if _, err := fmt.Sscanf(row.Code, lookingForm, &many, &looks, &since); err == nil && many == row.Tries {
			known.looks, known.since = looks, time.UnixMilli(since)
		}
	}
	return known
}

// claim takes the sending after those that are cleared. It is false where another
// attempt has it.
func (a *Apologies) claim(ctx context.Context, step Step, errand errand, number int) (bool, error) {
	row, _, err := a.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: beside(step), Provider: errand.provider(), BegunAt: a.Now().UTC(),
	})
	if err != nil {
		return false, ledgerDown("keep what is about to be sent")
	}
	return row.Tries == number, nil
}

// clear puts on record that the sendings up to one have handed over nothing. The
// first time it makes the row beside, which then stands for one sending.
func (a *Apologies) clear(ctx context.Context, step Step, errand errand, number int) error {
	return a.keep(ctx, step, errand, statusUnsent, fmt.Sprintf(unsentForm, number))
}

// looked puts on record that the sendings were looked for, and since when.
func (a *Apologies) looked(ctx context.Context, step Step, errand errand, known sendings) error {
	return a.keep(ctx, step, errand, statusLooking, fmt.Sprintf(lookingForm, known.many, known.looks, known.since.UnixMilli()))
}

func (a *Apologies) keep(ctx context.Context, step Step, errand errand, status, code string) error {
	err := a.books.Settle(ctx, step.Recovery, beside(step), recovery.Receipt{
		Step: beside(step), Provider: errand.provider(), Status: status, Code: code, Word: recovery.Pending, At: a.Now().UTC(),
	})
	if err != nil {
		return ledgerDown("keep what is known of a message")
	}
	return nil
}
