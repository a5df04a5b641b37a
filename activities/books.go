package activities

import (
	"context"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// Books is what the side effects need of the ledger: what was meant to be done
// and what came of it, so that an attempt knows of those before it.
type Books interface {
	// Begin writes down the intent before the call. A second Begin of the same
	// step returns what is there, with Tries one higher.
	Begin(ctx context.Context, intent ledger.Delivery) (row ledger.Delivery, first bool, err error)
	// Settle writes down a provider's word, and makes the row where none is. An
	// older word that comes late changes nothing.
	Settle(ctx context.Context, recoveryID, step string, receipt recovery.Receipt) error
	// NextGeneration moves a step that was begun on from one key to the next, once
	// for all attempts that found the same key used up. It returns the key's number.
	NextGeneration(ctx context.Context, recoveryID, step string, from int) (int, error)
	// Deliveries lists the rows of a recovery.
	Deliveries(ctx context.Context, recoveryID string) ([]ledger.Delivery, error)
}

// Claims is what the records need of the ledger.
type Claims interface {
	// Claim takes the recovery's id for good. It returns the state that already
	// has it, or nil.
	Claim(ctx context.Context, state recovery.State, until time.Time) (*recovery.State, error)
	// ClaimWithin is Claim for a play that holds claims against something. Where it
	// answers that all is covered, nothing was claimed.
	ClaimWithin(ctx context.Context, state recovery.State, until time.Time, asked recovery.Asked) (*recovery.State, recovery.Allowed, error)
	// Record keeps the state as it stands.
	Record(ctx context.Context, state recovery.State) error
	// Recovery is what is on record.
	Recovery(ctx context.Context, id string) (recovery.State, bool, error)
	// Deliveries are the steps of a recovery, in the order they were begun.
	Deliveries(ctx context.Context, recoveryID string) ([]ledger.Delivery, error)
}
