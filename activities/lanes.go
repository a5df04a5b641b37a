package activities

import (
	"context"
	"log/slog"
	"sync"

	"makegood/internal/ledger"
)

// LanePaused is the gauge of lanes that wait: 1 while a provider's lane is paused,
// tagged with the provider.
const LanePaused = "makegood_lane_paused"

// Providers lists the providers, each of which has a lane.
func Providers() []string { return []string{ProviderStripe, ProviderTwilio, ProviderSendGrid} }

// LaneBook is what the lanes need of the ledger, so that of many processes one
// tells the operator.
type LaneBook interface {
	// PauseLane returns true for the first to say so.
	PauseLane(ctx context.Context, lane ledger.Lane) (bool, error)
	// ResumeLane returns true for the first to say so.
	ResumeLane(ctx context.Context, provider string) (bool, error)
}

// LaneState is whether a provider's calls are made.
type LaneState string

// The states of a lane.
const (
	LaneWorks LaneState = "works"
	LanePause LaneState = "paused"
)

// Lanes knows which providers turn everything away: until the operator has mended
// something, or until an outage is over. Nothing is lost meanwhile: each activity
// is tried again. The operator is told once per lane until it works again. The zero
// value is ready.
type Lanes struct {
	Log     *slog.Logger // slog's default where nil
	Book    LaneBook     // where nil, each process tells for itself
	Notices *Notices     // where nil, the log alone is told

	mu       sync.Mutex
	lanes    map[string]*laneSeen
	watchers map[string]chan LaneState
}

// laneSeen is what was seen of one provider's calls.
type laneSeen struct {
	code   string // why it is paused; empty while it works
	failed int    // calls in a row that came to nothing
	kept   bool   // what stands in the ledger is of this process, or put right by it
}

// An outage is this many calls in a row without an answer, and no call with one.
// On a lane that is being tried, fewer.
const (
	outageAfter      = 12
	outageAgainAfter = 1
)

// codeOutage is our word for a provider that does not answer.
const codeOutage = "outage"

// Watch returns where the changes of a provider's lane are told: the latest only.
func (l *Lanes) Watch(provider string) <-chan LaneState {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watchers == nil {
		l.watchers = map[string]chan LaneState{}
	}
	l.watchers[provider] = make(chan LaneState, 1)
	return l.watchers[provider]
}

// saw takes note of what a call came to. A nil verdict is a call that worked.
func (l *Lanes) saw(ctx context.Context, provider string, verdict *Verdict) {
	switch {
	case verdict == nil || verdict.answered():
		l.works(ctx, provider)
	case verdict.Kind == Paused:
		l.pauses(ctx, provider, verdict.Code, verdict.Why, true)
	case verdict.Kind == Waiting:
		// The money has run out: other calls still work, so the lane stays open.
		l.pauses(ctx, balance, verdict.Code, verdict.Why, false)
	case l.fails(provider) && ctx.Err() == nil:
		l.pauses(ctx, provider, codeOutage, "It has not answered any call for a while.", true)
	}
}

// sawRead takes note of what a call came to that only reads. One that works is no
// proof that a provider which turned us away takes what we send.
func (l *Lanes) sawRead(ctx context.Context, provider string, verdict *Verdict) {
	if verdict != nil && !verdict.answered() {
		l.saw(ctx, provider, verdict)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if seen := l.seen(provider); seen.code == "" {
		seen.failed = 0
	}
}

// IsPaused says whether a provider's lane waits.
func (l *Lanes) IsPaused(provider string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lanes[provider] != nil && l.lanes[provider].code != ""
}

// balance is how our balance at Stripe is told of, beside its lane.
const balance = ProviderStripe + " balance"

// answered says whether the provider is there and takes our calls, whatever it
// said to this one.
func (v *Verdict) answered() bool {
	return v.Kind == Final || v.Kind == Existing || v.Kind == Busy && v.Code != codeUnreachable
}

// fails counts a call that came to nothing, and says whether that is an outage.
func (l *Lanes) fails(provider string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	seen := l.seen(provider)
	seen.failed++
	if seen.code != "" {
		return seen.failed >= outageAgainAfter
	}
	return seen.failed >= outageAfter
}

func (l *Lanes) seen(provider string) *laneSeen {
	if l.lanes == nil {
		l.lanes = map[string]*laneSeen{}
	}
	if l.lanes[provider] == nil {
		l.lanes[provider] = &laneSeen{}
	}
	return l.lanes[provider]
}

func (l *Lanes) pauses(ctx context.Context, provider, code, why string, stop bool) {
	l.mu.Lock()
	seen := l.seen(provider)
	known := seen.code != ""
	seen.code, seen.failed, seen.kept = code, 0, true
	if stop {
		l.change(provider, LanePause)
	}
	l.mu.Unlock()
	if known {
		return
	}
	gauge(ctx, provider, 1)
	first, err := l.firstToSay(func(ctx context.Context) (bool, error) {
		return l.Book.PauseLane(ctx, ledger.Lane{Provider: provider, Code: code, Why: why})
	})
	if first || err != nil {
		l.log().Error("a provider turns us away; its lane waits, and nothing is lost", "provider", provider, "code", code, "why", why)
		l.post(pausedWords(provider, code, why))
	}
}

// works takes note that a provider takes our calls. The first time in a process it
// asks the ledger too: an earlier one may have ended while the lane waited.
func (l *Lanes) works(ctx context.Context, provider string) {
	l.mu.Lock()
	seen := l.seen(provider)
	was, kept := seen.code != "", seen.kept || l.Book == nil
	seen.code, seen.failed, seen.kept = "", 0, true
	if was {
		l.change(provider, LaneWorks)
	}
	l.mu.Unlock()
	if !was && kept {
		return
	}
	if was {
		gauge(ctx, provider, 0)
	}
	first, err := l.firstToSay(func(ctx context.Context) (bool, error) { return l.Book.ResumeLane(ctx, provider) })
	switch {
	case err != nil && !was:
		l.mu.Lock()
		seen.kept = false // the next call asks again
		l.mu.Unlock()
	case first || err != nil:
		l.log().Info("a provider takes our calls again", "provider", provider)
		l.post(named(provider) + " takes our calls again. What waited for it goes on.")
	}
}

// change tells whoever opens and closes the lane; the latest word stands. The
// caller holds the lock.
func (l *Lanes) change(provider string, state LaneState) {
	watcher := l.watchers[provider]
	if watcher == nil {
		return
	}
	select {
	case <-watcher:
	default:
	}
	watcher <- state
}

// Paused lists the lanes that wait, by provider, with the code each was given.
func (l *Lanes) Paused() map[string]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	paused := map[string]string{}
	for provider, seen := range l.lanes {
		if seen.code != "" {
			paused[provider] = seen.code
		}
	}
	return paused
}
