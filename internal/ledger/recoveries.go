package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"makegood/recovery"
)

// Recovery returns a recovery as it was last recorded, and whether there is one.
func (l *Ledger) Recovery(ctx context.Context, id string) (recovery.State, bool, error) {
	var found bool
	state, err := reading(ctx, l, "find "+id, func(s session) (state recovery.State, err error) {
		state, found, err = first(s, scanState, selectRecord+` WHERE id = $1`, id)
		return state, err
	})
	return state, found, err
}

// Filter narrows a list of recoveries. What is empty does not narrow it.
type Filter struct {
	Stage    recovery.Stage
	Play     string
	Customer string
	Incident string
	Limit    int // at most this many; 100 where it is not above zero

	// Before starts the list after what was opened at this time or later. To
	// turn a page, give OpenedAt and ID of the last recovery of the page before:
	// with BeforeID, those opened at the very same time are not skipped.
	Before   time.Time
	BeforeID string
}

const defaultLimit = 100

// Recoveries lists recoveries by when they were opened, newest first.
func (l *Ledger) Recoveries(ctx context.Context, filter Filter) ([]recovery.State, error) {
	query, args := filter.query()
	return reading(ctx, l, "list recoveries", func(s session) ([]recovery.State, error) {
		return all(s, scanState, query, args...)
	})
}

func (f Filter) query() (string, []any) {
	var where []string
	var args []any
	narrow := func(condition string, values ...any) {
		for _, value := range values {
			args = append(args, value)
			condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where = append(where, condition)
	}
	if f.Stage != "" {
		narrow("stage = ?", string(f.Stage))
	}
	if f.Play != "" {
		narrow("play = ?", f.Play)
	}
	if f.Customer != "" {
		narrow("customer = ?", f.Customer)
	}
	if f.Incident != "" {
		narrow("incident <> '' AND incident = ?", f.Incident) // as the index says it
	}
	switch {
	case f.Before.IsZero():
	case f.BeforeID != "":
		narrow("(opened_at, id) < (?, ?)", stamp{f.Before}, f.BeforeID)
	default:
		narrow("opened_at < ?", stamp{f.Before})
	}
	query := selectRecord
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	args = append(args, int64(limit))
	return query + fmt.Sprintf(" ORDER BY opened_at DESC, id DESC LIMIT $%d", len(args)), args
}

// Count says how many recoveries there are at each stage; a stage with none is
// not among them.
func (l *Ledger) Count(ctx context.Context) (map[recovery.Stage]int64, error) {
	return reading(ctx, l, "count recoveries", func(s session) (map[recovery.Stage]int64, error) {
		type tally struct {
			stage recovery.Stage
			count int64
		}
		tallies, err := all(s, func(row row) (t tally, err error) {
			return t, row.Scan(&t.stage, &t.count)
		}, `SELECT stage, count(*) FROM recoveries GROUP BY stage`)
		counts := make(map[recovery.Stage]int64, len(tallies))
		for _, t := range tallies {
			counts[t.stage] = t.count
		}
		return counts, err
	})
}
