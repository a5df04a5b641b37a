package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"makegood/config"
	"makegood/gateway"
	"makegood/internal/build"
	"makegood/internal/embedded"
	"makegood/internal/hearing"
	"makegood/internal/ledger"
	"makegood/internal/sandbox"
	"makegood/internal/telemetry"
	"makegood/workers"
	"makegood/workflows"
)

type output = io.Writer

// sweepEvery is how often this house looks for what was cut short: one can watch it.
const sweepEvery = 20 * time.Second

// place is where everything stands.
type place struct {
	dir, playbooks                                 string
	temporalPort, uiPort, gatewayPort, sandboxPort int
	verbose                                        bool
	pace                                           time.Duration // of the sandbox; 0 for its own
	notices                                        string        // where the team is told; empty for the log alone
	bare                                           bool          // the sandbox keeps nothing on disk: real providers take none of ours
}

// house is everything, running.
type house struct {
	place      place
	playbook   *config.Playbook
	temporal   *embedded.Server
	client     client.Client
	ledger     *ledger.Ledger
	twins      *sandbox.Sandbox
	gatewayURL string
	sandboxURL string
	failed     chan error
	closing    []func() // in the order they were opened
}

// open starts everything, from the ground up. What was started is stopped again
// when something above it cannot be.
func open(ctx context.Context, at place, out output) (_ *house, err error) {
	h := &house{place: at, failed: make(chan error, 4)}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	h.playbook, err = config.Settings{Playbooks: at.playbooks}.LoadPlaybook()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(at.dir, 0o700); err != nil {
		return nil, fmt.Errorf("the state folder cannot be made: %w", err)
	}
	log, err := h.openLog(at)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(out, "Starting Temporal, the sandbox, a worker and the gateway… ")
	began := time.Now()
	for _, start := range []func(context.Context, *slog.Logger) error{h.openTemporal, h.openSandbox, h.openLedger, h.openWork} {
		if err := start(ctx, log); err != nil {
			fmt.Fprintln(out)
			return nil, err
		}
	}
	fmt.Fprintf(out, "ready after %.1f s.\n", time.Since(began).Seconds())
	return h, nil
}

func (h *house) openLog(at place) (*slog.Logger, error) {
	file, err := os.OpenFile(filepath.Join(at.dir, "makegood.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the log cannot be written: %w", err)
	}
	h.onClose(func() { file.Close() })
	var to io.Writer = file
	if at.verbose {
		to = io.MultiWriter(file, os.Stderr)
	}
	return slog.New(slog.NewTextHandler(to, &slog.HandlerOptions{Level: slog.LevelInfo})), nil
}

func (h *house) openTemporal(ctx context.Context, log *slog.Logger) (err error) {
	attributes := map[string]enumspb.IndexedValueType{}
	for _, key := range workflows.SearchAttributes() {
		attributes[key.GetName()] = key.GetValueType()
	}
	h.temporal, err = embedded.Start(ctx, embedded.Options{
		Dir: h.place.dir, FrontendPort: h.place.temporalPort, UIPort: h.place.uiPort,
		SearchAttributes: attributes, Logger: log,
	})
	if err != nil {
		return withFlag(err)
	}
	h.onClose(h.temporal.Stop)
	return nil
}

func (h *house) openSandbox(ctx context.Context, log *slog.Logger) error {
	file := filepath.Join(h.place.dir, "sandbox.db")
	if h.place.bare {
		file = ""
	}
	twins, err := sandbox.Open(ctx, sandbox.Options{Path: file, Pace: h.place.pace, Logger: log})
	if err != nil {
		return err
	}
	h.onClose(func() { twins.Close() })
	h.twins = twins
	h.sandboxURL, err = h.serve(ctx, "sandbox", h.place.sandboxPort, twins.Handler())
	return err
}

func (h *house) openLedger(ctx context.Context, _ *slog.Logger) (err error) {
	h.ledger, err = ledger.Open(ctx, "sqlite:"+filepath.Join(h.place.dir, "ledger.db"))
	if err != nil {
		return err
	}
	h.onClose(func() { h.ledger.Close() })
	h.ledger.Gather(workers.Gather)
	return nil
}

