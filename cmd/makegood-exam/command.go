package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"makegood/internal/build"
	"makegood/internal/exam/crash"
	"makegood/internal/exam/house"
	"makegood/internal/exam/report"
)

func command() *cobra.Command {
	var seed uint64
	var short bool
	var only int
	root := &cobra.Command{
		Use: "makegood-exam", Version: build.Version(), SilenceUsage: true, SilenceErrors: true, Args: cobra.NoArgs,
	}
	root.PersistentFlags().Uint64Var(&seed, "seed", 1, "")
	root.PersistentFlags().BoolVar(&short, "short", false, "")
	root.PersistentFlags().IntVar(&only, "only", 0, "")
	root.AddCommand(roleCommand(), &cobra.Command{Use: "crash", RunE: func(cmd *cobra.Command, _ []string) error {
		return func(ctx context.Context) (err error) {
			h, err := house.Open(ctx)
			if err != nil {
				return err
			}
			defer h.Close()
			c, err := h.Crew(ctx, "crash", "")
			if err != nil {
				return err
			}
			line, err := crash.Run(ctx, c, crash.Choose(seed, short, only), report.NewProgress(cmd.OutOrStdout()))
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%+v\n", line)
			for _, f := range line.Failures {
				fmt.Fprintln(cmd.OutOrStdout(), f)
			}
			return nil
		}(cmd.Context())
	}})
	return root
}
