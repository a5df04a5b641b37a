package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"makegood/internal/build"
	"makegood/workers"
)

func promoteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "promote [VERSION]",
		Short: "Make a version of the workers the current one; running recoveries go on with it",
		Long: `Makes a version of the workers the current one. Temporal hands every task to it from
then on, those of running recoveries too; workers of other versions finish what they
have. Workers do this by themselves when they start, unless MAKEGOOD_PROMOTE=manual.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			version := versionOf(s.BuildID)
			if len(args) == 1 {
				version = args[0]
			}
			temporal, err := dialQuietly(cmd.Context())
			if err != nil {
				return err
			}
			defer temporal.Close()
			before, err := workers.Current(cmd.Context(), temporal, s.TaskQueue)
			if err != nil {
				return fmt.Errorf("temporal does not say which version is the current one: %w", reason(err))
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 30*time.Second)
			defer cancel()
			if err := workers.Promote(ctx, temporal, s.TaskQueue, version); err != nil {
				return err
			}
			if before == "" {
				before = "none"
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is the current version; before it was %s.\n", version, before)
			return nil
		},
	}
}

// versionOf is the version that the settings name, else the program's own.
func versionOf(named string) string {
	if named != "" {
		return named
	}
	return build.Version()
}
