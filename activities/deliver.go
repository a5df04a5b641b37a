package activities

import (
	"context"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// deliver sends a message at most once, however often and wherever it is called.
//
// The intent stands in the ledger before the call, and each attempt counts. The
// first attempt sends. A later one sends only where it is certain that no attempt
// before it did: because the provider said so, or because several looks over time
// found nothing. Otherwise it looks, and leaves again with an error that says
// when the next look is due, so that no worker is held meanwhile.
func (a *Apologies) deliver(ctx context.Context, step Step, errand errand) (recovery.Receipt, error) {
	began := a.Now()
	row, _, err := a.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: step.Name, Provider: errand.provider(), BegunAt: began.UTC(),
	})
	if err != nil {
		return recovery.Receipt{}, ledgerDown("keep what is about to be sent")
	}
	switch {
	case row.Word == recovery.Arrived, row.Word == recovery.Refused:
		return a.asKept(errand, row)
	case row.ProviderID != "":
		return a.follow(ctx, step, errand, recovery.Receipt{
			Step: step.Name, Provider: row.Provider, ID: row.ProviderID, Status: row.Status, Word: recovery.Pending, At: row.AcceptedAt,
		})
	}
	account := accountOf(row)
	if row.Tries > account.clear+1 {
		receipt, found, err := a.look(ctx, step, errand, row, &account)
		switch {
		case err != nil:
			return recovery.Receipt{}, err
		case found:
			return a.accepted(ctx, step, errand, receipt)
		}
	}
	if row.Tries > 1 {
		// From here on this attempt may have sent it; those after it have to know
		// since when.
		if err := a.keep(ctx, step, errand, account); err != nil {
			return recovery.Receipt{}, err
		}
	}
	if a.Now().Sub(began) > heldUp {
		return recovery.Receipt{}, again(FailLooking, "This attempt was held up and begins again.", first(errand.looks()))
	}
	receipt, verdict := errand.send(ctx, row.Tries)
	a.Lanes.saw(ctx, errand.provider(), verdict)
	if verdict != nil {
		return a.notAccepted(ctx, step, errand, verdict, row.Tries)
	}
	return a.accepted(ctx, step, errand, receipt)
}

// look looks once for what an earlier attempt may have sent. It returns neither a
// receipt nor an error only when enough looks over enough time found nothing;
// account then clears every attempt before this one.
func (a *Apologies) look(ctx context.Context, step Step, errand errand, row ledger.Delivery, account *account) (recovery.Receipt, bool, error) {
	owned, err := a.owned(ctx, step)
	if err != nil {
		return recovery.Receipt{}, false, err
	}
	receipt, found, verdict := errand.find(ctx, row.BegunAt, owned)
	a.Lanes.saw(ctx, errand.provider(), verdict)
	schedule := errand.looks()
	waited := a.Now().Sub(account.since)
	switch {
	case verdict != nil && waited > a.GiveUpLooking:
		return recovery.Receipt{}, false, a.giveUp(ctx, step, verdict)
	case verdict != nil:
		// A look that fails tells nothing, whatever the provider's reason.
		return recovery.Receipt{}, false, again(FailLooking, verdict.failure().Error(), max(verdict.Wait, first(schedule)))
	case found:
		return receipt, true, nil
	}
	account.looks++
	if account.looks < len(schedule) || waited < total(schedule) {
		if err := a.keep(ctx, step, errand, *account); err != nil {
			return recovery.Receipt{}, false, err
		}
		next := schedule[min(account.looks, len(schedule)-1)]
		return recovery.Receipt{}, false, again(FailLooking, "An earlier try may have gone out; we look again before another.", next)
	}
	account.clears(row.Tries-1, a.Now())
	return recovery.Receipt{}, false, nil
}

// giveUp ends the looking where looking cannot tell: the words take another way,
// and this one is not repeated.
func (a *Apologies) giveUp(ctx context.Context, step Step, verdict *Verdict) error {
	final := lost(verdict.Provider)
	if err := a.refused(ctx, step, final); err != nil {
		return err
	}
	return final.failure()
}

// notAccepted keeps what is certain about an attempt that brought no acceptance.
func (a *Apologies) notAccepted(ctx context.Context, step Step, errand errand, verdict *Verdict, try int) (recovery.Receipt, error) {
	switch {
	case verdict.Kind == Final:
		if err := a.refused(ctx, step, verdict); err != nil {
			return recovery.Receipt{}, err
		}
	case verdict.unsent():
		clear := account{}
		clear.clears(try, a.Now())
		if err := a.keep(ctx, step, errand, clear); err != nil {
			return recovery.Receipt{}, err
		}
	default:
		verdict.Wait = max(verdict.Wait, first(errand.looks()))
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
		a.Lanes.saw(ctx, errand.provider(), verdict)
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

// asKept is what the ledger knows to be final.
func (a *Apologies) asKept(errand errand, row ledger.Delivery) (recovery.Receipt, error) {
	receipt := recovery.Receipt{
		Step: row.Step, Provider: row.Provider, ID: row.ProviderID, Status: row.Status, Code: row.Code, Word: row.Word, At: row.SettledAt,
	}
	if row.Word == recovery.Arrived {
		return receipt, nil
	}
	verdict := refusalOf(row.Provider, row.Status, row.Code)
	if row.ProviderID == "" {
		return recovery.Receipt{}, verdict.failure()
	}
	return verdict.refusedReceipt(receipt), nil
}

// owned are the messages of the recovery's other steps, which say the same words
// with the same reference.
func (a *Apologies) owned(ctx context.Context, step Step) (func(id string) bool, error) {
	rows, err := a.books.Deliveries(ctx, step.Recovery)
	if err != nil {
		return nil, ledgerDown("read the recovery's other messages")
	}
	ids := map[string]bool{}
	for _, row := range rows {
		if row.Step != step.Name && row.ProviderID != "" {
			ids[row.ProviderID] = true
		}
	}
	return func(id string) bool { return ids[id] }, nil
}

func (a *Apologies) refused(ctx context.Context, step Step, verdict *Verdict) error {
	return a.settle(ctx, step, recovery.Receipt{
		Step: step.Name, Provider: verdict.Provider, Status: "refused", Code: verdict.Code,
		Word: recovery.Refused, Then: verdict.Then, Why: verdict.Why, At: a.Now().UTC(),
	})
}

func (a *Apologies) settle(ctx context.Context, step Step, receipt recovery.Receipt) error {
	if a.books.Settle(ctx, step.Recovery, step.Name, receipt) != nil {
		return ledgerDown("keep a receipt")
	}
	return nil
}

func first(schedule []time.Duration) time.Duration {
	if len(schedule) == 0 {
		return 0
	}
	return schedule[0]
}

func total(schedule []time.Duration) (sum time.Duration) {
	for _, wait := range schedule {
		sum += wait
	}
	return sum
}
