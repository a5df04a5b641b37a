package activities

import (
	"context"
	"strings"
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
	row, first, err := a.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: step.Name, Provider: errand.provider(), BegunAt: a.Now().UTC(),
	})
	began := a.Now()
	switch {
	case err != nil:
		return recovery.Receipt{}, ledgerDown("keep what is about to be sent")
	case first:
		return a.hand(ctx, step, errand, 1, began)
	case row.Word == recovery.Arrived, row.Word == recovery.Refused:
		return a.asKept(row)
	case row.ProviderID != "":
		return a.follow(ctx, step, errand, recovery.Receipt{
			Step: step.Name, Provider: row.Provider, ID: row.ProviderID, Status: row.Status, Word: recovery.Pending, At: row.AcceptedAt,
		})
	}
	rows, err := a.books.Deliveries(ctx, step.Recovery)
	if err != nil {
		return recovery.Receipt{}, ledgerDown("read the recovery's messages")
	}
	latest := latestSending(step, rows)
	if !latest.cleared {
		receipt, found, err := a.look(ctx, step, errand, row.BegunAt, latest, ownedByOthers(step, rows))
		switch {
		case err != nil:
			return recovery.Receipt{}, err
		case found:
			return a.accepted(ctx, step, errand, receipt)
		}
	}
	mine, err := a.claim(ctx, step, errand, latest.number+1)
	began = a.Now()
	switch {
	case err != nil:
		return recovery.Receipt{}, err
	case !mine:
		return recovery.Receipt{}, again(FailLooking, "Another attempt sends it; we look what comes of that.", firstOf(errand.looks()))
	}
	return a.hand(ctx, step, errand, latest.number+1, began)
}

// hand hands the message to its provider: the one time of this sending.
func (a *Apologies) hand(ctx context.Context, step Step, errand errand, number int, began time.Time) (recovery.Receipt, error) {
	if a.Now().Sub(began) > heldUp {
		// By now others may believe that nothing was sent.
		return recovery.Receipt{}, again(FailLooking, "This attempt was held up and begins again.", firstOf(errand.looks()))
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

// look looks once for what a sending may have handed over. It returns neither a
// receipt nor an error only when enough looks over enough time found nothing; it
// is then on record that the sending handed over nothing.
//
// The time counts from the first look. The sending began before that, and a call
// is over within heldUp and callTimeout of its beginning, so that every schedule
// has to last longer than both from its first look to its last.
func (a *Apologies) look(ctx context.Context, step Step, errand errand, from time.Time, latest sending, owned func(string) bool) (recovery.Receipt, bool, error) {
	if latest.since.IsZero() {
		latest.since = a.Now()
	}
	receipt, found, verdict := errand.find(ctx, from, owned)
	a.Lanes.saw(ctx, errand.provider(), verdict)
	schedule, waited := errand.looks(), a.Now().Sub(latest.since)
	switch {
	case found:
		return receipt, true, nil
	case verdict != nil && waited > a.GiveUpLooking:
		return recovery.Receipt{}, false, a.giveUp(ctx, step, verdict)
	case verdict == nil:
		latest.looks++
	}
	if verdict == nil && latest.looks >= len(schedule) && waited >= total(schedule)-firstOf(schedule) {
		return recovery.Receipt{}, false, a.clear(ctx, step, errand, latest.number)
	}
	if err := a.looked(ctx, step, errand, latest); err != nil {
		return recovery.Receipt{}, false, err
	}
	if verdict != nil {
		// A look that fails tells nothing, whatever the provider's reason.
		wait := min(max(waited/4, firstOf(schedule)), time.Minute)
		return recovery.Receipt{}, false, again(FailLooking, verdict.failure().Error(), max(verdict.Wait, wait))
	}
	next := schedule[min(latest.looks, len(schedule)-1)]
	return recovery.Receipt{}, false, again(FailLooking, "An earlier try may have gone out; we look again before another.", next)
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
func (a *Apologies) asKept(row ledger.Delivery) (recovery.Receipt, error) {
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

// ownedByOthers knows the messages of the recovery's other steps, which say the
// same words with the same reference.
func ownedByOthers(step Step, rows []ledger.Delivery) func(id string) bool {
	ids := map[string]bool{}
	for _, row := range rows {
		if row.Step == step.Name {
			continue
		}
		for _, id := range append(strings.Fields(row.Earlier), row.ProviderID) {
			ids[id] = true
		}
	}
	return func(id string) bool { return ids[id] }
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

func firstOf(schedule []time.Duration) time.Duration {
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
