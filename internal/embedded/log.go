package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	temporallog "go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// serverLog carries the server's warnings and errors to an slog logger and
// drops the rest. Where the server would end the process, only the goroutine
// that said so ends, and fatal gets the reason.
type serverLog struct {
	to    *slog.Logger
	tags  []tag.Tag
	fatal func(error)
	// stopping silences it: services that stop one after the other complain
	// about each other by the dozen.
	stopping *atomic.Bool
}

// expected are warnings about what is meant to be so.
var expected = []string{
	"HTTP API port has not been set", // clients here speak gRPC
}

var _ temporallog.WithLogger = serverLog{}

func (serverLog) Debug(string, ...tag.Tag) {}
func (serverLog) Info(string, ...tag.Tag)  {}

func (l serverLog) Warn(msg string, tags ...tag.Tag)  { l.write(slog.LevelWarn, msg, tags) }
func (l serverLog) Error(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// DPanic is an error in production, as it is in the server's own logger.
func (l serverLog) DPanic(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// Panic panics after logging: callers rely on not being returned to, and
// recover where they can.
func (l serverLog) Panic(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	panic(reason(msg, tags))
}

// Fatal does not return either: it ends its goroutine, deferred calls run.
func (l serverLog) Fatal(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	l.fatal(reason(msg, tags))
	runtime.Goexit()
}

// With only remembers the tags: the server asks for a logger far more often
// than it warns.
func (l serverLog) With(tags ...tag.Tag) temporallog.Logger {
	l.tags = append(slices.Clip(l.tags), tags...)
	return l
}

func (l serverLog) write(level slog.Level, msg string, tags []tag.Tag) {
	if l.stopping.Load() || !l.to.Enabled(context.Background(), level) {
		return
	}
	if slices.ContainsFunc(expected, func(start string) bool { return strings.HasPrefix(msg, start) }) {
		return
	}
	attrs := make([]slog.Attr, 0, len(l.tags)+len(tags))
	for _, t := range slices.Concat(l.tags, tags) {
		attrs = append(attrs, slog.Any(t.Key(), t.Value()))
	}
	l.to.LogAttrs(context.Background(), level, msg, attrs...)
}

// reason is the message with the error that came with it.
func reason(msg string, tags []tag.Tag) error {
	for _, t := range tags {
		if t.Key() == "error" {
			return fmt.Errorf("%s: %v", msg, t.Value())
		}
	}
	return fmt.Errorf("%s", msg)
}
