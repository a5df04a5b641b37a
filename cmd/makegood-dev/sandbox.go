package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"makegood/internal/sandbox"
)

func sandboxCommand(at *place) *cobra.Command {
	return &cobra.Command{
		Use:   "sandbox",
		Short: "The providers' twins alone, until Ctrl-C",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := os.MkdirAll(at.dir, 0o700); err != nil {
				return fmt.Errorf("the state folder cannot be made: %w", err)
			}
			log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
			twins, err := sandbox.Open(cmd.Context(), sandbox.Options{Path: filepath.Join(at.dir, "sandbox.db"), Logger: log})
			if err != nil {
				return err
			}
			h := &house{place: *at, failed: make(chan error, 1)}
			h.onClose(func() { twins.Close() })
			defer h.close()
			url, err := h.serve(cmd.Context(), "sandbox", at.sandboxPort, twins.Handler())
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "The sandbox is at %s; Ctrl-C ends it, the state stays in %s.\n", url, at.dir)
			return h.wait(cmd.Context())
		},
	}
}
