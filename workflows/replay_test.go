package workflows_test

import (
	"os"
	"path/filepath"
	"testing"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/workers"
)

// TestRecordedHistoriesReplay holds this build to what running recoveries of
// earlier ones have done: a change that decides otherwise would block them.
func TestRecordedHistoriesReplay(t *testing.T) {
	histories, err := filepath.Glob(filepath.Join("testdata", "histories", "*.json"))
	if err != nil || len(histories) == 0 {
		t.Fatalf("no histories: %v", err)
	}
	for _, history := range histories {
		t.Run(filepath.Base(history), func(t *testing.T) {
			replayer := worker.NewWorkflowReplayer()
			workers.RegisterWorkflow(replayer)
			file, err := os.Open(history)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			events, err := client.HistoryFromJSON(file, client.HistoryJSONOptions{})
			if err != nil {
				t.Fatal(err)
			}
			id := events.GetEvents()[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowId()
			err = replayer.ReplayWorkflowHistoryWithOptions(nil, events, worker.ReplayWorkflowHistoryOptions{
				OriginalExecution: workflow.Execution{ID: id},
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
