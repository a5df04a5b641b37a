package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"makegood/gateway"
	"makegood/internal/telemetry"
)

func gatewayCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "gateway",
		Short: "Take observations and survey checks over HTTP, until Ctrl-C",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runGateway(cmd.Context()) },
	}
}

func runGateway(ctx context.Context) error {
	s, err := settings()
	if err != nil {
		return err
	}
	playbook, err := s.LoadPlaybook()
	if err != nil {
		return err
	}
	log := logger(s)
	measures, err := telemetry.Start(ctx, "makegood-gateway")
	if err != nil {
		return err
	}
	defer flush(measures)
	books, err := openLedger(ctx, s)
	if err != nil {
		return err
	}
	defer books.Close()
	temporal, err := dial(ctx, log, measures)
	if err != nil {
		return err
	}
	defer temporal.Close()
	door := gateway.New(gateway.Options{
		Temporal: temporal, TaskQueue: s.TaskQueue, Playbook: playbook, Ledger: books, Registry: measures.Registry(), Tracing: measures.Tracing(), Logger: log,
	})
	log.Info("gateway listens", "address", s.Listen, "triggers", playbook.Triggers())
	if err := gateway.Serve(ctx, s.Listen, door.Handler(), drain, nil); err != nil {
		return fmt.Errorf("the gateway cannot serve at %s; set MAKEGOOD_LISTEN: %w", s.Listen, err)
	}
	return nil
}
