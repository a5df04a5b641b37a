package ledger

import (
	"encoding/json"
	"fmt"

	"makegood/recovery"
)

// allowance is what a recovery was allowed at a tier. Of several the latest is what all
// of the recovery came to.
type allowance struct {
	recovery, tier string
	failure        string
	turn           int64
	words          stamp
	asked          recovery.Debt
	gives          []recovery.Debt
	allowed        recovery.Allowed
	day            recovery.Date // of the budget that what was left came out of
	taken          int64         // how much that was
}

const selectAllowance = `SELECT recovery, tier, failure, turn, asked, gives, allowed, day, taken FROM allowances`

func scanAllowance(row row) (a allowance, err error) {
	var texts [3][]byte
	if err := row.Scan(&a.recovery, &a.tier, &a.failure, &a.turn, &texts[0], &texts[1], &texts[2], &a.day, &a.taken); err != nil {
		return a, err
	}
	for i, part := range []any{&a.asked, &a.gives, &a.allowed} {
		if err := json.Unmarshal(texts[i], part); err != nil {
			return a, fmt.Errorf("what a recovery was allowed cannot be read: %w", err)
		}
	}
	return a, nil
}

func findAllowance(s session, recovery, tier string) (allowance, bool, error) {
	return first(s, scanAllowance, selectAllowance+` WHERE recovery = $1 AND tier = $2`, recovery, tier)
}

// answers says whether this is what was asked before.
func (a *allowance) answers(asked *recovery.Asked) bool {
	return a.asked == asked.Debt && a.failure == asked.Failure
}

// keep puts it on record, in place of what stood there for the tier.
func (a *allowance) keep(s session, customer string) error {
	row := []any{a.recovery, a.tier, customer, a.turn, a.failure, a.words}
	for _, part := range []any{a.asked, a.gives, a.allowed} {
		text, err := json.Marshal(part)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNotKept, err)
		}
		row = append(row, string(text))
	}
	return s.exec(`INSERT INTO allowances (recovery, tier, customer, turn, failure, words_at, asked, gives, allowed, day, taken)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (recovery, tier) DO UPDATE SET turn = excluded.turn, failure = excluded.failure, words_at = excluded.words_at,
			asked = excluded.asked, gives = excluded.gives, allowed = excluded.allowed, day = excluded.day, taken = excluded.taken`, append(row, string(a.day), a.taken)...)
}

// standing is what a recovery was allowed last, what others of its customer came to owe
// for the same failure, and the latest of those that gives. The recovery's own is held
// against the failure that is named now, whatever was named before.
func standing(s session, state *recovery.State, failure string) (before allowance, others []recovery.Stake, by string, err error) {
	rows, err := all(s, scanAllowance, selectAllowance+` WHERE customer = $1 AND (recovery = $2 OR failure <> '' AND failure = $3) ORDER BY turn`,
		state.Customer, state.ID, failure)
	if err != nil {
		return before, nil, "", err
	}
	place := map[string]int{}
	for _, one := range rows {
		stake := recovery.Stake{Owes: one.asked, Gives: one.gives}
		at, known := place[one.recovery]
		switch {
		case one.recovery == state.ID:
			before = one
			continue
		case known:
			others[at] = stake
		default:
			place[one.recovery] = len(others)
			others = append(others, stake)
		}
		if len(one.gives) > 0 {
			by = one.recovery
		}
	}
	if before.recovery != "" && before.failure != failure {
		err = s.exec(`UPDATE allowances SET failure = $2 WHERE recovery = $1`, state.ID, failure)
	}
	return before, others, by, err
}
