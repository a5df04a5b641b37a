package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"
	sdklog "go.temporal.io/sdk/log"

	"makegood/config"
	"makegood/internal/ledger"
	"makegood/internal/telemetry"
)

// settings reads what the environment says.
func settings() (config.Settings, error) { return config.LoadSettings(os.Environ()) }

// openLedger opens the database that the settings name.
func openLedger(ctx context.Context, s config.Settings) (*ledger.Ledger, error) {
	if s.Database.Engine == config.SQLite {
		return ledger.Open(ctx, "sqlite:"+s.Database.Source())
	}
	return ledger.Open(ctx, s.Database.Source())
}

func logger(s config.Settings) *slog.Logger {
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: s.Log}))
}

// dial reaches Temporal by its own settings, with metrics and traces where given.
func dial(ctx context.Context, log *slog.Logger, measures *telemetry.Telemetry) (client.Client, error) {
	options, err := envconfig.LoadDefaultClientOptions()
	if err != nil {
		return nil, fmt.Errorf("the settings for Temporal (TEMPORAL_…) cannot be used: %w", err)
	}
	options.Logger = sdklog.NewStructuredLogger(log)
	if measures != nil {
		options.MetricsHandler, options.Interceptors = measures.MetricsHandler(), measures.Interceptors()
	}
	temporal, err := client.DialContext(ctx, options)
	if err != nil {
		address := options.HostPort
		if address == "" {
			address = client.DefaultHostPort
		}
		return nil, fmt.Errorf("no Temporal answers at %s; set TEMPORAL_ADDRESS: %w", address, reason(err))
	}
	return temporal, nil
}

// dialQuietly is for commands that print for a person.
func dialQuietly(ctx context.Context) (client.Client, error) {
	return dial(ctx, slog.New(slog.DiscardHandler), nil)
}

// reason is the last word of a chain of errors: what went wrong in the end.
func reason(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
