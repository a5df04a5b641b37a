package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

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
	s, err := settings()
	if err != nil {
		return err
	}
	playbook, err := s.LoadPlaybook()
	if err != nil {
		return err
	}
	if err := s.ForWorker(playbook); err != nil {
		return err
	}
	log := logger(s)
	measures, err := telemetry.Start(ctx, "makegood-worker")
	if err != nil {
		return err
	}
	defer flush(measures)
	books, err := openLedger(ctx, s)
	if err != nil {
		return err
	}
	defer books.Close()
	books.Gather(workers.Gather)
	temporal, err := dial(ctx, log, measures)
	if err != nil {
		return err
	}
	defer temporal.Close()
	work, err := workers.New(workers.Options{Client: temporal, Settings: s, Playbook: playbook, Ledger: books, Logger: log})
	if err != nil {
		return err
	}
	log.Info("worker starts", "task_queue", s.TaskQueue, "plays", len(playbook.Plays()))
	stopped := make(chan error, 2)
	if s.MetricsListen != "" {
		go func() {
			if err := gateway.Serve(ctx, s.MetricsListen, metricsOnly(measures), drain, nil); err != nil {
				stopped <- fmt.Errorf("metrics cannot be served at %s; set MAKEGOOD_METRICS_LISTEN, or \"off\": %w", s.MetricsListen, err)
			}
		}()
	}
	interrupt := make(chan any)
	go func() { stopped <- work.Run(interrupt) }()
	select {
	case <-ctx.Done():
	case err = <-stopped:
	}
	log.Info("worker stops; activities that run may finish", "within", workers.Drain)
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

func flush(measures *telemetry.Telemetry) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = measures.Stop(ctx) // what cannot be flushed must not keep anyone from leaving
}
