package ledger

import (
	"context"
	"time"
)

// Ledger is an open database. It may be used from many goroutines at once, and
// several processes may have the same database open.
type Ledger struct {
	database string // for people: without a password
	store    store
	now      func() time.Time
}

// Open opens a database, makes it if it is a SQLite file that is not there, and
// brings its schema up to date; processes that open it at once wait for one
// another there. A schema newer than this program's is refused with [ErrNewer].
//
// The database is "sqlite:PATH", a bare path, or a URL that begins with
// postgres:// or postgresql://. The folder of a SQLite file has to exist.
func Open(ctx context.Context, database string) (*Ledger, error) {
	where, err := parseAddress(database)
	if err != nil {
		return nil, err
	}
	var opened store
	if where.postgres != "" {
		opened, err = openPostgres(ctx, where.postgres)
	} else {
		opened, err = openSQLite(ctx, where.file, busyTimeout)
	}
	if err != nil {
		return nil, wrap(where.shown, "open", err)
	}
	return &Ledger{database: where.shown, store: opened, now: time.Now}, nil
}

// Gather lets each write wait this long, at the most, for others to share one
// flush to disk with. Where many recoveries run at once it saves most of the
// flushes; one alone takes so much longer. PostgreSQL gathers by its own settings.
func (l *Ledger) Gather(wait time.Duration) {
	if file, is := l.store.(*sqliteStore); is {
		file.writer.gather.Store(int64(wait))
	}
}

// Close waits until every write that has been taken in is answered, then closes
// the database. Writes after it fail with [ErrClosed].
func (l *Ledger) Close() error {
	return wrap(l.database, "close", l.store.close())
}

// Ping says whether the ledger can be written: it takes the way a write takes,
// and changes nothing.
func (l *Ledger) Ping(ctx context.Context) error {
	return wrap(l.database, "ping", l.store.ping(ctx))
}
