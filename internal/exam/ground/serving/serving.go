// Package serving runs the processes of the ground. It links the Temporal server,
// which nothing else of the exam does.
package serving

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"makegood/internal/embedded"
	"makegood/internal/exam/crew"
	"makegood/internal/exam/ground"
	"makegood/internal/sandbox"
	"makegood/workflows"
)

// Run is a process of the ground, named "server" or "sandbox", until the context ends.
func Run(ctx context.Context, role string, out io.Writer) error {
	var setup ground.Setup
	if err := json.Unmarshal([]byte(os.Getenv(ground.Variable)), &setup); err != nil {
		return fmt.Errorf("the exam starts this role itself, with %s set: %w", ground.Variable, err)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	switch role {
	case "server":
		return serve(ctx, setup, log, out)
	case "sandbox":
		return play(ctx, setup, log, out)
	}
	return fmt.Errorf("the ground has a server and a sandbox, and no %q", role)
}

// serve is the Temporal server's process.
func serve(ctx context.Context, setup ground.Setup, log *slog.Logger, out io.Writer) error {
	debug.SetGCPercent(400) // much garbage, little kept
	attributes := map[string]enumspb.IndexedValueType{}
	for _, key := range workflows.SearchAttributes() {
		attributes[key.GetName()] = key.GetValueType()
	}
	server, err := embedded.Start(ctx, embedded.Options{
		Dir: setup.Dir, FrontendPort: setup.Port, UIPort: -1, SearchAttributes: attributes, Logger: log,
	})
	if err != nil {
		return err
	}
	defer server.Stop()
	fmt.Fprintln(out, crew.Ready)
	select {
	case <-ctx.Done():
		return nil
	case err := <-server.Failed():
		return err
	}
}

// play is the sandbox's process.
func play(ctx context.Context, setup ground.Setup, log *slog.Logger, out io.Writer) error {
	twins, err := sandbox.Open(ctx, sandbox.Options{Path: setup.File, Pace: ground.Pace, Logger: log})
	if err != nil {
		return err
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", setup.Listen)
	if err != nil {
		return errors.Join(err, twins.Close())
	}
	server := &http.Server{Handler: twins.Handler(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintln(out, crew.Ready)
	select {
	case <-ctx.Done():
		return errors.Join(server.Close(), twins.Close())
	case err := <-failed:
		return errors.Join(err, twins.Close())
	}
}
