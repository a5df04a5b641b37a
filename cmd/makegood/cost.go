package main

import (
	"errors"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.temporal.io/api/serviceerror"

	"makegood/internal/cost"
)

func costCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "cost RECOVERY",
		Short: "Count the state transitions and billable actions of one recovery",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			temporal, err := dialQuietly(cmd.Context())
			if err != nil {
				return err
			}
			defer temporal.Close()
			transitions, bill, err := cost.Read(cmd.Context(), temporal, args[0])
			if err != nil {
				var gone *serviceerror.NotFound
				if errors.As(err, &gone) {
					return fmt.Errorf("Temporal has no recovery %q (any more); it is written recovery/<trigger>/<experience>/<customer id>, as makegood list shows", args[0]) //nolint:staticcheck // a name
				}
				return fmt.Errorf("what %q cost cannot be read: %w", args[0], reason(err))
			}
			t := table.NewWriter()
			t.SetOutputMirror(cmd.OutOrStdout())
			t.SetStyle(table.StyleLight)
			t.AppendRows([]table.Row{
				{"state transitions", transitions},
			})
			t.AppendSeparator()
			for _, line := range []struct {
				what  string
				count int
			}{
				{"start (with its signal)", bill.Starts},
				{"further signals", bill.Signals},
				{"updates", bill.Updates},
				{"timers", bill.Timers},
				{"activity attempts", bill.Attempts},
				{"local activities", bill.LocalActivities},
				{"other markers", bill.OtherMarkers},
				{"search attribute upserts", bill.Attributes},
			} {
				if line.count > 0 {
					t.AppendRow(table.Row{line.what, line.count})
				}
			}
			t.AppendSeparator()
			t.AppendRow(table.Row{"billable actions", bill.Total()})
			t.Render()
			return nil
		},
	}
}
