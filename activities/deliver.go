package activities

import (
	"context"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// deliver sends a message at most once, however often and wherever it is called.
//
// The intent stands in the ledger before the call, and the ledger says to one
// attempt only that it is the first: that one sends. Every other sends only where
// it is certain that none before it did: because the provider said so, or because
// several looks over time found nothing. Otherwise it looks, and leaves again
// with an error that says when the next look is due, so that no worker is held
// meanwhile.
func (a *Apologies) deliver(ctx context.Context, step Step, errand errand) (recovery.Receipt, error) {
	began := a.Now()
	row, first, err := a.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: step.Name, Provider: errand.provider(), BegunAt: began.UTC(),
	})
	switch {
	case err != nil:
		return recovery.Receipt{}, ledgerDown("keep what is about to be sent")
	case first:
		return a.hand(ctx, step, errand, 1, began)
	case row.Word == recovery.Arrived, row.Word == recovery.Refused:
		return settledBefore(row)
	case row.ProviderID != "":
		return a.follow(ctx, step, errand, recovery.Receipt{
			Step: step.Name, Provider: row.Provider, ID: row.ProviderID, Status: row.Status, Word: recovery.Pending, At: row.AcceptedAt,
		})
	}
	rows, err := a.books.Deliveries(ctx, step.Recovery)
	if err != nil {
		return recovery.Receipt{}, ledgerDown("read the recovery's messages")
	}
	known := sendingsOf(step, rows)
	if known.unsent < known.many {
		receipt, found, err := a.look(ctx, step, errand, row.BegunAt, known, ownedByOthers(step, rows))
		switch {
		case err != nil:
			return recovery.Receipt{}, err
		case found:
			return a.accepted(ctx, step, errand, receipt)
		}
	}
	number := known.many + 1
	began = a.Now()
	mine, err := a.claim(ctx, step, errand, number)
	switch {
	case err != nil:
		return recovery.Receipt{}, err
	case !mine:
		return recovery.Receipt{}, again(FailLooking, "Another attempt sends it; we look what comes of that.", firstOf(errand.looks()))
	}
	return a.hand(ctx, step, errand, number, began)
}

// hand hands the message to its provider: the one time of this sending.
func (a *Apologies) hand(ctx context.Context, step Step, errand errand, number int, began time.Time) (recovery.Receipt, error) {
	quiet := !errand.quietFrom().IsZero() && !a.Now().Before(errand.quietFrom())
	if quiet || a.Now().Sub(began) > heldUp {
		// Others may believe by now that this sending is over. It never was one.
		if err := a.clear(ctx, step, errand, number); err != nil {
			return recovery.Receipt{}, err
		}
		if quiet {
			return recovery.Receipt{}, tooQuiet()
		}
		return recovery.Receipt{}, again(FailBusy, "This attempt was held up and begins again.", 0)
	}
	receipt, verdict := errand.send(ctx, number)
	a.Lanes.saw(ctx, errand.provider(), verdict)
	switch {
	case verdict == nil:
		return a.accepted(ctx, step, errand, receipt)
	case verdict.Kind == Final:
		if err := a.refused(ctx, step, verdict); err != nil {
			return recovery.Receipt{}, err
		}
	case verdict.unsent():
		if err := a.clear(ctx, step, errand, number); err != nil {
			return recovery.Receipt{}, err
		}
	default:
		verdict.Wait = max(verdict.Wait, firstOf(errand.looks()))
	}
	return recovery.Receipt{}, verdict.failure()
}

// accepted keeps the provider's id at once, and then asks for a short while what
// became of the message.
func (a *Apologies) accepted(ctx context.Context, step Step, errand errand, receipt recovery.Receipt) (recovery.Receipt, error) {
	receipt.Step, receipt.Provider = step.Name, errand.provider()
	pending := receipt
	pending.Word, pending.Then, pending.Why = recovery.Pending, "", ""
	if err := a.settle(ctx, step, pending); err != nil {
		return recovery.Receipt{}, err
	}
	return a.follow(ctx, step, errand, receipt)
}

// follow asks for the status at growing intervals while its patience lasts. The
// answer that is there by then is the receipt, be it pending.
func (a *Apologies) follow(ctx context.Context, step Step, errand errand, receipt recovery.Receipt) (recovery.Receipt, error) {
	wait := a.FirstPoll
	for left := a.Patience; receipt.Word == recovery.Pending && left > 0; wait *= 2 {
		if a.Sleep(ctx, min(wait, left)) != nil {
			break
		}
		left -= min(wait, left)
		now, verdict := errand.read(ctx, receipt.ID)
		a.Lanes.sawRead(ctx, errand.provider(), verdict)
		if verdict == nil {
			now.Step, now.Provider = receipt.Step, receipt.Provider
			receipt = now
		}
	}
	if receipt.Word != recovery.Pending {
		if err := a.settle(ctx, step, receipt); err != nil {
			return recovery.Receipt{}, err
		}
	}
	return receipt, nil
}

func (a *Apologies) refused(ctx context.Context, step Step, verdict *Verdict) error {
	return a.settle(ctx, step, refusedOutright(step, verdict, a.Now()))
}

// refusedOutright is a provider's no, before anything was done, as the ledger keeps it.
func refusedOutright(step Step, verdict *Verdict, now time.Time) recovery.Receipt {
	return recovery.Receipt{
		Step: step.Name, Provider: verdict.Provider, Status: "refused", Code: verdict.Code,
		Word: recovery.Refused, Then: verdict.Then, Why: verdict.Why, At: now.UTC(),
	}
}

func (a *Apologies) settle(ctx context.Context, step Step, receipt recovery.Receipt) error {
	if a.books.Settle(ctx, step.Recovery, step.Name, receipt) != nil {
		return ledgerDown("keep a receipt")
	}
	return nil
}
