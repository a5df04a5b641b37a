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
}

// give makes a transfer once, however often it is called.
//
// Below 20 hours the step's key alone sees to it: Stripe answers a repeat with
// the first answer, and Stripe refuses two at once. That is the common way: one
// read of the ledger, one call, one write. The key is not enough when it may have
// been pruned, and not after a 500, which it would replay: then what is at Stripe
// is looked through first. After a 500 the step goes on to a next key, which the
// ledger keeps, and nothing is done under it until every call under the old one
// is over.
func (r *Remedies) give(ctx context.Context, transfer transfer) (recovery.Receipt, error) {
	step := transfer.step
	read := r.Now()
	generation, err := r.generation(ctx, step)
	if err != nil {
		return recovery.Receipt{}, err
	}
	if generation > 1 || read.Sub(step.Since) >= keyIsSafe {
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
		return r.adopt(ctx, transfer, verdict)
	case verdict.Kind == Replays, verdict.Kind == Waiting:
		// Both answers are saved under the key, so the key is used up.
		if err := r.renew(ctx, transfer, generation); err != nil {
			return recovery.Receipt{}, err
		}
	}
	return recovery.Receipt{}, verdict.failure()
}

// adopt takes what is there already as done where it is ours.
func (r *Remedies) adopt(ctx context.Context, transfer transfer, refusal *Verdict) (recovery.Receipt, error) {
	receipt, found, err := transfer.find(ctx)
	switch {
	case err != nil:
		return recovery.Receipt{}, r.verdict(ctx, err).failure()
	case found:
		return r.settled(ctx, transfer.step, receipt)
	}
	return recovery.Receipt{}, refusal.failure()
}

// renew moves the step on to its next key, for good.
func (r *Remedies) renew(ctx context.Context, transfer transfer, from int) error {
	step := transfer.step
	_, _, err := r.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: step.Name, Provider: providerStripe, BegunAt: step.Since,
		Amount: transfer.money.Amount, Currency: string(transfer.money.Currency),
	})
	if err == nil {
		_, err = r.books.NextGeneration(ctx, step.Recovery, step.Name, from)
	}
	if err != nil {
		return ledgerDown("keep the step's next key")
	}
	return nil
}

// generation is the number of the step's key: 1 until a key was used up.
func (r *Remedies) generation(ctx context.Context, step Step) (int, error) {
	rows, err := r.books.Deliveries(ctx, step.Recovery)
	if err != nil {
		return 0, ledgerDown("read the step's key")
	}
	for _, row := range rows {
		if row.Step == step.Name {
			return max(row.Generation, 1), nil
		}
	}
	return 1, nil
}

// settled keeps the receipt. Where the ledger cannot, the activity is tried
// again, and Stripe then repeats the same answer.
func (r *Remedies) settled(ctx context.Context, step Step, receipt recovery.Receipt) (recovery.Receipt, error) {
	receipt.Step, receipt.Provider = step.Name, providerStripe
	if err := r.books.Settle(ctx, step.Recovery, step.Name, receipt); err != nil {
		return recovery.Receipt{}, ledgerDown("keep a receipt")
	}
	return receipt, nil
}

func (r *Remedies) verdict(ctx context.Context, err error) *Verdict {
	verdict := classifyStripe(err)
	r.Lanes.saw(ctx, providerStripe, verdict)
	return verdict
}

// keyOf is the step's idempotency key.
func keyOf(step Step, generation int) string {
	if generation > 1 {
		return step.Key() + ":" + strconv.Itoa(generation)
	}
	return step.Key()
}
