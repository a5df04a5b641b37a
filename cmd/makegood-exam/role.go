package main

import (
	"github.com/spf13/cobra"

	"makegood/internal/exam/crew"
	"makegood/internal/exam/ground/serving"
	"makegood/internal/exam/process"
)

// roleCommand is what the exam starts itself as: the processes that it examines.
func roleCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "role",
		Hidden:    true,
		ValidArgs: []string{"server", "sandbox", "worker", "gateway"},
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, end := process.UntilStdinEnds()
			defer end()
			if args[0] == "server" || args[0] == "sandbox" {
				return serving.Run(ctx, args[0], cmd.OutOrStdout())
			}
			return crew.Run(ctx, args[0], cmd.OutOrStdout())
		},
	}
}
