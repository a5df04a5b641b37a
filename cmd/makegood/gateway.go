package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"makegood/config"
	"makegood/gateway"
	"makegood/internal/hearing"
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
	s, err := startService(ctx, "makegood-gateway", config.Settings.ForGateway)
	if err != nil {
		return err
	}
	defer func() { _ = s.close() }() // what cannot be let go of must not keep anyone from leaving
	ear := hearing.New(s.books, s.log)
	defer ear.Listen()()
	door := gateway.New(gateway.Options{
		Temporal: s.temporal, TaskQueue: s.settings.TaskQueue, Playbook: s.playbook, Ledger: s.books,
		Webhooks: gateway.WebhooksOf(s.settings), Ear: ear,
		Registry: s.measures.Registry(), Tracing: s.measures.Tracing(), Logger: s.log,
	})
	listen := s.settings.Listen
	s.log.Info("gateway starts", "address", listen, "triggers", s.playbook.Triggers())
	if err := gateway.Serve(ctx, listen, door.Handler(), drain, nil); err != nil {
		return fmt.Errorf("the gateway cannot serve at %s; set MAKEGOOD_LISTEN: %w", listen, err)
	}
	return nil
}
