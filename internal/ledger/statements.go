package ledger

import (
	"context"
	"database/sql"
	"sync"
)

// statements runs queries on SQLite, each prepared once.
type statements struct {
	on    preparer
	known sync.Map // by text, *sql.Stmt
}

type preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// prepare may be asked for the same text by several at once; the first stays.
func (p *statements) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if known, found := p.known.Load(query); found {
		return known.(*sql.Stmt), nil
	}
	prepared, err := p.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if known, found := p.known.LoadOrStore(query, prepared); found {
		prepared.Close()
		return known.(*sql.Stmt), nil
	}
	return prepared, nil
}

// ExecContext runs a statement.
func (p *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	statement, err := p.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(ctx, args...)
}

// QueryContext runs a query.
func (p *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	statement, err := p.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}
