package ledger

import (
	"context"

	"makegood/recovery"
)

// Complain puts a complaint on the record of a recovery that has ended. It
// returns the recovery as it then stands, and false, with nothing changed, where
// there is no record or it has not ended: then the complaint is its workflow's to
// take.
func (l *Ledger) Complain(ctx context.Context, complaint *recovery.Complaint) (recovery.State, bool, error) {
	id := complaint.RecoveryID()
	var ended bool
	state, err := writing(ctx, l, l.store.write, "complain about "+id, func(s session) (recovery.State, error) {
		ended = false
		record, found, err := findRecord(s, id)
		if err != nil || !found || !record.stage.Ended() {
			return recovery.State{}, err
		}
		state, err := record.state()
		if err != nil {
			return state, err
		}
		ended = true
		if !state.Hear(complaint) {
			return state, nil
		}
		state.Story = append(state.Story, recovery.Happened{At: l.now(), What: state.Complained(complaint), Proof: complaint.ID})
		row, err := rowOf(&state, l.now())
		if err != nil {
			return state, err
		}
		return state, s.exec(keepRecord, row...)
	})
	return state, ended, err
}
