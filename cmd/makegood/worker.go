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
	work, err := workers.New(workers.Options{Client: s.temporal, Settings: s.settings, Playbook: s.playbook, Ledger: s.books, Logger: s.log})
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
	interrupt := make(chan any)
	go func() { stopped <- work.Run(interrupt) }()
	select {
	case <-ctx.Done():
	case err = <-stopped:
	}
	s.log.Info("worker stops; activities that run may finish", "within", workers.Drain)
	close(interrupt)
	return errors.Join(err, whatStopped(ctx, stopped))
}

// drain is how long answers under way may take when the program is asked to stop.
const drain = 10 * time.Second

func whatStopped(ctx context.Context, stopped <-chan error) error {
	if ctx.Err() == nil {
		return nil // it was the other one that stopped
	}
	select {
	case err := <-stopped:
		return err
	case <-time.After(workers.Drain + drain):
		return fmt.Errorf("the worker did not stop within %s; what it was doing is taken up by another", workers.Drain+drain)
	}
}

func metricsOnly(measures *telemetry.Telemetry) http.Handler {
	routes := http.NewServeMux()
	routes.Handle("GET /metrics", measures.Handler())
	return routes
}
