package embedded

import (
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"go.temporal.io/server/common/log/tag"
)

func TestServerLogCarriesWarningsAndWorse(t *testing.T) {
	var out strings.Builder
	var stopping atomic.Bool
	log := serverLog{to: slog.New(slog.NewTextHandler(&out, nil)), stopping: &stopping}

	tagged := log.With(tag.ShardID(3))
	tagged.Debug("d")
	tagged.Info("i")
	tagged.Warn("HTTP API port has not been set. And so on.")
	tagged.Warn("slow", tag.Error(errors.New("disk")))
	stopping.Store(true)
	tagged.Error("a service has gone")

	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 1 || !strings.HasSuffix(lines[0], "level=WARN msg=slow shard-id=3 error=disk") {
		t.Errorf("got %q", lines)
	}
}

func TestFatalEndsItsGoroutineAlone(t *testing.T) {
	s := &temporalServer{failed: make(chan error, 1)}
	log := serverLog{to: slog.New(slog.DiscardHandler), fatal: s.fail, stopping: &s.stopping}

	ended := make(chan bool, 1)
	go func() {
		returned := false
		defer func() { ended <- returned }()
		log.Fatal("cannot listen", tag.Error(errors.New("taken")))
		returned = true
	}()
	if <-ended {
		t.Error("Fatal returned to its caller")
	}
	if err := <-s.failed; err == nil || err.Error() != "cannot listen: taken" {
		t.Errorf("got %v", err)
	}
}
