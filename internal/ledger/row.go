package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"makegood/recovery"
)

// record is a recovery as it stands in its row: what the rules look at first,
// and the whole of it unread.
type record struct {
	stage  recovery.Stage
	opened time.Time
	json   []byte
}

func scanRecord(row row) (r record, err error) {
	var opened stamp
	err = row.Scan(&r.stage, &opened, &r.json)
	r.opened = opened.Time
	return r, err
}

func (r record) state() (state recovery.State, err error) {
	if err := json.Unmarshal(r.json, &state); err != nil {
		return state, fmt.Errorf("the recovery on record cannot be read: %w", err)
	}
	return state, nil
}

func scanState(row row) (recovery.State, error) {
	record, err := scanRecord(row)
	if err != nil {
		return recovery.State{}, err
	}
	return record.state()
}

const selectRecord = `SELECT stage, opened_at, state FROM recoveries`

func findRecord(s session, id string) (record, bool, error) {
	return first(s, scanRecord, selectRecord+` WHERE id = $1`, id)
}

const insertRecord = `
INSERT INTO recoveries (id, ref, stage, why, play, play_version, trigger, experience, customer, incident,
	tier, remedy, amount, currency, first, opened_at, confirmed_at, apology_at, ended_at, updated_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (id) DO `

const keepRecord = insertRecord + `UPDATE SET ref = excluded.ref, stage = excluded.stage, why = excluded.why,
	play = excluded.play, play_version = excluded.play_version, trigger = excluded.trigger,
	experience = excluded.experience, customer = excluded.customer, incident = excluded.incident,
	tier = excluded.tier, remedy = excluded.remedy, amount = excluded.amount, currency = excluded.currency,
	first = excluded.first, opened_at = excluded.opened_at, confirmed_at = excluded.confirmed_at,
	apology_at = excluded.apology_at, ended_at = excluded.ended_at, updated_at = excluded.updated_at,
	state = excluded.state`

// keepNew puts a recovery on record that is not there yet, and says whether that
// is so.
func keepNew(s session, columns keep) (bool, error) {
	_, new, err := first(s, func(row row) (id string, err error) { return id, row.Scan(&id) },
		insertRecord+`NOTHING RETURNING id`, columns...)
	return new, err
}

// keep is the row of a recovery. Making it takes most of the time of a write,
// and is done before the transaction.
type keep []any

func rowOf(state *recovery.State, now time.Time) (keep, error) {
	if err := checkName("recovery's id", state.ID); err != nil {
		return nil, err
	}
	if state.OpenedAt.IsZero() {
		return nil, fmt.Errorf("%w: the recovery has no time when it was opened", ErrNotKept)
	}
	whole, err := json.Marshal(inUTC(*state))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	owed := recovery.Debt{}
	if state.Owed != nil {
		owed = *state.Owed
	}
	return keep{
		state.ID, clean(state.Ref), string(state.Stage), clean(state.Why), clean(state.Play), int64(state.PlayVersion),
		clean(state.Trigger), clean(state.Experience), clean(state.Customer), clean(state.Incident),
		clean(state.Tier), string(owed.Kind), owed.Money.Amount, clean(string(owed.Money.Currency)), clean(state.First),
		stamp{state.OpenedAt},
		stamp{state.ConfirmedAt},
		stamp{state.ApologyAt},
		stamp{state.EndedAt},
		stamp{now},
		string(whole),
	}, nil
}

// inUTC is the same state with every time in UTC. What it shares with the state
// it was made from it does not touch.
func inUTC(state recovery.State) recovery.State {
	for _, at := range []*time.Time{&state.OpenedAt, &state.ConfirmedAt, &state.ApologyAt, &state.EndedAt} {
		*at = at.UTC()
	}
	if past := state.Seen.Past; past != nil {
		copied := *past
		copied.First, copied.Until, copied.Occurred = past.First.UTC(), past.Until.UTC(), past.Occurred.UTC()
		copied.Since = each(past.Since, func(at *time.Time) { *at = at.UTC() })
		state.Seen.Past = &copied
	}
	state.Seen.Sightings = each(state.Seen.Sightings, func(s *recovery.Sighting) { s.At, s.Occurred = s.At.UTC(), s.Occurred.UTC() })
	state.Receipts = each(state.Receipts, func(r *recovery.Receipt) { r.At = r.At.UTC() })
	state.Story = each(state.Story, func(h *recovery.Happened) { h.At = h.At.UTC() })
	return state
}

func each[S ~[]T, T any](list S, change func(*T)) S {
	if list == nil {
		return nil
	}
	changed := append(make(S, 0, len(list)), list...)
	for i := range changed {
		change(&changed[i])
	}
	return changed
}
