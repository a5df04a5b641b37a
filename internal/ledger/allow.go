package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"makegood/recovery"
)

// ClaimWithin is Claim for a play that holds claims against something: a budget, a
// limit of apologies, or what was given for the same failure already. What it allows
// and the claim stand together or not at all, and claims of one customer follow each
// other, as do those of one play's day. Asked again for the same tier, it answers the
// same.
//
// Where all that is owed was given already, Covered is set and nothing is claimed.
func (l *Ledger) ClaimWithin(ctx context.Context, state recovery.State, until time.Time, asked recovery.Asked) (prior *recovery.State, allowed recovery.Allowed, err error) {
	doing := "claim " + state.ID
	claim, err := l.newClaim(state, until)
	if err != nil {
		return nil, recovery.Allowed{}, wrap(l.database, doing, err)
	}
	type answer struct {
		prior   *recovery.State
		allowed recovery.Allowed
	}
	told, err := writing(ctx, l, l.store.write, doing, func(s session) (answer, error) {
		prior, err := claim.foreseen(s)
		if err != nil {
			return answer{}, err
		}
		if prior != nil && prior.Stage != recovery.Dismissed {
			if err := claim.suppression.keep(s); err != nil {
				return answer{}, err
			}
		}
		if prior != nil && !prior.Stage.Ended() { // its debt is allowed already, unless this is a higher tier
			if known, found, err := findAllowed(s, state.ID, prior.Tier); err != nil || found && prior.Tier == asked.Tier && !asked.Anew {
				return answer{prior, known}, err
			}
		} else if prior != nil { // it is given: a run that was taken back asks what it was allowed
			known, _, err := findAllowed(s, state.ID, asked.Tier)
			known.OverBudget = false
			return answer{prior, known}, err
		}
		allowed, err := l.allow(s, &state, asked)
		if err != nil || allowed.Covered || prior != nil {
			return answer{prior, allowed}, err
		}
		prior, err = claim.stand(s)
		return answer{prior, allowed}, err
	})
	return told.prior, told.allowed, err
}

func findAllowed(s session, id, tier string) (recovery.Allowed, bool, error) {
	return first(s, func(row row) (allowed recovery.Allowed, err error) {
		var text []byte
		if err := row.Scan(&text); err != nil {
			return allowed, err
		}
		return allowed, json.Unmarshal(text, &allowed)
	}, `SELECT allowed FROM allowances WHERE recovery = $1 AND tier = $2`, id, tier)
}

// allow answers for a tier of a recovery, once and for all.
func (l *Ledger) allow(s session, state *recovery.State, asked recovery.Asked) (recovery.Allowed, error) {
	wanted, err := json.Marshal(asked.Debt)
	if err != nil {
		return recovery.Allowed{}, fmt.Errorf("%w: %w", ErrNotKept, err)
	}
	if before, found, err := first(s, scanText, `SELECT asked FROM allowances WHERE recovery = $1 AND tier = $2`, state.ID, asked.Tier); err != nil {
		return recovery.Allowed{}, err
	} else if found && sameJSON(before, wanted) {
		known, _, err := findAllowed(s, state.ID, asked.Tier)
		return known, err
	}
	turn, _, err := first(s, scanNumber, `INSERT INTO turns (customer, taken) VALUES ($1, 1)
		ON CONFLICT (customer) DO UPDATE SET taken = turns.taken + 1 RETURNING taken`, state.Customer)
	if err != nil {
		return recovery.Allowed{}, err
	}
	var allowed recovery.Allowed
	debt := asked.Debt
	if asked.Failure != "" {
		given, by, err := givenFor(s, state, asked.Failure)
		if err != nil {
			return allowed, err
		}
		if left, some := debt.Beyond(given); !some {
			return recovery.Allowed{Covered: true, By: by}, nil
		} else if len(given) > 0 {
			debt = left
			allowed.Debt, allowed.By = &debt, by
		}
	}
	words := stamp{l.now()}
	if asked.Fatigue != nil {
		if allowed.Tired, err = tired(s, state, asked.Fatigue, l.now()); err != nil {
			return allowed, err
		}
	}
	if allowed.Tired || asked.Fatigue == nil {
		words = stamp{}
	}
	if asked.Budget != nil {
		if allowed.OverBudget, err = spend(s, state.Play, asked, debt.Money); err != nil {
			return allowed, err
		}
	}
	row := []any{state.ID, asked.Tier, state.Customer, turn, asked.Failure, words, string(wanted)}
	for _, part := range []any{debt, allowed} {
		text, err := json.Marshal(part)
		if err != nil {
			return allowed, fmt.Errorf("%w: %w", ErrNotKept, err)
		}
		row = append(row, string(text))
	}
	return allowed, s.exec(`INSERT INTO allowances (recovery, tier, customer, turn, failure, words_at, asked, debt, allowed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (recovery, tier) DO UPDATE SET turn = excluded.turn, asked = excluded.asked, debt = excluded.debt, allowed = excluded.allowed`, row...)
}

func scanText(row row) (text []byte, err error) { return text, row.Scan(&text) }

// sameJSON says whether two debts are the same, however a database writes them.
func sameJSON(a, b []byte) bool {
	var one, other recovery.Debt
	return json.Unmarshal(a, &one) == nil && json.Unmarshal(b, &other) == nil && one == other
}

func scanNumber(row row) (n int64, err error) { return n, row.Scan(&n) }

// givenFor is what other recoveries of the customer give for the same failure, and the
// latest of them.
func givenFor(s session, state *recovery.State, failure string) (given []recovery.Debt, by string, err error) {
	given, err = all(s, func(row row) (debt recovery.Debt, err error) {
		var text []byte
		if err := row.Scan(&by, &text); err != nil {
			return debt, err
		}
		return debt, json.Unmarshal(text, &debt)
	}, `SELECT recovery, debt FROM allowances WHERE customer = $1 AND failure = $2 AND recovery <> $3 ORDER BY turn`, state.Customer, failure, state.ID)
	return given, by, err
}

// tired says whether the customer had as many apologies as the play allows: those that
// went out, and those that were allowed and may still be on their way.
func tired(s session, state *recovery.State, limit *recovery.Fatigue, now time.Time) (bool, error) {
	since := stamp{now.Add(-limit.Within.Std())}
	had, _, err := first(s, scanNumber, `SELECT count(*) FROM (
			SELECT id FROM recoveries WHERE customer = $1 AND apology_at > $2 AND id <> $3
			UNION
			SELECT recovery FROM allowances WHERE customer = $1 AND words_at > $2 AND recovery <> $3
		) AS had`, state.Customer, since, state.ID)
	return had >= int64(limit.Apologies), err
}

// spend takes an amount out of the play's budget of a day, and says whether that is
// over. What is over is not taken: it waits, and smaller amounts may still pass.
func spend(s session, play string, asked recovery.Asked, money recovery.Money) (over bool, err error) {
	spent, _, err := first(s, scanNumber, `INSERT INTO spending (play, day, currency, amount) VALUES ($1, $2, $3, $4)
		ON CONFLICT (play, day, currency) DO UPDATE SET amount = spending.amount + excluded.amount RETURNING amount`,
		play, string(asked.Day), string(money.Currency), money.Amount)
	if err != nil || spent <= asked.Budget.Amount {
		return false, err
	}
	return true, s.exec(`UPDATE spending SET amount = amount - $4 WHERE play = $1 AND day = $2 AND currency = $3`,
		play, string(asked.Day), string(money.Currency), money.Amount)
}
