package ledger

import (
	"context"
	"fmt"
	"time"
)

// Suppression keeps surveys away from a customer. It stands at From and up to,
// and not at, Until; with a zero From it has always stood.
type Suppression struct {
	Customer   string
	Recovery   string // whose it is; a customer has one suppression of each
	Experience string
	Reason     string
	From       time.Time
	Until      time.Time
}

func (p Suppression) check() error {
	if err := checkName("customer", p.Customer); err != nil {
		return err
	}
	if p.Recovery != "" {
		if err := checkName("recovery", p.Recovery); err != nil {
			return err
		}
	}
	if p.Until.IsZero() {
		return fmt.Errorf("%w: the suppression has no end", ErrNotKept)
	}
	return nil
}

// Suppress makes a suppression stand. Where the customer has one of the same
// recovery, the two become one: from the earlier start to the later end. A
// suppression never becomes shorter.
func (l *Ledger) Suppress(ctx context.Context, suppression Suppression) error {
	doing := "suppress surveys to " + suppression.Customer
	if err := suppression.check(); err != nil {
		return wrap(l.database, doing, err)
	}
	return wrap(l.database, doing, l.store.one(ctx, suppression.keep))
}

func (p Suppression) keep(s session) error {
	if p.Until.IsZero() {
		return nil
	}
	return s.exec(`
INSERT INTO suppressions (customer, recovery, experience, reason, since, until) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (customer, recovery) DO UPDATE SET experience = excluded.experience, reason = excluded.reason,
	since = CASE WHEN excluded.since IS NULL OR excluded.since < suppressions.since THEN excluded.since ELSE suppressions.since END,
	until = CASE WHEN excluded.until > suppressions.until THEN excluded.until ELSE suppressions.until END`,
		p.Customer, p.Recovery, clean(p.Experience), clean(p.Reason), stamp{p.From}, stamp{p.Until})
}

// Suppressed says whether surveys are to stay away from a customer at a time,
// and returns the suppression that stands longest.
func (l *Ledger) Suppressed(ctx context.Context, customer string, at time.Time) (Suppression, bool, error) {
	var found bool
	suppression, err := reading(ctx, l, "look for suppressions of "+customer, func(s session) (p Suppression, err error) {
		p, found, err = first(s, scanSuppression, `
SELECT customer, recovery, experience, reason, since, until FROM suppressions
WHERE customer = $1 AND (since IS NULL OR since <= $2) AND until > $2
ORDER BY until DESC, recovery LIMIT 1`, customer, stamp{at})
		return p, err
	})
	return suppression, found, err
}

func scanSuppression(row row) (p Suppression, err error) {
	var from, until stamp
	err = row.Scan(&p.Customer, &p.Recovery, &p.Experience, &p.Reason, &from, &until)
	p.From, p.Until = from.Time, until.Time
	return p, err
}
