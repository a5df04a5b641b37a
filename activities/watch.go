package activities

import (
	"context"
	"errors"
	"fmt"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// WatchBook is what a watch reads of the ledger.
type WatchBook interface {
	// LastHeard is when an observation of each trigger last came.
	LastHeard(ctx context.Context) (map[string]time.Time, error)
	// Looks is what was last found, by play.
	Looks(ctx context.Context) (map[string]ledger.Look, error)
	// Fired counts how often a play has fired since a time, of what was opened since reach.
	Fired(ctx context.Context, play string, since, reach time.Time) (recovery.Counted, error)
}

// Open counts what is watched just now, and not on record yet.
type Open interface {
	// Watching is how many recoveries of a play, begun since a time, are being watched.
	Watching(ctx context.Context, play string, since time.Time) (int, error)
}

// Watch looks at monitors and at how often plays fire. It changes nothing and tells
// nobody.
type Watch struct {
	Plays []*recovery.Play // those with neither are passed over
	Book  WatchBook
	Open  Open
	Now   func() time.Time // by default time.Now
}

// Found is how it stands with one play's monitor and with how often it fires.
type Found struct {
	Play    string            `json:"play"`
	About   string            `json:"about,omitempty"`
	Trigger string            `json:"trigger"`
	Monitor *recovery.Monitor `json:"monitor,omitempty"`
	FixWhen *recovery.FixWhen `json:"fix_when,omitempty"`

	Heard   time.Time        `json:"heard,omitzero"` // when an observation last came
	Since   time.Time        `json:"since,omitzero"` // since when nothing was heard; where nothing ever was, since it is watched
	Silent  bool             `json:"silent,omitempty"`
	Counted recovery.Counted `json:"counted,omitzero"`
	Fix     bool             `json:"fix,omitempty"`
	Unknown string           `json:"unknown,omitempty"` // why it could not be counted

	look ledger.Look
}

// forgotten is how long after the last look watching begins anew: while nobody looked,
// nobody may have listened either.
const forgotten = 24 * time.Hour

// Find looks at every play that has a monitor or a limit to how often it fires. It
// fails where the ledger cannot be read.
func (w *Watch) Find(ctx context.Context) ([]Found, error) {
	now := w.now()
	heard, err := w.Book.LastHeard(ctx)
	looks, err2 := w.Book.Looks(ctx)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	var all []Found
	for _, play := range w.Plays {
		if play.Monitor == nil && play.FixWhen == nil {
			continue
		}
		look, before := looks[play.Name]
		if !before || now.Sub(look.At) > forgotten {
			look = ledger.Look{Play: play.Name, Since: now}
		}
		found := Found{Play: play.Name, About: play.About, Trigger: play.Trigger, Monitor: play.Monitor, FixWhen: play.FixWhen}
		found.Heard = heard[play.Trigger]
		if play.Monitor != nil {
			found.Since, found.Silent = play.Monitor.SilentSince(found.Heard, look.Since, now)
		}
		if play.FixWhen != nil {
			if found.Counted, err = w.count(ctx, play, now); err != nil {
				found.Counted, found.Fix, found.Unknown = look.Counted, look.Fix, err.Error()
			} else {
				found.Fix = play.FixWhen.Reached(play.FixWhen.Of(found.Counted))
			}
		}
		look.At, look.Silent, look.Fix, look.Counted = now, found.Silent, found.Fix, found.Counted
		found.look = look
		all = append(all, found)
	}
	return all, nil
}

func (w *Watch) now() time.Time {
	if w.Now == nil {
		return time.Now()
	}
	return w.Now()
}

// count is what is on record, and what is still watched.
func (w *Watch) count(ctx context.Context, play *recovery.Play, now time.Time) (recovery.Counted, error) {
	since := now.Add(-play.FixWhen.Within.Std())
	if play.FixWhen.Recoveries > 0 {
		// What is confirmed now was opened no longer ago than it may stay open.
		const late = 24 * time.Hour
		return w.Book.Fired(ctx, play.Name, since, since.Add(-play.CloseAfter.Std()-late))
	}
	counted, err := w.Book.Fired(ctx, play.Name, since, since)
	if err != nil {
		return counted, err
	}
	open, err := w.Open.Watching(ctx, play.Name, since)
	if err != nil {
		return counted, fmt.Errorf("what is being watched cannot be counted: %w", err)
	}
	counted.Watched += open
	return counted, nil
}
