package ledger

import (
	"context"
	"time"

	"makegood/recovery"
)

// Look is what was last found of a play's monitor and of how often it fires, and what
// the operator knows of it.
type Look struct {
	Play       string
	Since      time.Time // when it was first looked at
	At         time.Time
	Silent     bool
	Fix        bool
	Counted    recovery.Counted
	SilentTold time.Time // when the operator was last told that it is silent; zero where they know of nothing
	FixTold    time.Time
}

// KeepLook keeps what was found. A look that is older than the one on record changes
// nothing.
func (l *Ledger) KeepLook(ctx context.Context, look Look) error {
	doing := "keep a look at " + look.Play
	if err := checkName("play", look.Play); err != nil {
		return wrap(l.database, doing, err)
	}
	return wrap(l.database, doing, l.store.one(ctx, func(s session) error {
		return s.exec(`
INSERT INTO looks (play, since, looked_at, silent, fix, watched, confirmed, confirms, silent_told, fix_told)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (play) DO UPDATE SET since = excluded.since, looked_at = excluded.looked_at, silent = excluded.silent,
	fix = excluded.fix, watched = excluded.watched, confirmed = excluded.confirmed, confirms = excluded.confirms,
	silent_told = excluded.silent_told, fix_told = excluded.fix_told
WHERE looks.looked_at <= excluded.looked_at`,
			look.Play, stamp{look.Since}, stamp{look.At}, bit(look.Silent), bit(look.Fix),
			int64(look.Counted.Watched), int64(look.Counted.Confirmed), int64(look.Counted.Confirms),
			stamp{look.SilentTold}, stamp{look.FixTold})
	}))
}

// Looks is the last look at each play that was ever looked at, by its name.
func (l *Ledger) Looks(ctx context.Context) (map[string]Look, error) {
	return reading(ctx, l, "read what was found of monitors", func(s session) (map[string]Look, error) {
		rows, err := all(s, scanLook, `SELECT play, since, looked_at, silent, fix, watched, confirmed, confirms, silent_told, fix_told FROM looks`)
		looks := make(map[string]Look, len(rows))
		for _, look := range rows {
			looks[look.Play] = look
		}
		return looks, err
	})
}

func scanLook(row row) (look Look, err error) {
	var since, at, silentTold, fixTold stamp
	var silent, fix, watched, confirmed, confirms int64
	err = row.Scan(&look.Play, &since, &at, &silent, &fix, &watched, &confirmed, &confirms, &silentTold, &fixTold)
	look.Since, look.At, look.SilentTold, look.FixTold = since.Time, at.Time, silentTold.Time, fixTold.Time
	look.Silent, look.Fix = silent == 1, fix == 1
	look.Counted = recovery.Counted{Watched: int(watched), Confirmed: int(confirmed), Confirms: int(confirms)}
	return look, err
}

func bit(is bool) int64 {
	if is {
		return 1
	}
	return 0
}
