package ledger

import (
	"context"
	"errors"
)

// What can be wrong with a database. An [Error] is one of these where the cause
// is known; the caller asks with errors.Is.
var (
	ErrClosed      = errors.New("the ledger is closed")
	ErrDamaged     = errors.New("the file is not a sound SQLite database")
	ErrFull        = errors.New("there is no room left for the database")
	ErrLocked      = errors.New("another process holds the database")
	ErrNewer       = errors.New("the database's schema is newer than this program; start the newer program")
	ErrNotBegun    = errors.New("the step was never begun")
	ErrNotKept     = errors.New("this cannot be kept")
	ErrReadOnly    = errors.New("the database can only be read")
	ErrUnreachable = errors.New("the database cannot be reached")
)

// Error says what failed and where.
type Error struct {
	Database string // without its password
	Doing    string
	Err      error
}

func (e *Error) Error() string { return "ledger " + e.Database + ": " + e.Doing + ": " + e.Err.Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

func wrap(database, doing string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Database: database, Doing: doing, Err: err}
}

// because puts what people and callers understand before a database's own words.
func because(kind, err error) error { return &cause{kind: kind, err: err} }

type cause struct{ kind, err error }

func (c *cause) Error() string   { return c.kind.Error() + ": " + c.err.Error() }
func (c *cause) Unwrap() []error { return []error{c.kind, c.err} }

// ended is why a context has: that it did, which callers ask for, and its cause.
func ended(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, ctx.Err()) {
		return because(ctx.Err(), cause)
	}
	return ctx.Err()
}
