// Package pgtest starts a PostgreSQL server of its own for a test: in a folder
// that is removed after, on a Unix socket that no other process knows of, with
// every commit flushed to disk as in production.
package pgtest

import (
	"bytes"
	"context"
	"errors"
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

// ErrNone is where this machine has no PostgreSQL, or root has nobody to run it as.
var ErrNone = errors.New("no PostgreSQL")

// Start starts a server that ends with the test. Where there can be none, the test
// is skipped.
func Start(t testing.TB) *Server {
	t.Helper()
	server, stop, err := Open()
	switch {
	case errors.Is(err, ErrNone):
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// Open starts a server that runs until it is stopped, or this process ends.
func Open() (_ *Server, stop func() error, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	owner, err := ownerOfServer()
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	dir, err := os.MkdirTemp("", "pg") // a socket's path is short, t.TempDir's is not
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	if err := owner.give(dir); err != nil {
		return nil, nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := owner.command(dir, filepath.Join(bin, "initdb"),
		"-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
	if said, err := initdb.CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("initdb: %w\n%s", err, said)
	}
	server := &Server{socket: dir}
	end, err := server.run(owner.command(dir, "sh", "-c", untilStdinEnds, "sh",
		filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=on"))
	if err != nil {
		return nil, nil, err
	}
	return server, func() error { return errors.Join(end(), os.RemoveAll(dir)) }, nil
}

// untilStdinEnds runs a server until this process closes the pipe or dies, so
// that no server is left behind.
const untilStdinEnds = `"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server`

func (s *Server) run(server *exec.Cmd) (end func() error, err error) {
	var said bytes.Buffer
	server.Stdout, server.Stderr = &said, &said
	stdin, err := server.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := server.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	end = func() error { return stop(stdin, ended) }

	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for ctx.Err() == nil {
		if conn, err := pgx.Connect(ctx, s.url("postgres")); err == nil {
			conn.Close(ctx)
			return end, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	err = end() // what it said may be read once it is silent
	return nil, errors.Join(fmt.Errorf("PostgreSQL did not start:\n%s", said.String()), err)
}

func stop(stdin io.Closer, ended chan error) error {
	stdin.Close()
	select {
	case err := <-ended:
		ended <- err
		return nil
	case <-time.After(patience):
		return errors.New("PostgreSQL did not stop")
	}
}

// Database makes an empty database and returns its URL. Its texts are sorted as
// English has it, where the server knows how, since most databases are not
// sorted by byte.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	database, err := s.Create()
	if err != nil {
		t.Fatal(err)
	}
	return database
}

// Create is Database where there is no test.
func (s *Server) Create() (string, error) {
	name := fmt.Sprintf("test%d", s.made.Add(1))
	create := "CREATE DATABASE " + name
	err := s.exec(s.url("postgres"), create+" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'")
	if err != nil {
		err = s.exec(s.url("postgres"), create)
	}
	return s.url(name), err
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
