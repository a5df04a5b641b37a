// Package embedded runs the Temporal server and its web UI inside this
// process: all four services on SQLite files in one folder, so that one command is a
// whole durable installation on one machine.
//
// What it promises:
//
//   - Durable. What the server acknowledged is on the disk: the files are in
//     WAL mode and every commit is flushed. A process that was killed finds
//     everything again at the next Start on the same folder.
//   - Alone. One process holds a state folder at a time; the hold ends with
//     the process, however it ends.
//   - Local. Everything listens on 127.0.0.1 and nothing calls out.
//   - Harmless. Nothing in here ends the process: what stops the server from
//     working is returned by Start or comes out of Failed.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
)

// stopWithin bounds Stop. What is not written down by then needs no writing:
// the server keeps nothing in memory alone that it has acknowledged.
const stopWithin = 10 * time.Second

// Options says where the state lives and which doors are open.
type Options struct {
	// Dir is the state folder; it holds temporal.db and visibility.db, which
	// belong together. It is made if missing, readable by its owner only.
	Dir string
	// FrontendPort is where clients and workers connect; 0 picks a free one.
	FrontendPort int
	// UIPort is where people look; 0 picks a free one, a negative one means no UI.
	UIPort int
	// Namespace is made if missing; empty means "default".
	Namespace string
	// Retention is how long a closed workflow can be read; zero means 72 hours.
	// It is set anew on every start. The server accepts no less than an hour.
	Retention time.Duration
	// SearchAttributes are added to the namespace on every start, unless they
	// are there already. None is ever removed.
	SearchAttributes map[string]enumspb.IndexedValueType
	// Logger gets the server's own warnings and errors; nil drops them.
	Logger *slog.Logger
}

// Server is a running Temporal server and its UI.
type Server struct {
	lock     *folderLock
	temporal *temporalServer
	ui       *webUI
	stop     sync.Once
}

// Start returns once workflows can be started, searched and seen: the frontend
// answers, the namespace is there and knows its search attributes, the UI
// serves. ctx bounds the start alone; a running server is ended with Stop.
//
// Errors are *FolderError (the state folder cannot be used), *FolderInUseError
// (another process holds it), *PortTakenError, *SchemaError (the file is from a
// release that this one cannot read), or what the server said.
func Start(ctx context.Context, o Options) (_ *Server, err error) {
	if o, err = o.withDefaults(); err != nil {
		return nil, err
	}
	s := &Server{}
	defer func() {
		if err != nil {
			s.Stop()
		}
	}()

	if s.lock, err = holdFolder(o.Dir); err != nil {
		return nil, err
	}
	at, err := choosePorts(o)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && at.ui != nil {
			at.ui.Close()
		}
	}()
	files := storesIn(o.Dir)
	if err = prepareStores(ctx, files, o); err != nil {
		return nil, err
	}
	if s.temporal, err = startTemporal(ctx, files, at, o.Logger); err != nil {
		return nil, err
	}
	if err = awaitReady(ctx, s.temporal, o); err != nil {
		return nil, err
	}
	if o.UIPort >= 0 {
		if s.ui, err = serveUI(at.ui, at.frontend, o); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Address is the frontend's host:port.
func (s *Server) Address() string { return s.temporal.address }

// UIAddress is the UI's URL, or empty if there is none.
func (s *Server) UIAddress() string {
	if s.ui == nil {
		return ""
	}
	return s.ui.address
}

// Failed delivers an error if the server can no longer work and would have
// ended the process. It delivers nothing in a server's ordinary life, Stop
// included.
func (s *Server) Failed() <-chan error { return s.temporal.failed }

// Stop ends the UI and the server and lets go of the state folder. It takes at
// most some seconds, may be called twice and from more than one goroutine, and
// returns when all is over.
func (s *Server) Stop() {
	s.stop.Do(func() {
		s.ui.stop()
		if s.temporal.stop(stopWithin) {
			s.lock.release() // or else the end of the process does it
		}
	})
}

func (o Options) withDefaults() (Options, error) {
	if o.Dir == "" {
		return o, errors.New("embedded: no state folder was given")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return o, &FolderError{Dir: o.Dir, Err: err}
	}
	o.Dir = dir
	if o.Namespace == "" {
		o.Namespace = "default"
	}
	if o.Retention == 0 {
		o.Retention = 72 * time.Hour
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

// FolderError says that the state folder cannot be made or written.
type FolderError struct {
	Dir string
	Err error
}

func (e *FolderError) Error() string {
	why := e.Err
	if cause := (*os.PathError)(nil); errors.As(e.Err, &cause) {
		why = cause.Err
	}
	return fmt.Sprintf("embedded: the state folder %s cannot be used: %v; make it writable or choose another folder", e.Dir, why)
}

func (e *FolderError) Unwrap() error { return e.Err }
