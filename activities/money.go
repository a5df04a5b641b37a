package activities

import (
	"context"
	"strconv"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// keyIsSafe is how long after a step was first ordered its key can be relied on.
// Stripe may prune keys after 24 hours, and a pruned key makes a new request.
const keyIsSafe = 20 * time.Hour

// transfer is one movement at Stripe, in the two ways it can be met: made under a
// key, and found again by what we wrote on it.
type transfer struct {
	step  Step
	money recovery.Money
	make  func(ctx context.Context, key string) (recovery.Receipt, error)
	find  func(ctx context.Context) (receipt recovery.Receipt, found bool, err error)
	part  func(ctx context.Context, key string) (receipt recovery.Receipt, some bool, err error) // gives what can still be given, where that is less; may be nil
}

// give makes a transfer once, however often it is called.
//
// The intent stands in the ledger before the call, so that it is known of after
// Temporal has forgotten. Below 20 hours from then the step's key alone sees to the
// rest: Stripe answers a repeat with the first answer, and refuses two at once. That
// is the common way: one write, one call, one write. The key is not enough when it
// may have been pruned, and not after a 500, which it would replay: then what is at
// Stripe is looked through first. After a 500 the step goes on to a next key, which
// the ledger keeps, and nothing is done under it until every call under the old one
// is over.
func (r *Remedies) give(ctx context.Context, transfer transfer) (recovery.Receipt, error) {
	step := transfer.step
	read := r.Now()
	row, _, err := r.books.Begin(ctx, transfer.intent(read))
	if err != nil {
		return recovery.Receipt{}, ledgerDown("keep what is about to be given")
	}
	if row.Word == recovery.Refused {
		// Asked for again under the step's key, Stripe would repeat its first answer,
		// be it "succeeded".
		return settledBefore(row)
	}
	generation := max(row.Generation, 1)
	if generation > 1 || read.Sub(earlier(step.Since, row.BegunAt)) >= keyIsSafe {
		receipt, found, err := transfer.find(ctx)
		if err != nil {
			return recovery.Receipt{}, r.verdict(ctx, err).failure()
		}
		if found {
			return r.settled(ctx, step, receipt)
		}
	}
	if r.Now().Sub(read) > heldUp {
		return recovery.Receipt{}, again(FailBusy, "This attempt was held up and begins again.", 0)
	}
	receipt, err := transfer.make(ctx, keyOf(step, generation))
	verdict := r.verdict(ctx, err)
	switch {
	case verdict == nil:
		return r.settled(ctx, step, receipt)
	case verdict.Kind == Existing:
		return r.adopt(ctx, transfer, verdict, generation)
	}
	return recovery.Receipt{}, r.notGiven(ctx, step, verdict, generation)
}

// notGiven keeps what the tries after this one have to know: that the key is used
// up, since the answer is saved under it, or that the answer is no.
func (r *Remedies) notGiven(ctx context.Context, step Step, verdict *Verdict, generation int) error {
	switch verdict.Kind {
	case Replays, Waiting:
		if _, err := r.books.NextGeneration(ctx, step.Recovery, step.Name, generation); err != nil {
			return ledgerDown("keep the step's next key")
		}
	case Final, Existing:
		if r.books.Settle(ctx, step.Recovery, step.Name, refusedOutright(step, verdict, r.Now())) != nil {
			return ledgerDown("keep a refusal")
		}
	}
	return verdict.failure()
}

// intent is the step as it stands in the ledger before the call.
func (t *transfer) intent(now time.Time) ledger.Delivery {
	return ledger.Delivery{
		Recovery: t.step.Recovery, Step: t.step.Name, Provider: ProviderStripe, BegunAt: now.UTC(),
		Amount: t.money.Amount, Currency: string(t.money.Currency),
	}
}

// earlier is the earlier of two times, of which either may be unknown.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// adopt takes what is there already as done where it is ours.
func (r *Remedies) adopt(ctx context.Context, transfer transfer, refusal *Verdict, generation int) (recovery.Receipt, error) {
	receipt, found, err := transfer.find(ctx)
	switch {
	case err != nil:
		return recovery.Receipt{}, r.verdict(ctx, err).failure()
	case found:
		return r.settled(ctx, transfer.step, receipt)
	case transfer.part != nil && refusal.Code == codeExceedsRest:
		receipt, some, err := transfer.part(ctx, keyOf(transfer.step, generation)+":rest")
		if err != nil {
			return recovery.Receipt{}, r.notGiven(ctx, transfer.step, r.verdict(ctx, err), generation)
		}
		if some {
			return r.settled(ctx, transfer.step, receipt)
		}
	}
	return recovery.Receipt{}, r.notGiven(ctx, transfer.step, refusal, generation)
}

// settled keeps the receipt. Where the ledger cannot, the activity is tried
// again, and Stripe then repeats the same answer.
func (r *Remedies) settled(ctx context.Context, step Step, receipt recovery.Receipt) (recovery.Receipt, error) {
	receipt.Step, receipt.Provider = step.Name, ProviderStripe
	if err := r.books.Settle(ctx, step.Recovery, step.Name, receipt); err != nil {
		return recovery.Receipt{}, ledgerDown("keep a receipt")
	}
	return receipt, nil
}

func (r *Remedies) verdict(ctx context.Context, err error) *Verdict {
	verdict := classifyStripe(err)
	r.Lanes.saw(ctx, ProviderStripe, verdict)
	return verdict
}

// keyOf is the step's idempotency key.
func keyOf(step Step, generation int) string {
	if generation > 1 {
		return step.Key() + ":" + strconv.Itoa(generation)
	}
	return step.Key()
}
