package ledger

import (
	"context"
	"time"

	"makegood/recovery"
)

// Fired counts how often a play has fired since a time, of what is on record: what is
// still being watched is not. A recovery that was confirmed since then is counted even
// where it was opened before, as long as that was not before reach.
func (l *Ledger) Fired(ctx context.Context, play string, since, reach time.Time) (recovery.Counted, error) {
	if since.Before(reach) {
		reach = since
	}
	return reading(ctx, l, "count how often "+play+" has fired", func(s session) (recovery.Counted, error) {
		counted, _, err := first(s, func(row row) (c recovery.Counted, err error) {
			return c, row.Scan(&c.Watched, &c.Confirmed, &c.Confirms)
		}, `
SELECT count(CASE WHEN opened_at >= $2 THEN 1 END),
	count(CASE WHEN opened_at >= $2 AND confirmed_at IS NOT NULL THEN 1 END),
	count(CASE WHEN confirmed_at >= $2 THEN 1 END)
FROM recoveries WHERE play = $1 AND opened_at >= $3`, play, stamp{since}, stamp{reach})
		return counted, err
	})
}
