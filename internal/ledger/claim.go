package ledger

import (
	"context"
	"time"

	"makegood/recovery"
)

// Claim puts a recovery on record as confirmed and keeps surveys away from its
// customer until the given time, both or neither, before anything goes out.
//
// It returns nil where that was done. Otherwise it changes nothing and returns
// what stands instead:
//
//   - A recovery that is on record as confirmed, delivered or with a person was
//     claimed before. By this very run, where OpenedAt is the same: a claim made
//     again after its answer was lost. Then only the suppression is made to
//     stand, if it does not.
//   - A recovery that was dismissed, and had seen what the state has not. The run
//     that confirms may be a second one that knows nothing of the first: it is to
//     merge the two, decide anew and claim again with all that was seen. Once the
//     state has seen all of it, the dismissal gives way and nil is returned.
//   - A recovery that a person dismissed: their word stands, unless a person
//     confirmed it since.
//   - A recovery that was dismissed after this very claim (ConfirmedAt is the
//     same): a repeat that comes too late.
//
// A record that is watching always gives way; what it had seen stays on record.
// Where until is zero there is no suppression.
func (l *Ledger) Claim(ctx context.Context, state recovery.State, until time.Time) (prior *recovery.State, err error) {
	doing := "claim " + state.ID
	state.Stage = recovery.Confirmed
	row, err := rowOf(&state, l.now())
	if err != nil {
		return nil, wrap(l.database, doing, err)
	}
	suppression := Suppression{
		Customer: state.Customer, Recovery: state.ID, Experience: state.Experience,
		Reason: "made good: " + state.Trigger, From: state.OpenedAt, Until: until,
	}
	if err := suppression.check(); err != nil && !until.IsZero() {
		return nil, wrap(l.database, doing, err)
	}
	return writing(ctx, l, l.store.write, doing, func(s session) (*recovery.State, error) {
		if new, err := keepNew(s, row); err != nil {
			return nil, err
		} else if new {
			return nil, suppression.keep(s)
		}
		record, _, err := findRecord(s, state.ID)
		if err != nil {
			return nil, err
		}
		stands, err := record.state()
		switch {
		case err != nil:
			return nil, err
		case !record.claimable():
			return &stands, suppression.keep(s)
		case record.stage == recovery.Dismissed && (stands.DismissedBy != "" && state.ConfirmedBy == "" || !state.Seen.Covers(stands.Seen) || sameClaim(&stands, &state)):
			return &stands, nil
		}
		row, err := record.followedBy(&state, row, l.now())
		if err != nil {
			return nil, err
		}
		if err := s.exec(keepRecord, row...); err != nil {
			return nil, err
		}
		return nil, suppression.keep(s)
	})
}

func sameClaim(stands, told *recovery.State) bool {
	return !stands.ConfirmedAt.IsZero() && stands.ConfirmedAt.Equal(told.ConfirmedAt)
}
