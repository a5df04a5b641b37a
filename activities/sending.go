package activities

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// sending is one time that a message may have been handed to its provider. There
// is a second only where it is certain, or believed after long looking, that the
// first handed over nothing; and each is one attempt's alone, since the ledger
// says to one caller only that a row is new. So however many attempts there are
// at once, no two of them send.
//
// The first sending is the step's own row. What is known of a sending that
// brought no acceptance stands in a row beside it ("sms/1"), so that it never
// comes in the way of the step's own receipt.
type sending struct {
	number  int
	cleared bool      // it has handed over nothing
	looks   int       // how many looks have found nothing
	since   time.Time // when the first look was: surely after the sending began
}

// The statuses in the rows beside.
const (
	statusUnsent  = "not sent"
	statusLooking = "not found yet"
)

const lookingForm = "looks=%d since=%d"

func (s sending) row(step Step) string { return step.Name + "/" + strconv.Itoa(s.number) }

// latestSending is the last sending that there is a trace of.
func latestSending(step Step, rows []ledger.Delivery) sending {
	latest := sending{number: 1}
	for number := 1; ; number++ {
		candidate := sending{number: number}
		at := slices.IndexFunc(rows, func(row ledger.Delivery) bool { return row.Step == candidate.row(step) })
		if at < 0 {
			if number > 1 {
				return latest
			}
			continue // the first has no row beside it until there is something to say
		}
		candidate.cleared = rows[at].Word == recovery.Refused
		if since := int64(0); rows[at].Status == statusLooking {
			if _, err := fmt.Sscanf(rows[at].Code, lookingForm, &candidate.looks, &since); err == nil {
				candidate.since = time.UnixMilli(since)
			}
		}
		latest = candidate
	}
}

// claim takes the next sending. It is false where another attempt has it.
func (a *Apologies) claim(ctx context.Context, step Step, errand errand, number int) (bool, error) {
	next := sending{number: number}
	_, first, err := a.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: next.row(step), Provider: errand.provider(), BegunAt: a.Now().UTC(),
	})
	if err != nil {
		return false, ledgerDown("keep what is about to be sent")
	}
	return first, nil
}

// clear puts on record, for good, that a sending has handed over nothing.
func (a *Apologies) clear(ctx context.Context, step Step, errand errand, number int) error {
	return a.beside(ctx, step, sending{number: number}, recovery.Receipt{
		Provider: errand.provider(), Status: statusUnsent, Word: recovery.Refused, At: a.Now().UTC(),
	})
}

// looked puts on record that a sending was looked for, and since when.
func (a *Apologies) looked(ctx context.Context, step Step, errand errand, sending sending) error {
	return a.beside(ctx, step, sending, recovery.Receipt{
		Provider: errand.provider(), Status: statusLooking, Word: recovery.Pending, At: a.Now().UTC(),
		Code: fmt.Sprintf(lookingForm, sending.looks, sending.since.UnixMilli()),
	})
}

func (a *Apologies) beside(ctx context.Context, step Step, sending sending, receipt recovery.Receipt) error {
	receipt.Step = sending.row(step)
	if a.books.Settle(ctx, step.Recovery, receipt.Step, receipt) != nil {
		return ledgerDown("keep what is known of a message")
	}
	return nil
}
