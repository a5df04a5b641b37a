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
//   - A recovery that the same play dismissed, having seen what the state has not. The run
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
	claim, err := l.newClaim(state, until)
	if err != nil {
		return nil, wrap(l.database, doing, err)
	}
	return writing(ctx, l, l.store.write, doing, claim.stand)
}

// claim is a claim that is ready to be written.
type claim struct {
	state       recovery.State
	row         keep
	suppression Suppression
	now         time.Time
}

func (l *Ledger) newClaim(state recovery.State, until time.Time) (*claim, error) {
	c := &claim{state: state, now: l.now()}
	c.state.Stage = recovery.Confirmed
	c.suppression = Suppression{
		Customer: state.Customer, Recovery: state.ID, Experience: state.Experience,
		Reason: "made good: " + state.Trigger, From: state.OpenedAt, Until: until,
	}
	if err := c.suppression.check(); err != nil && !until.IsZero() {
		return nil, err
	}
	var err error
	c.row, err = rowOf(&c.state, c.now)
	return c, err
}

// stand makes the claim, or answers what stands instead.
func (c *claim) stand(s session) (*recovery.State, error) {
	if new, err := keepNew(s, c.row); err != nil {
		return nil, err
	} else if new {
		return nil, c.suppression.keep(s)
	}
	record, _, err := findRecord(s, c.state.ID)
	if err != nil {
		return nil, err
	}
	stands, gives, err := c.against(record)
	switch {
	case err != nil:
		return nil, err
	case !record.claimable():
		return stands, c.suppression.keep(s)
	case !gives:
		return stands, nil
	}
	row, err := record.followedBy(&c.state, c.row, c.now)
	if err != nil {
		return nil, err
	}
	if err := s.exec(keepRecord, row...); err != nil {
		return nil, err
	}
	return nil, c.suppression.keep(s)
}

// against says whether what is on record gives way to the claim.
func (c *claim) against(record record) (stands *recovery.State, gives bool, err error) {
	state, err := record.state()
	if err != nil || !record.claimable() {
		return &state, false, err
	}
	byPerson := state.DismissedBy != "" && c.state.ConfirmedBy == ""
	seenMore := sameSight(&state, &c.state) && !c.state.Seen.Covers(state.Seen)
	stays := record.stage == recovery.Dismissed && (byPerson || seenMore || sameClaim(&state, &c.state))
	return &state, !stays, nil
}

// foreseen is what the claim would be answered, without making it.
func (c *claim) foreseen(s session) (*recovery.State, error) {
	record, found, err := findRecord(s, c.state.ID)
	if err != nil || !found {
		return nil, err
	}
	stands, gives, err := c.against(record)
	if err != nil || gives {
		return nil, err
	}
	return stands, nil
}

// sameSight says whether one play has seen both. What another saw is of another measure,
// or of other causes: it is no half of this.
func sameSight(stands, told *recovery.State) bool { return stands.Play == told.Play }

func sameClaim(stands, told *recovery.State) bool {
	return !stands.ConfirmedAt.IsZero() && stands.ConfirmedAt.Equal(told.ConfirmedAt)
}
