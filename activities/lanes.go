package activities

import (
	"context"
	"log/slog"
	"sync"

	"go.temporal.io/sdk/activity"
)

// LanePaused is the gauge of lanes that wait for the operator: 1 while a
// provider's lane is paused, tagged with the provider.
const LanePaused = "makegood_lane_paused"

// Lanes knows which providers turn everything away until the operator has mended
// something. Nothing is lost meanwhile: each activity is tried again. The
// operator is told once per lane until it works again. The zero value is ready.
type Lanes struct {
	Log    *slog.Logger // slog's default where nil
	mu     sync.Mutex
	paused map[string]string // provider: the code
}

// saw takes note of what a call came to. A nil verdict is a call that worked.
func (l *Lanes) saw(ctx context.Context, provider string, verdict *Verdict) {
	switch {
	case verdict == nil:
		l.works(ctx, provider)
	case verdict.Kind == Paused || verdict.Kind == Waiting:
		l.pauses(ctx, verdict)
	}
}

func (l *Lanes) pauses(ctx context.Context, verdict *Verdict) {
	l.mu.Lock()
	code, known := l.paused[verdict.Provider]
	if l.paused == nil {
		l.paused = map[string]string{}
	}
	l.paused[verdict.Provider] = verdict.Code
	l.mu.Unlock()
	if known && code == verdict.Code {
		return
	}
	l.log().Error("a provider turns us away; its lane waits until this is mended, and nothing is lost",
		"provider", verdict.Provider, "code", verdict.Code, "why", verdict.Why)
	gauge(ctx, verdict.Provider, 1)
}

func (l *Lanes) works(ctx context.Context, provider string) {
	l.mu.Lock()
	_, was := l.paused[provider]
	delete(l.paused, provider)
	l.mu.Unlock()
	if was {
		l.log().Info("a provider takes our calls again", "provider", provider)
		gauge(ctx, provider, 0)
	}
}

// Paused lists the lanes that wait, by provider, with the code each was given.
func (l *Lanes) Paused() map[string]string {
	l.mu.Lock()
	defer l.mu.Unlock()
	paused := make(map[string]string, len(l.paused))
	for provider, code := range l.paused {
		paused[provider] = code
	}
	return paused
}

func (l *Lanes) log() *slog.Logger {
	if l.Log == nil {
		return slog.Default()
	}
	return l.Log
}

func gauge(ctx context.Context, provider string, value float64) {
	if activity.IsActivity(ctx) {
		activity.GetMetricsHandler(ctx).WithTags(map[string]string{"provider": provider}).Gauge(LanePaused).Update(value)
	}
}
