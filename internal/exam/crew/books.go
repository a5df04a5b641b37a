package crew

import (
	"context"
	"time"

	"makegood/internal/exam/step"
	"makegood/internal/ledger"
	"makegood/recovery"
)

// books looks on as activities write to the ledger.
type books struct {
	*ledger.Ledger
	lookout *lookout
}

// Begin writes down an intent.
func (b *books) Begin(ctx context.Context, intent ledger.Delivery) (ledger.Delivery, bool, error) {
	row, first, err := b.Ledger.Begin(ctx, intent)
	at(ctx, step.Intent)
	return row, first, err
}

// Settle writes down a provider's word.
func (b *books) Settle(ctx context.Context, recoveryID, name string, receipt recovery.Receipt) error {
	err := b.Ledger.Settle(ctx, recoveryID, name, receipt)
	at(ctx, step.Settled)
	return err
}

// Claim takes a recovery's id.
func (b *books) Claim(ctx context.Context, state recovery.State, until time.Time) (*recovery.State, error) {
	prior, err := b.Ledger.Claim(ctx, state, until)
	at(ctx, step.Settled)
	return prior, err
}

// ClaimWithin takes a recovery's id within what its play asks.
func (b *books) ClaimWithin(ctx context.Context, state recovery.State, until time.Time, asked recovery.Asked) (*recovery.State, recovery.Allowed, error) {
	prior, allowed, err := b.Ledger.ClaimWithin(ctx, state, until, asked)
	at(ctx, step.Settled)
	return prior, allowed, err
}

// Record keeps a state.
func (b *books) Record(ctx context.Context, state recovery.State) error {
	err := b.Ledger.Record(ctx, state)
	at(ctx, step.Settled)
	return err
}
