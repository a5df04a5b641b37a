package activities

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// MonitorBook is what the monitors need of the ledger.
type MonitorBook interface {
	WatchBook
	// KeepLook keeps what was found and what the operator was told.
	KeepLook(ctx context.Context, look ledger.Look) error
}

// Monitors tells the operator of triggers that are silent, and of plays that fire too
// often.
type Monitors struct {
	watch   Watch
	book    MonitorBook
	notices *Notices
	log     *slog.Logger
}

// NewMonitors makes the monitors of these plays.
func NewMonitors(plays []*recovery.Play, book MonitorBook, open Open, notices *Notices, log *slog.Logger, now func() time.Time) *Monitors {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Monitors{watch: Watch{Plays: plays, Book: book, Open: open, Now: now}, book: book, notices: notices, log: log}
}

// LookAtMonitors looks at every play once and tells the operator what has to be told. It
// returns what it found. What could not be told stays to be told: it may be told twice,
// where an answer was lost, and never not at all.
func (m *Monitors) LookAtMonitors(ctx context.Context) ([]Found, error) {
	found, err := m.watch.Find(ctx)
	if err != nil {
		return nil, ledgerDown("read how it stands with the monitors")
	}
	var failed error
	for i := range found {
		if found[i].Unknown != "" {
			failed = errors.Join(failed, fmt.Errorf("%s: %s", found[i].Play, found[i].Unknown))
		}
	}
	for _, one := range toTell(found) {
		failed = errors.Join(failed, m.tell(ctx, one))
	}
	for i := range found {
		if m.book.KeepLook(ctx, found[i].look) != nil {
			return nil, errors.Join(failed, ledgerDown("keep how it stands with the monitors"))
		}
	}
	return found, failed
}

// tell posts one notice, and keeps that it was told before anything else is.
func (m *Monitors) tell(ctx context.Context, one saying) error {
	m.log.Warn("a monitor speaks", "of", one.about, "tidings", string(one.tidings), "says", one.text)
	if err := m.notices.post(ctx, one.text); err != nil {
		return err
	}
	for _, found := range one.found {
		told := one.told(&found.look)
		if *told = found.look.At; one.tidings == recovery.Over {
			*told = time.Time{}
		}
		if m.book.KeepLook(ctx, found.look) != nil {
			return ledgerDown("keep what the operator was told")
		}
	}
	return nil
}
