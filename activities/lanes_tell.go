package activities

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
)

// firstToSay asks the ledger whether another process has said it before. A ledger
// that cannot say is no reason to keep silent.
func (l *Lanes) firstToSay(ask func(context.Context) (bool, error)) (bool, error) {
	if l.Book == nil {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return ask(ctx)
}

// post tells the operator beside what is being done; a notice that cannot be sent
// stands in the log.
func (l *Lanes) post(text string) {
	if l.Notices == nil {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		for wait := time.Second; l.Notices.post(ctx, text) != nil; wait *= 2 {
			if pause(ctx, wait) != nil {
				l.log().Error("the operator could not be told", "of", text)
				return
			}
		}
	}()
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
