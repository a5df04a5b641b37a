package ledger

import (
	"cmp"
	"context"
	"time"

	"makegood/recovery"
)

// ClaimWithin is Claim for a play that holds claims against something: a budget, a
// limit of apologies, or what was given for the same failure already. What it allows
// and the claim stand together or not at all, and claims of one customer follow each
// other, as do those of one play's day. Asked again for the same debt of a tier, it
// answers the same.
//
// A recovery that was told of no incident belongs to the one that its record names.
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
	told, err := writing(ctx, l, l.store.write, doing, func(s session) (told answer, err error) {
		asked := asked
		incident, err := incidentOf(s, &state, asked.Failure)
		if err != nil {
			return answer{}, err
		}
		asked.Failure = cmp.Or(incident, asked.Failure)
		defer func() { told.allowed.Incident = incident }()
		prior, err := claim.foreseen(s)
		if err != nil {
			return answer{}, err
		}
		if prior != nil && prior.Stage != recovery.Dismissed {
			if err := claim.suppression.keep(s); err != nil {
				return answer{}, err
			}
		}
		if prior != nil && prior.Stage.Ended() { // it is given: a run that was taken back asks what it was allowed
			known, _, err := findAllowance(s, state.ID, asked.Tier)
			known.allowed.OverBudget = false
			return answer{prior, known.allowed}, err
		}
		if prior != nil && !asked.Anew { // an earlier run's debt stands
			if known, found, err := findAllowance(s, state.ID, prior.Tier); err != nil || found {
				return answer{prior, known.allowed}, err
			}
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

// incidentOf is the incident that the record of a recovery names, where the recovery
// claims for one and was told of none.
func incidentOf(s session, state *recovery.State, failure string) (incident string, err error) {
	if failure == "" || state.Incident != "" {
		return "", nil
	}
	record, found, err := findRecord(s, state.ID)
	if err != nil || !found {
		return "", err
	}
	stands, err := record.state()
	return stands.Incident, err
}

// allow answers for a tier of a recovery. What is left of the debt among all recoveries
// of the failure is its own to give, and counts in place of what the recovery was allowed
// before.
func (l *Ledger) allow(s session, state *recovery.State, asked recovery.Asked) (allowed recovery.Allowed, err error) {
	if known, found, err := findAllowance(s, state.ID, asked.Tier); err != nil || found && known.answers(&asked) {
		return known.allowed, err
	}
	turn, _, err := first(s, scanNumber, `INSERT INTO turns (customer, taken) VALUES ($1, 1)
		ON CONFLICT (customer) DO UPDATE SET taken = turns.taken + 1 RETURNING taken`, state.Customer)
	if err != nil {
		return allowed, err
	}
	before, others, by, err := standing(s, state, asked.Failure)
	if err != nil {
		return allowed, err
	}
	debt, some := asked.Debt.Among(others, asked.Given)
	if allowed.Covered = !some; !some {
		allowed.By = by
		if before.tier != asked.Tier { // what it gives already stays as it is
			return allowed, nil
		}
	} else if debt.Money != asked.Debt.Money {
		allowed.Debt, allowed.By = &debt, by
	}
	if err := before.giveBack(s, state.Play, asked.Given); err != nil {
		return allowed, err
	}
	new := allowance{recovery: state.ID, tier: asked.Tier, failure: asked.Failure, turn: turn, asked: asked.Debt, gives: asked.Given}
	if some {
		new.gives = debt.With(asked.Given)
		if asked.Fatigue != nil {
			if allowed.Tired, err = tired(s, state, asked.Fatigue, l.now()); err != nil {
				return allowed, err
			}
			if !allowed.Tired {
				new.words = stamp{l.now()}
			}
		}
		if left, _ := debt.Beyond(asked.Given); asked.Budget != nil {
			if allowed.OverBudget, err = spend(s, state.Play, asked, left.Money); err != nil {
				return allowed, err
			}
			if !allowed.OverBudget {
				new.day, new.taken = asked.Day, left.Money.Amount
			}
		}
	}
	new.allowed = allowed
	return allowed, new.keep(s, state.Customer)
}

func scanNumber(row row) (n int64, err error) { return n, row.Scan(&n) }

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
