package ledger

import (
	"context"
	"time"
)

// Lane is a provider that turns everyone away.
type Lane struct {
	Provider string
	Code     string
	Why      string // in plain words
	Since    time.Time
}

// PauseLane puts on record that a provider turns everyone away. It returns true
// for the first to say so: that one tells the operator.
func (l *Ledger) PauseLane(ctx context.Context, lane Lane) (bool, error) {
	if err := checkName("provider", lane.Provider); err != nil {
		return false, wrap(l.database, "pause a lane", err)
	}
	if lane.Since.IsZero() {
		lane.Since = l.now()
	}
	return writing(ctx, l, l.store.one, "pause the lane of "+lane.Provider, func(s session) (bool, error) {
		_, first, err := first(s, func(row row) (provider string, err error) { return provider, row.Scan(&provider) }, `
INSERT INTO lanes (provider, code, why, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (provider) DO NOTHING RETURNING provider`, lane.Provider, clean(lane.Code), clean(lane.Why), stamp{lane.Since})
		return first, err
	})
}

// ResumeLane puts on record that a provider takes calls again. It returns true
// for the first to say so.
func (l *Ledger) ResumeLane(ctx context.Context, provider string) (bool, error) {
	return writing(ctx, l, l.store.one, "resume the lane of "+provider, func(s session) (bool, error) {
		_, was, err := first(s, func(row row) (provider string, err error) { return provider, row.Scan(&provider) },
			`DELETE FROM lanes WHERE provider = $1 RETURNING provider`, provider)
		return was, err
	})
}

// PausedLanes lists the providers that turn everyone away, by name.
func (l *Ledger) PausedLanes(ctx context.Context) ([]Lane, error) {
	return reading(ctx, l, "list paused lanes", func(s session) ([]Lane, error) {
		return all(s, func(row row) (lane Lane, err error) {
			var since stamp
			err = row.Scan(&lane.Provider, &lane.Code, &lane.Why, &since)
			lane.Since = since.Time
			return lane, err
		}, `SELECT provider, code, why, since FROM lanes ORDER BY provider`)
	})
}