// openWork starts the worker and the gateway, with the sandbox for providers.
func (h *house) openWork(ctx context.Context, log *slog.Logger) (err error) {
	measures, err := telemetry.Start(ctx, "makegood-dev")
	if err != nil {
		return err
	}
	h.onClose(func() { stopWithin(measures.Stop) })
	h.client, err = client.DialContext(ctx, client.Options{
		HostPort: h.temporal.Address(), Logger: sdklog.NewStructuredLogger(log),
		MetricsHandler: measures.MetricsHandler(), Interceptors: measures.Interceptors(),
		// Nothing is gained by compressing what stays on this machine.
		ConnectionOptions: client.ConnectionOptions{GrpcCompression: &client.GrpcCompressionNone{}},
	})
	if err != nil {
		return fmt.Errorf("the Temporal server that was just started does not answer: %w", err)
	}
	h.onClose(h.client.Close)
	door, err := listen(ctx, "gateway", h.place.gatewayPort, "--gateway-port")
	if err != nil {
		return err
	}
	h.gatewayURL = address(door)
	settings, err := h.settings()
	if err != nil {
		door.Close()
		return err
	}
	ear := hearing.New(h.ledger, log)
	h.onClose(ear.Listen())
	h.serveOn(door, "gateway", gateway.New(gateway.Options{
		Temporal: h.client, Playbook: h.playbook, Ledger: h.ledger, Webhooks: gateway.WebhooksOf(settings), Ear: ear,
		Registry: measures.Registry(), Tracing: measures.Tracing(), Logger: log,
	}).Handler())
	work, err := workers.New(workers.Options{
		Client: h.client, Settings: settings, Playbook: h.playbook, Ledger: h.ledger, Logger: log, BuildID: build.Version(),
	})
	if err != nil {
		return err
	}
	if err := work.Start(); err != nil {
		return fmt.Errorf("the worker did not start: %w", err)
	}
	h.onClose(work.Stop)
	if err := workers.Promote(ctx, h.client, settings.TaskQueue, build.Version()); err != nil {
		return err
	}
	sweeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	h.onClose(stop)
	sweep := workers.Sweep{Client: h.client, TaskQueue: settings.TaskQueue, Ledger: h.ledger, Logger: log, Every: sweepEvery}
	go sweep.Run(sweeping)
	monitors := workers.Monitors{
		Client: h.client, TaskQueue: settings.TaskQueue, BuildID: build.Version(), Plays: h.playbook.Plays(),
		Ledger: h.ledger, Measures: measures.MetricsHandler(), Logger: log,
	}
	go monitors.Run(sweeping)
	return nil
}

func (h *house) onClose(f func()) { h.closing = append(h.closing, f) }

// close stops everything, from the door down.
func (h *house) close() {
	for i := len(h.closing) - 1; i >= 0; i-- {
		h.closing[i]()
	}
	h.closing = nil
}

// wait returns when the context ends, or when something that serves has failed.
func (h *house) wait(ctx context.Context) error {
	var temporal <-chan error
	if h.temporal != nil {
		temporal = h.temporal.Failed()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-h.failed:
		return err
	case err := <-temporal:
		return err
	}
}

func (h *house) addresses(out output) {
	fmt.Fprintf(out, "\n  Temporal UI   %s\n  Sandbox       %s      phones, inboxes and money\n  Gateway       %s      POST /v1/observations\n  Temporal      %s\n",
		h.temporal.UIAddress(), h.sandboxURL, h.gatewayURL, h.temporal.Address())
}

// withFlag adds to what went wrong at the start the flag that would help.
func withFlag(err error) error {
	var port *embedded.PortTakenError
	var folder *embedded.FolderInUseError
	switch {
	case errors.As(err, &port):
		return fmt.Errorf("%w (flags --temporal-port and --ui-port)", err)
	case errors.As(err, &folder):
		return fmt.Errorf("%w (flag --dir)", err)
	}
	return err
}

func stopWithin(stop func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = stop(ctx) // telemetry that cannot be flushed must not keep anyone from leaving
}
