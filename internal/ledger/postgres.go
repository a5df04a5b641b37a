package ledger

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// schemaLock is the key of the advisory lock that keeps processes apart while
// they bring the schema up to date: "makegood" in ASCII.
const schemaLock = 0x6d616b65676f6f64

// postgresStore is a PostgreSQL database. Transactions are repeatable reads: a
// row that was read and then changed by another ends them, and they run again.
type postgresStore struct {
	pool *pgxpool.Pool
	db   *sql.DB // the same connections

	mu     sync.RWMutex // held for reading by each write
	closed bool
}

func openPostgres(ctx context.Context, database string) (store, error) {
	config, err := postgresConfig(database)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, explainPostgres(err)
	}
	s := &postgresStore{pool: pool, db: stdlib.OpenDBFromPool(pool)}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(explainPostgres(err), s.close())
	}
	return s, nil
}

func (s *postgresStore) migrate(ctx context.Context) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(schemaLock)); err != nil {
		return err
	}
	defer func() {
		if _, err := conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(schemaLock)); err != nil {
			conn.Conn().Close(context.WithoutCancel(ctx)) // so that the lock goes with the connection
		}
	}()
	return migrate(ctx, s.db, goose.DialectPostgres, "migrations/postgres")
}

// retries is how often a transaction that met another runs again.
const retries = 20

func (s *postgresStore) write(ctx context.Context, do func(session) error) error {
	return s.again(ctx, func() error { return s.transact(ctx, do) })
}

func (s *postgresStore) one(ctx context.Context, do func(session) error) error {
	return s.again(ctx, func() error { return do(session{ctx: ctx, on: s.db}) })
}

// again runs what meets another transaction until it gets through.
func (s *postgresStore) again(ctx context.Context, run func() error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return ErrClosed
	}
	for try := 1; ; try++ {
		err := run()
		if !meetsAnother(err) || try > retries {
			return explainPostgres(err)
		}
		pause := time.Duration(rand.Int64N(int64(time.Millisecond) << min(try, 6)))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return explainPostgres(errors.Join(ended(ctx), err))
		}
	}
}

func (s *postgresStore) transact(ctx context.Context, do func(session) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	if err := do(session{ctx: ctx, on: tx}); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// ignoreDone leaves out that a transaction had ended by itself.
func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

func (s *postgresStore) read(ctx context.Context, do func(session) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return ErrClosed
	}
	return explainPostgres(do(session{ctx: ctx, on: s.db}))
}

func (s *postgresStore) ping(ctx context.Context) error {
	return s.write(ctx, func(on session) error {
		readOnly, _, err := first(on, func(row row) (yes bool, err error) { return yes, row.Scan(&yes) },
			`SELECT current_setting('transaction_read_only') = 'on'`)
		if err == nil && readOnly {
			return ErrReadOnly
		}
		return err
	})
}

func (s *postgresStore) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.db.Close()
	s.pool.Close()
	return err
}
