package ledger

import (
	"cmp"
	"time"

	"makegood/recovery"
)

// passage says what has to be true for one stage to be followed by another on
// the record.
type passage int

const (
	never    passage = iota // a late repeat: the record stands
	always                  //
	reopened                // what was proven to have arrived has come back
	laterRun                // another run of the recovery, opened after the one on record
)

// passages are the ways a record may go, from what stands to what is told. A
// record never goes back: what is told late and out of turn changes nothing.
var passages = map[recovery.Stage]map[recovery.Stage]passage{
	recovery.Watching: {
		recovery.Watching: always, recovery.Confirmed: always, recovery.NeedsPerson: always,
		recovery.Delivered: always, recovery.Dismissed: always,
	},
	recovery.Confirmed: {
		recovery.Confirmed: always, recovery.NeedsPerson: always, recovery.Delivered: always,
	},
	recovery.NeedsPerson: {
		recovery.Confirmed: always, recovery.NeedsPerson: always, recovery.Delivered: always,
		recovery.Dismissed: always, // from here only a person dismisses
	},
	recovery.Delivered: {
		recovery.Confirmed: reopened, recovery.NeedsPerson: reopened, recovery.Delivered: always,
	},
	recovery.Dismissed: {
		recovery.Confirmed: laterRun, recovery.NeedsPerson: laterRun, recovery.Delivered: laterRun,
		recovery.Dismissed: always,
	},
}

// gives says whether what stands on record gives way to the state told.
func (r record) gives(told *recovery.State) (bool, error) {
	switch passages[r.stage][told.Stage] {
	case always:
		return true, nil
	case laterRun:
		return cut(told.OpenedAt).After(r.opened), nil
	case reopened:
		stands, err := r.state()
		return cameBack(&stands, told), err
	}
	return false, nil
}

// cameBack says whether something that had arrived is now told to have been
// refused: the same step, under the same provider's id.
func cameBack(stands, told *recovery.State) bool {
	for _, was := range stands.Receipts {
		for _, is := range told.Receipts {
			if was.Step == is.Step && was.ID == is.ID && was.Word == recovery.Arrived && is.Word == recovery.Refused {
				return true
			}
		}
	}
	return false
}

// claimable says whether a recovery at this stage has never been confirmed, or
// was dismissed since.
func (r record) claimable() bool {
	return r.stage == recovery.Watching || r.stage == recovery.Dismissed
}

// followedBy is the row of the state that takes the place of the record. What
// the record had seen while that was not enough stays in it: it may be the half
// that is missing next time. What another play had seen does not. The incident that
// it was told of stays until another is told.
func (r record) followedBy(told *recovery.State, row keep, now time.Time) (keep, error) {
	if !r.claimable() {
		return row, nil
	}
	stands, err := r.state()
	if err != nil {
		return row, err
	}
	merged := *told
	merged.Incident = cmp.Or(told.Incident, stands.Incident)
	missing := sameSight(&stands, told) && !told.Seen.Covers(stands.Seen)
	if missing {
		merged.Seen.Merge(stands.Seen)
	}
	if !missing && merged.Incident == told.Incident {
		return row, nil
	}
	return rowOf(&merged, now)
}
