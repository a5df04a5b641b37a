package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// store is a database of one kind. Both kinds understand the same statements:
// the same placeholders, ON CONFLICT and RETURNING.
type store interface {
	// write runs do in one transaction and returns after it is on disk. Do may
	// be run again, from the start, on a transaction that came to nothing.
	write(ctx context.Context, do func(session) error) error
	// one is write for a single statement, which is whole or not at all by itself.
	one(ctx context.Context, do func(session) error) error
	// read runs do outside a transaction.
	read(ctx context.Context, do func(session) error) error
	ping(ctx context.Context) error
	close() error
}

// session is where statements go.
type session struct {
	ctx context.Context
	on  querier
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s session) exec(query string, args ...any) error {
	_, err := s.on.ExecContext(s.ctx, query, args...)
	return err
}

// row is what a single row is scanned with.
type row interface{ Scan(into ...any) error }

// all reads every row of a query.
func all[T any](s session, scan func(row) (T, error), query string, args ...any) (rows []T, err error) {
	result, err := s.on.QueryContext(s.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, result.Close()) }()
	for result.Next() {
		one, err := scan(result)
		if err != nil {
			return nil, err
		}
		rows = append(rows, one)
	}
	return rows, result.Err()
}

// first reads the first row of a query, and says whether there was one.
func first[T any](s session, scan func(row) (T, error), query string, args ...any) (T, bool, error) {
	rows, err := all(s, scan, query, args...)
	if err != nil || len(rows) == 0 {
		var none T
		return none, false, err
	}
	return rows[0], true, nil
}

// way is how a write gets to the disk: a store's write, or its one.
type way func(ctx context.Context, do func(session) error) error

// writing is a write that answers something.
func writing[T any](ctx context.Context, l *Ledger, way way, doing string, do func(session) (T, error)) (T, error) {
	var answer, none T
	err := way(ctx, func(s session) (err error) {
		answer, err = do(s)
		return err
	})
	if err != nil { // the answer may still be being written: do not look at it
		return none, wrap(l.database, doing, err)
	}
	return answer, nil
}

// reading is a read that answers something.
func reading[T any](ctx context.Context, l *Ledger, doing string, do func(session) (T, error)) (T, error) {
	var answer T
	err := l.store.read(ctx, func(s session) (err error) {
		answer, err = do(s)
		return err
	})
	return answer, wrap(l.database, doing, err)
}
