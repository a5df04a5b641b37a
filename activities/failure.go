package activities

import (
	"context"
	"time"

	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
)

// The types of the errors that activities return. All but FailRefused and FailQuiet are
// tried again by Temporal for as long as it takes; FailRefused carries a
// recovery.Refusal as its details.
const (
	FailRefused = "Refused"    // a provider's final no, before anything went out
	FailUnknown = "Unknown"    // it is not known whether it was done; the next try finds out
	FailBusy    = "Busy"       // certainly not done
	FailWaiting = "Waiting"    // certainly not done, and not before something has changed
	FailPaused  = "LanePaused" // the operator has to mend something first
	FailPending = "Pending"    // accepted, and not yet known to have arrived
	FailLooking = "Looking"    // an earlier try may have sent it; it has not shown up so far
	FailQuiet   = "Quiet"      // certainly not sent, and quiet hours have begun: it is ordered again when they are over
	FailLedger  = "Ledger"     // the ledger cannot be read or written
	FailNotice  = "Notice"     // people could not be told
)

const (
	laneWait   = 5 * time.Second // between two tries on a lane that is paused
	ledgerWait = 2 * time.Second
	// keySettles is how long after a 500 nothing is done under a new key, so that
	// no other attempt can still be using the old one: longer than a call lives.
	keySettles = callTimeout + heldUp
	// heldUp is how long after it has read the ledger an attempt may still make
	// its call. One that was frozen for longer starts again from the ledger.
	heldUp = 5 * time.Second
)

// failure is the verdict as Temporal takes it: final, or to be tried again after
// a time. Its message is ours alone; a provider's own words may hold a number.
func (v *Verdict) failure() error {
	var kind string
	switch v.Kind {
	case Final, Existing:
		refusal := v.Refusal()
		return temporal.NewNonRetryableApplicationError(refusal.Error(), FailRefused, nil, refusal)
	case Busy:
		kind = FailBusy
	case Waiting:
		kind = FailWaiting
	case Paused:
		kind = FailPaused
	default:
		kind = FailUnknown
	}
	return again(kind, v.Provider+" ("+v.Code+"): "+v.Why, v.Wait)
}

// again is an error that Temporal tries again; after its own interval where wait
// is zero.
func again(kind, message string, wait time.Duration) error {
	return temporal.NewApplicationErrorWithOptions(message, kind, temporal.ApplicationErrorOptions{NextRetryDelay: wait})
}

// tooQuiet says that nothing was sent, and that nothing is until it is ordered again.
func tooQuiet() error {
	return temporal.NewNonRetryableApplicationError("Nothing went out, and quiet hours have begun.", FailQuiet, nil)
}

// ledgerDown says that the ledger failed. Its own words stay in the log of
// whoever opened it: they may name hosts and files.
func ledgerDown(doing string) error {
	return again(FailLedger, "The ledger could not "+doing+"; it is tried again.", ledgerWait)
}

// pause waits, or returns early with the context's error.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// metadata stands on every object at Stripe and in every mail's custom_args. It
// is how ours are found again, and how webhooks find their recovery.
func metadata(step Step) map[string]string {
	return map[string]string{
		MetaRecovery: step.Recovery,
		MetaStep:     step.Name,
		MetaRef:      recovery.Ref(step.Recovery),
	}
}

// The names in metadata and custom_args.
const (
	MetaRecovery = "makegood_recovery"
	MetaStep     = "makegood_step"
	MetaRef      = "makegood_ref"
)
