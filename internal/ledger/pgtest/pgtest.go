// Package pgtest starts a PostgreSQL server of its own for a test: in a folder
// that is removed after, on a Unix socket that no other process knows of, with
// every commit flushed to disk as in production.
package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a running PostgreSQL server.
type Server struct {
	socket string
	made   atomic.Int64
}

// patience is how long a server may take to start, or to stop.
const patience = time.Minute

// Start starts a server that ends with the test. Where this machine has no
// PostgreSQL, or root has nobody to run it as, the test is skipped.
func Start(t testing.TB) *Server {
	t.Helper()
	bin, err := binaries()
	if err != nil {
		t.Skip("no PostgreSQL: ", err)
	}
	owner, err := ownerOfServer()
	if err != nil {
		t.Skip("no PostgreSQL: ", err)
	}
	dir, err := os.MkdirTemp("", "pg") // a socket's path is short, t.TempDir's is not
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := owner.give(dir); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	initdb := owner.command(dir, filepath.Join(bin, "initdb"),
		"-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	if said, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, said)
	}
	server := &Server{socket: dir}
	server.run(t, owner.command(dir, "sh", "-c", untilStdinEnds, "sh",
		filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=on"))
	return server
}

// untilStdinEnds runs a server until this process closes the pipe or dies, so
// that no server is left behind.
const untilStdinEnds = `"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server`

func (s *Server) run(t testing.TB, server *exec.Cmd) {
	t.Helper()
	var said bytes.Buffer
	server.Stdout, server.Stderr = &said, &said
	stdin, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() { stop(t, stdin, ended) })

	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for ctx.Err() == nil {
		if conn, err := pgx.Connect(ctx, s.url("postgres")); err == nil {
			conn.Close(ctx)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop(t, stdin, ended) // what it said may be read once it is silent
	t.Fatalf("PostgreSQL did not start:\n%s", said.String())
}

func stop(t testing.TB, stdin io.Closer, ended chan error) {
	stdin.Close()
	select {
	case err := <-ended:
		ended <- err
	case <-time.After(patience):
		t.Error("PostgreSQL did not stop")
	}
}

// Database makes an empty database and returns its URL. Its texts are sorted as
// English has it, where the server knows how, since most databases are not
// sorted by byte.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", s.made.Add(1))
	create := "CREATE DATABASE " + name
	if err := s.exec(s.url("postgres"), create+" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'"); err != nil {
		s.Exec(t, s.url("postgres"), create)
	}
	return s.url(name)
}

// Exec runs statements on a database of the server.
func (s *Server) Exec(t testing.TB, database, statements string) {
	t.Helper()
	if err := s.exec(database, statements); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) exec(database, statements string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statements)
	return err
}

func (s *Server) url(database string) string {
	return "postgres://postgres@/" + database + "?host=" + url.QueryEscape(s.socket)
}
