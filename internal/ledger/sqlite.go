package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// busyTimeout is how long a writer waits for another process's transaction.
const busyTimeout = 10 * time.Second

// readers is how many reads may run at once; they block no writer.
const readers = 8

// sqliteStore is a SQLite file that survives a power cut: a write-ahead log,
// flushed on every commit, one writer and several readers.
type sqliteStore struct {
	file   string
	writer *groupWriter
	db     *sql.DB // the writer's
	reads  *sql.DB
	known  *statements // of reads

	mu     sync.RWMutex // held for reading by each read
	closed bool
}

func openSQLite(ctx context.Context, file string, busy time.Duration) (store, error) {
	folder := filepath.Dir(file)
	if info, err := os.Stat(folder); err != nil {
		return nil, because(ErrUnreachable, err)
	} else if !info.IsDir() {
		return nil, because(ErrUnreachable, fmt.Errorf("%s is not a folder", folder))
	}
	unlock, err := lockFolder(ctx, folder)
	if err != nil {
		return nil, err
	}
	defer unlock()
	s := &sqliteStore{
		file:  file,
		db:    sqliteDB(file, busy, "_pragma=journal_mode(wal)", "_pragma=synchronous(full)", "_txlock=immediate"),
		reads: sqliteDB(file, busy, "_pragma=query_only(true)"),
	}
	s.reads.SetMaxOpenConns(readers)
	s.reads.SetMaxIdleConns(readers)
	s.known = &statements{on: s.reads}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(explainSQLite(err), s.db.Close(), s.reads.Close())
	}
	return s, nil
}

func (s *sqliteStore) start(ctx context.Context) error {
	if err := migrate(ctx, s.db, "sqlite3", "migrations/sqlite"); err != nil {
		return err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	s.writer = startGroupWriter(conn)
	return nil
}

func sqliteDB(file string, busy time.Duration, settings ...string) *sql.DB {
	path := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(file))
	settings = append(settings, fmt.Sprintf("_pragma=busy_timeout(%d)", busy.Milliseconds()))
	db, err := sql.Open("sqlite", "file:"+path+"?"+strings.Join(settings, "&"))
	if err != nil {
		panic(err) // only for a driver that is not there
	}
	return db
}

func (s *sqliteStore) write(ctx context.Context, do func(session) error) error {
	return explainSQLite(s.writer.submit(ctx, do))
}

func (s *sqliteStore) one(ctx context.Context, do func(session) error) error { return s.write(ctx, do) }

func (s *sqliteStore) read(ctx context.Context, do func(session) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return ErrClosed
	}
	return explainSQLite(do(session{ctx: ctx, on: s.known}))
}

func (s *sqliteStore) ping(ctx context.Context) error {
	return s.write(ctx, func(session) error { return nil })
}

func (s *sqliteStore) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return explainSQLite(errors.Join(s.writer.close(), s.reads.Close(), s.db.Close()))
}

// explainSQLite puts a clear word before SQLite's own.
func explainSQLite(err error) error {
	var cause *sqlite.Error
	if !errors.As(err, &cause) {
		return err
	}
	switch cause.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return because(ErrLocked, err)
	case sqlite3.SQLITE_READONLY:
		return because(ErrReadOnly, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return because(ErrUnreachable, err)
	case sqlite3.SQLITE_FULL:
		return because(ErrFull, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return because(ErrDamaged, err)
	}
	return err
}
