package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"makegood/recovery"
)

// News is one thing that a provider has called back with.
type News struct {
	Provider string
	Event    string // the provider's own id of this news
	Recovery string
	Receipt  recovery.Receipt // with its step and the provider's id
	Believed bool             // the signature is proof enough; else it only says that there is something to read back
}

// Hearing is what became of a request full of news.
type Hearing struct {
	Replay  bool   // this very request was heard before, and all of it passed on: nothing has changed
	Repeats int    // how many of its events were
	Unknown int    // how many are about steps that were never begun here
	Waiting []News // what is to be passed on, and then reported by PassedOn
}

// Hear puts a request and its news on record, in one piece. What is believed
// settles its step, by rank: an older word that comes late changes nothing. What
// needs says of a step before and after decides whether anyone has to be told.
//
// A request is known by a digest of what was signed, an event by its provider's
// id; both are handled once. What was heard and not yet passed on is handled
// again, so that a crash between the two loses nothing.
func (l *Ledger) Hear(ctx context.Context, request string, news []News, needs func(before, after Delivery, told News) bool) (Hearing, error) {
	if len(news) == 0 {
		return Hearing{}, nil
	}
	doing := "hear " + news[0].Provider
	var hearing Hearing
	err := l.store.write(ctx, func(s session) error {
		hearing = Hearing{}
		whole := News{Provider: news[0].Provider, Event: "request " + request}
		if passed, heard, err := l.heard(s, whole); err != nil || heard && passed {
			hearing.Replay = err == nil
			return err
		}
		for _, one := range news {
			if err := l.hear(s, one, &hearing, needs); err != nil {
				return err
			}
		}
		if len(hearing.Waiting) > 0 {
			return nil // the request is heard once all of it is passed on
		}
		return l.keepPassed(s, whole)
	})
	if err != nil {
		return Hearing{}, wrap(l.database, doing, err)
	}
	return hearing, nil
}

func (l *Ledger) hear(s session, one News, hearing *Hearing, needs func(before, after Delivery, told News) bool) error {
	passed, heard, err := l.heard(s, one)
	if err != nil {
		return err
	}
	if heard && passed || hearing.hasWaiting(one) {
		hearing.Repeats++
		return nil
	}
	before, begun, err := findDelivery(s, clean(one.Recovery), clean(one.Receipt.Step)) // what is not clean was never begun
	if err != nil {
		return err
	}
	if !begun {
		hearing.Unknown++
		return l.keepPassed(s, one)
	}
	after := before
	if one.Believed && after.hear(one.Receipt) {
		if err := keepDelivery(s, after); err != nil {
			return err
		}
	}
	if heard || needs(before, after, one) {
		hearing.Waiting = append(hearing.Waiting, one)
		return l.keepNews(s, one, stamp{})
	}
	return l.keepPassed(s, one)
}

// hasWaiting says whether a request has told the same before.
func (h *Hearing) hasWaiting(one News) bool {
	return slices.ContainsFunc(h.Waiting, func(other News) bool { return other.Provider == one.Provider && other.Event == one.Event })
}

// heard says whether news stand on record, and whether they were passed on.
func (l *Ledger) heard(s session, one News) (passed, heard bool, err error) {
	at, heard, err := first(s, func(row row) (at stamp, err error) { return at, row.Scan(&at) },
		`SELECT passed_at FROM news WHERE provider = $1 AND event = $2`, one.Provider, clean(one.Event))
	return !at.IsZero(), heard, err
}

func (l *Ledger) keepPassed(s session, one News) error { return l.keepNews(s, one, stamp{l.now()}) }

func (l *Ledger) keepNews(s session, one News, passed stamp) error {
	return s.exec(`
INSERT INTO news (provider, event, recovery, step, id, heard_at, passed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (provider, event) DO UPDATE SET passed_at = coalesce(news.passed_at, excluded.passed_at)`,
		one.Provider, clean(one.Event), clean(one.Recovery), clean(one.Receipt.Step), clean(one.Receipt.ID), stamp{l.now()}, passed)
}

// PassedOn puts on record that whoever has to know was told. With a request,
// that is then heard too.
func (l *Ledger) PassedOn(ctx context.Context, request string, news []News) error {
	if len(news) == 0 {
		return nil
	}
	return wrap(l.database, "pass on news of "+news[0].Provider, l.store.write(ctx, func(s session) error {
		for _, one := range news {
			if err := l.keepPassed(s, one); err != nil {
				return err
			}
		}
		if request == "" {
			return nil
		}
		return l.keepPassed(s, News{Provider: news[0].Provider, Event: "request " + request})
	}))
}

// Waiting lists news that were heard before a time and not passed on, the oldest
// first, at most so many. Of the receipt only the step and the ids are known.
func (l *Ledger) Waiting(ctx context.Context, before time.Time, most int) ([]News, error) {
	return reading(ctx, l, "list waiting news", func(s session) ([]News, error) {
		return all(s, func(row row) (n News, err error) {
			err = row.Scan(&n.Provider, &n.Event, &n.Recovery, &n.Receipt.Step, &n.Receipt.ID)
			n.Receipt.Provider = n.Provider
			return n, err
		}, `SELECT provider, event, recovery, step, id FROM news
WHERE passed_at IS NULL AND heard_at < $1 ORDER BY heard_at LIMIT $2`, stamp{before}, int64(most))
	})
}

// ForgetNews deletes what was passed on and heard before a time: a provider tells
// the same again for three days at the most.
func (l *Ledger) ForgetNews(ctx context.Context, before time.Time) error {
	return wrap(l.database, fmt.Sprintf("forget news before %s", before.Format(time.DateOnly)), l.store.one(ctx, func(s session) error {
		return s.exec(`DELETE FROM news WHERE passed_at IS NOT NULL AND heard_at < $1`, stamp{before})
	}))
}
