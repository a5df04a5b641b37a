package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"

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
			described, err := temporal.DescribeWorkflowExecution(cmd.Context(), args[0], "")
			if err != nil {
				return fmt.Errorf("temporal does not know %q: %w", args[0], reason(err))
			}
			var events []*historypb.HistoryEvent
			for iterator := temporal.GetWorkflowHistory(cmd.Context(), args[0], "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); iterator.HasNext(); {
				event, err := iterator.Next()
				if err != nil {
					return fmt.Errorf("the history cannot be read: %w", reason(err))
				}
				events = append(events, event)
			}
			bill := cost.Count(events)
			t := table.NewWriter()
			t.SetOutputMirror(cmd.OutOrStdout())
			t.SetStyle(table.StyleLight)
			t.AppendRows([]table.Row{
				{"state transitions", described.GetWorkflowExecutionInfo().GetStateTransitionCount()},
				{"history events", len(events)},
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
