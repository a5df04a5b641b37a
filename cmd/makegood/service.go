package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"

	"makegood/config"
	"makegood/internal/ledger"
	"makegood/internal/telemetry"
)

// service is what the worker and the gateway both stand on.
type service struct {
	settings config.Settings
	playbook *config.Playbook
	log      *slog.Logger
	measures *telemetry.Telemetry
	books    *ledger.Ledger
	temporal client.Client
}

// startService opens what a long-running command needs, after fit has said that
// the settings are. What was opened is closed again when something cannot be.
func startService(ctx context.Context, name string, fit func(config.Settings, *config.Playbook) error) (_ *service, err error) {
	s := new(service)
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.settings, err = settings(); err != nil {
		return nil, err
	}
	if s.playbook, err = s.settings.LoadPlaybook(); err != nil {
		return nil, err
	}
	if err = fit(s.settings, s.playbook); err != nil {
		return nil, err
	}
	s.log = logger(s.settings)
	if s.measures, err = telemetry.Start(ctx, name); err != nil {
		return nil, err
	}
	if s.books, err = openLedger(ctx, s.settings); err != nil {
		return nil, err
	}
	s.temporal, err = dial(ctx, s.log, s.measures)
	return s, err
}

// close lets go of everything, the last opened first.
func (s *service) close() error {
	var failed error
	if s.temporal != nil {
		s.temporal.Close()
	}
	if s.books != nil {
		failed = s.books.Close()
	}
	if s.measures != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		failed = errors.Join(failed, s.measures.Stop(ctx))
	}
	return failed
}
