package ledger

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"makegood/internal/ledger/pgtest"
)

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		database, says string
		kind           error
	}{
		"no folder":     {"sqlite:" + filepath.Join(dir, "none", "l.db"), "none", ErrUnreachable},
		"a folder":      {dir, dir, ErrUnreachable},
		"file's folder": {filepath.Join(garbage, "l.db"), "not a folder", ErrUnreachable},
		"not SQLite":    {garbage, "garbage.db", ErrDamaged},
		"memory":        {"sqlite::memory:", "keeps anything", nil},
		"nothing":       {"", "keeps anything", nil},
		"another kind":  {"mysql://root:geheim@host/db", "mysql://", nil},
		"nobody there":  {"postgres://ada:geheim@127.0.0.1:1/db?connect_timeout=2", "ada@127.0.0.1:1/db", ErrUnreachable},
		"no socket":     {"postgresql://ada:geheim@/db?host=" + url.QueryEscape(dir), "ada@/db", ErrUnreachable},
		"bad setting":   {"postgres://ada:geheim@127.0.0.1:1/db?sslmode=geheim&password=geheim", "sslmode", ErrUnreachable},
		"bad password":  {"postgres://ada:ge heim#heim@127.0.0.1/db", "%XX", nil},
		"bad port":      {"postgres://ada:geheim/heim@127.0.0.1/db", "%XX", nil},
	} {
		l, err := Open(t.Context(), c.database)
		if err == nil {
			l.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if !strings.Contains(err.Error(), c.says) || (c.kind != nil && !errors.Is(err, c.kind)) {
			t.Errorf("%s: %v; want %q and %v", name, err, c.says, c.kind)
		}
		if strings.Contains(err.Error(), "heim") {
			t.Errorf("%s: the password is out: %v", name, err)
		}
	}
}

func TestPathsWithOddCharacters(t *testing.T) {
	for _, name := range []string{"a b.db", "a?b#c%20d.db", "ü&_pragma=x.db"} {
		file := filepath.Join(t.TempDir(), name)
		openFile(t, file, busyTimeout)
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

func TestLockedFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "l.db")
	s := openFile(t, file, 20*time.Millisecond)
	other, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context(), mark("locked out")); !errors.Is(err, ErrLocked) {
		t.Errorf("while another process writes: %v", err)
	}
	if _, err := conn.ExecContext(t.Context(), `COMMIT`); err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context(), mark("let in")); err != nil {
		t.Errorf("once it is done: %v", err)
	}
}

func TestOpenWaitsForTheFolder(t *testing.T) {
	dir := t.TempDir()
	unlock, err := lockFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := openSQLite(ctx, filepath.Join(dir, "l.db"), busyTimeout); !errors.Is(err, ErrLocked) || !errors.Is(err, context.Canceled) {
		t.Errorf("while another opens: %v", err)
	}
	unlock()
	openFile(t, filepath.Join(dir, "l.db"), busyTimeout)
}

func TestReadOnlySQLite(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "l.db"), busyTimeout)
	err := explainSQLite(s.write(t.Context(), func(s session) error {
		defer s.exec(`PRAGMA query_only = false`)
		return errors.Join(s.exec(`PRAGMA query_only = true`), mark("x")(s))
	}))
	if !errors.Is(err, ErrReadOnly) {
		t.Error(err)
	}
}

func TestReadOnlyPostgres(t *testing.T) {
	server := pgtest.Start(t)
	database := server.Database(t)
	l, err := Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l, err = Open(t.Context(), database+"&default_transaction_read_only=on")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for name, err := range map[string]error{
		"Ping":     l.Ping(t.Context()),
		"Suppress": l.Suppress(t.Context(), Suppression{Customer: "c", Until: time.Now()}),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPostgresFlushes: a server that acknowledges before the disk does not do so to us.
func TestPostgresFlushes(t *testing.T) {
	server := pgtest.Start(t)
	for setting, want := range map[string]string{"off": "on", "local": "local"} {
		opened, err := openPostgres(t.Context(), server.Database(t)+"&options="+url.QueryEscape("-c synchronous_commit="+setting))
		if err != nil {
			t.Fatal(err)
		}
		err = opened.write(t.Context(), func(s session) error {
			got, _, err := first(s, func(row row) (value string, err error) { return value, row.Scan(&value) }, `SHOW synchronous_commit`)
			if got != want {
				t.Errorf("%s became %s", setting, got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if err := opened.close(); err != nil {
			t.Error(err)
		}
	}
}
