package ledger

import (
	"context"

	"makegood/recovery"
)

// Record puts a recovery on record as it stands.
//
// A record never goes back; what would take it back changes nothing and is no
// error, since it is an older word that comes late:
//
//   - What is confirmed is never again watching or dismissed; a recovery that
//     needs a person may be dismissed, for from there only a person does that.
//   - What is delivered stays delivered, unless what had arrived has come back:
//     the state has the refusal of a step that the record has the arrival of,
//     under the same provider's id.
//   - What is dismissed gives way to a later run alone: one that opened after it.
//     A later run that watches leaves the dismissal in place.
//
// At the same stage the later word stands. What a record had seen that was only
// watching or dismissed is added to the Seen of the one that follows it.
func (l *Ledger) Record(ctx context.Context, state recovery.State) error {
	doing := "record " + state.ID
	row, err := rowOf(&state, l.now())
	if err != nil {
		return wrap(l.database, doing, err)
	}
	return wrap(l.database, doing, l.store.write(ctx, func(s session) error {
		record, found, err := findRecord(s, state.ID)
		if err != nil {
			return err
		}
		if !found {
			return s.exec(keepRecord, row...)
		}
		if gives, err := record.gives(&state); err != nil || !gives {
			return err
		}
		row, err := record.followedBy(&state, row, l.now())
		if err != nil {
			return err
		}
		return s.exec(keepRecord, row...)
	}))
}
