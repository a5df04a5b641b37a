package house

import (
	"context"

	"makegood/internal/ledger/pgtest"
)

// OpenOnPostgres is Open, with the crews' ledgers on a PostgreSQL server of its own.
// It is pgtest.ErrNone where this machine has none.
func OpenOnPostgres(ctx context.Context) (*House, error) {
	server, stop, err := pgtest.Open()
	if err != nil {
		return nil, err
	}
	h, err := Open(ctx)
	if err != nil {
		_ = stop() // what went wrong first is what is told
		return nil, err
	}
	h.postgres = server.Create
	h.closing = append([]func() error{stop}, h.closing...)
	return h, nil
}
