package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/converter"

	"makegood/recovery"
	"makegood/workflows"
)

func listCommand() *cobra.Command {
	var stage, play, customer, incident string
	var limit int32
	command := &cobra.Command{
		Use:   "list",
		Short: "List recoveries: those that are open, then the latest that ended",
		Example: `  makegood list --stage needs_person
  makegood list --customer c-1042`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if stage != "" && !slices.Contains(recovery.Stages(), recovery.Stage(stage)) {
				return fmt.Errorf("there is no stage %q; there are %s", stage, stageNames())
			}
			if limit < 1 {
				return fmt.Errorf("--limit is %d; at least 1 is shown", limit)
			}
			query, err := listQuery(map[string]string{
				workflows.AttributeStage.GetName(): stage, workflows.AttributePlay.GetName(): play,
				workflows.AttributeCustomer.GetName(): customer, workflows.AttributeIncident.GetName(): incident,
			})
			if err != nil {
				return err
			}
			temporal, err := dialQuietly(cmd.Context())
			if err != nil {
				return err
			}
			defer temporal.Close()
			answer, err := temporal.ListWorkflow(cmd.Context(), &workflowservice.ListWorkflowExecutionsRequest{PageSize: limit, Query: query})
			if err != nil {
				return fmt.Errorf("temporal does not list recoveries (were the search attributes registered with makegood setup?): %w", reason(err))
			}
			list(cmd.OutOrStdout(), answer.GetExecutions())
			return nil
		},
	}
	flags := command.Flags()
	flags.StringVar(&stage, "stage", "", "watching, confirmed, delivered, dismissed or needs_person")
	flags.StringVar(&play, "play", "", "a play's name")
	flags.StringVar(&customer, "customer", "", "a customer's id")
	flags.StringVar(&incident, "incident", "", "an incident's id")
	flags.Int32Var(&limit, "limit", 50, "how many at the most")
	return command
}

func stageNames() string {
	var names []string
	for _, stage := range recovery.Stages() {
		names = append(names, string(stage))
	}
	return strings.Join(names, ", ")
}

var plainValue = regexp.MustCompile(`^[A-Za-z0-9._:-]+$`)

// listQuery is the same query that a support lead saves as a view in the UI.
func listQuery(filters map[string]string) (string, error) {
	parts := []string{fmt.Sprintf("WorkflowType = '%s'", workflows.TypeRecovery)}
	for _, key := range workflows.SearchAttributes() {
		value := filters[key.GetName()]
		if value == "" {
			continue
		}
		if !plainValue.MatchString(value) {
			return "", errors.New("filters take letters, digits and . _ : -")
		}
		parts = append(parts, fmt.Sprintf("%s = '%s'", key.GetName(), value))
	}
	return strings.Join(parts, " AND "), nil
}

func list(out io.Writer, recoveries []*workflow.WorkflowExecutionInfo) {
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.Style().Options.SeparateColumns = false
	t.Style().Options.DrawBorder = false
	t.AppendHeader(table.Row{"started (UTC)", "stage", "tier", "remedy", "customer", "recovery"})
	for _, execution := range recoveries {
		t.AppendRow(table.Row{
			execution.GetStartTime().AsTime().Format(time.DateTime),
			attribute(execution, workflows.AttributeStage.GetName()), attribute(execution, workflows.AttributeTier.GetName()),
			attribute(execution, workflows.AttributeRemedy.GetName()), attribute(execution, workflows.AttributeCustomer.GetName()),
			execution.GetExecution().GetWorkflowId(),
		})
	}
	t.Render()
	fmt.Fprintf(out, "%d shown\n", len(recoveries))
}

func attribute(execution *workflow.WorkflowExecutionInfo, name string) string {
	var value string
	payload := execution.GetSearchAttributes().GetIndexedFields()[name]
	if payload == nil || converter.GetDefaultDataConverter().FromPayload(payload, &value) != nil {
		return ""
	}
	return value
}
