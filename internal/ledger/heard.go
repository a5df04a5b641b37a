package ledger

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Heard puts on record when an observation of each trigger last came. What is older
// than what is on record changes nothing.
func (l *Ledger) Heard(ctx context.Context, last map[string]time.Time) error {
	const doing = "keep when triggers were heard"
	triggers := slices.Sorted(maps.Keys(last)) // in one order, so that no two writers wait for each other
	for _, trigger := range triggers {
		if err := checkName("trigger", trigger); err != nil {
			return wrap(l.database, doing, err)
		}
	}
	return wrap(l.database, doing, l.store.write(ctx, func(s session) error {
		for _, trigger := range triggers {
			if err := s.exec(`
INSERT INTO heard (trigger, last_at) VALUES ($1, $2)
ON CONFLICT (trigger) DO UPDATE SET last_at = excluded.last_at WHERE heard.last_at < excluded.last_at`, trigger, stamp{last[trigger]}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// LastHeard is when an observation of each trigger last came; what was never heard is
// not among them.
func (l *Ledger) LastHeard(ctx context.Context) (map[string]time.Time, error) {
	return reading(ctx, l, "read when triggers were heard", func(s session) (map[string]time.Time, error) {
		type one struct {
			trigger string
			at      stamp
		}
		rows, err := all(s, func(row row) (o one, err error) { return o, row.Scan(&o.trigger, &o.at) }, `SELECT trigger, last_at FROM heard`)
		last := make(map[string]time.Time, len(rows))
		for _, row := range rows {
			last[row.trigger] = row.at.Time
		}
		return last, err
	})
}
