package activities

import (
	"context"
	"fmt"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// account is what is known of the attempts at a message that brought no
// acceptance. It stands in the ledger's row until there is an id, in Status and
// Code, so that attempts on any worker can read it.
//
// Attempts are numbered by the ledger. All up to clear have certainly sent
// nothing, so attempt clear+1 may send, and an attempt beyond that has to look
// for what attempt clear+1 may have sent. Because the number is part of it, an
// account that is written late, by an attempt that was overtaken, clears nobody
// else.
type account struct {
	clear int       // every attempt up to this one has sent nothing, for certain
	looks int       // how many looks have found nothing since
	since time.Time // since when an attempt after them may have sent
}

// The statuses of a row that has no provider's id yet.
const (
	statusUnsent  = "not sent"
	statusLooking = "not found yet"
)

const accountForm = "after=%d looks=%d since=%d"

// accountOf reads the row's account. A row that was only begun has a clear
// account of none.
func accountOf(row ledger.Delivery) account {
	var known account
	var since int64
	if row.Status == statusUnsent || row.Status == statusLooking {
		if _, err := fmt.Sscanf(row.Code, accountForm, &known.clear, &known.looks, &since); err == nil {
			known.since = time.UnixMilli(since).UTC()
			return known
		}
	}
	return account{since: row.BegunAt}
}

// clears notes that nothing was sent up to and including an attempt.
func (k *account) clears(try int, now time.Time) {
	*k = account{clear: try, since: now}
}

// keep writes the account down.
func (a *Apologies) keep(ctx context.Context, step Step, errand errand, account account) error {
	status := statusUnsent
	if account.looks > 0 {
		status = statusLooking
	}
	now := a.Now().UTC()
	if account.looks == 0 {
		account.since = now // an attempt may send from here on
	}
	return a.settle(ctx, step, recovery.Receipt{
		Step: step.Name, Provider: errand.provider(), Status: status, Word: recovery.Pending, At: now,
		Code: fmt.Sprintf(accountForm, account.clear, account.looks, account.since.UnixMilli()),
	})
}
