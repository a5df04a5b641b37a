package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"makegood/config"
	"makegood/gateway"
	"makegood/internal/telemetry"
	"makegood/workers"
)

func workerCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "worker",
		Short: "Make good what is confirmed, until Ctrl-C",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runWorker(cmd.Context()) },
	}
}

func runWorker(ctx context.Context) error {
	s, err := startService(ctx, "makegood-worker", config.Settings.ForWorker)
	if err != nil {
		return err
	}
	defer func() { _ = s.close() }() // what cannot be let go of must not keep anyone from leaving
	s.books.Gather(workers.Gather)
	version := versionOf(s.settings.BuildID)
	work, err := workers.New(workers.Options{
		Client: s.temporal, Settings: s.settings, Playbook: s.playbook, Ledger: s.books, Logger: s.log, BuildID: version,
	})
	if err != nil {
		return err
	}
	s.log.Info("worker starts", "task_queue", s.settings.TaskQueue, "plays", len(s.playbook.Plays()))
	stopped := make(chan error, 2)
	if at := s.settings.MetricsListen; at != "" {
		go func() {
			if err := gateway.Serve(ctx, at, metricsOnly(s.measures), drain, nil); err != nil {
				stopped <- fmt.Errorf("metrics cannot be served at %s; set MAKEGOOD_METRICS_LISTEN, or \"off\": %w", at, err)
			}
		}()
	}
	if err := work.Start(); err != nil {
		return fmt.Errorf("the worker cannot start: %w", err)
	}
	background, stop := context.WithCancel(ctx)
	defer stop()
	go s.promote(background, version, stopped)
	sweep := workers.Sweep{Client: s.temporal, TaskQueue: s.settings.TaskQueue, Ledger: s.books, Logger: s.log}
	go sweep.Run(background)
	monitors := workers.Monitors{
		Client: s.temporal, TaskQueue: s.settings.TaskQueue, BuildID: version, Plays: s.playbook.Plays(),
		Ledger: s.books, Measures: s.measures.MetricsHandler(), Logger: s.log,
	}
	go monitors.Run(background)
	select {
	case <-ctx.Done():
	case err = <-stopped:
	case err = <-work.Failed():
	}
	s.log.Info("worker stops; activities that run may finish", "within", workers.Drain)
	stop()
	return errors.Join(err, stopWork(work))
}

// promote makes this worker's version the current one, or says what will.
func (s *service) promote(ctx context.Context, version string, failed chan<- error) {
	if s.settings.Promote == config.PromoteManual {
		s.log.Info("nothing is handed to this version before makegood promote makes it the current one", "version", version)
		return
	}
	if err := workers.Promote(ctx, s.temporal, s.settings.TaskQueue, version); err != nil && ctx.Err() == nil {
		failed <- err
		return
	}
	s.log.Info("this version is the current one", "version", version)
}

// drain is how long answers under way may take when the program is asked to stop.
const drain = 10 * time.Second

func stopWork(work *workers.Crew) error {
	stopped := make(chan struct{})
	go func() { work.Stop(); close(stopped) }()
	select {
	case <-stopped:
		return nil
	case <-time.After(workers.Drain + drain):
		return fmt.Errorf("the worker did not stop within %s; what it was doing is taken up by another", workers.Drain+drain)
	}
}

func metricsOnly(measures *telemetry.Telemetry) http.Handler {
	routes := http.NewServeMux()
	routes.Handle("GET /metrics", measures.Handler())
	return routes
}
