package workflows

import (
	"context"
	"errors"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"makegood/recovery"
)

// Caller is what it takes to call a recovery; client.Client is one.
type Caller interface {
	SignalWithStartWorkflow(ctx context.Context, workflowID, signalName string, signalArg any, options client.StartWorkflowOptions, workflow any, workflowArgs ...any) (client.WorkflowRun, error)
	DescribeWorkflowExecution(ctx context.Context, workflowID, runID string) (*workflowservice.DescribeWorkflowExecutionResponse, error)
}

// PassOn tells a recovery that a provider has news of one of its steps. Where no
// run is left, one is started that takes up the recovery as it stands on record.
func PassOn(ctx context.Context, temporal Caller, taskQueue, recoveryID string, receipt recovery.Receipt) error {
	last, err := LastRun(ctx, temporal, recoveryID)
	if err != nil {
		return err
	}
	_, err = temporal.SignalWithStartWorkflow(ctx, recoveryID, SignalReceipt, receipt, ResumeOptions(taskQueue, recoveryID, last.RunID), TypeRecovery)
	return err
}

// Run is a recovery's latest run. It has no id where Temporal knows none.
type Run struct {
	RunID   string
	Running bool
}

// LastRun is the latest run of a recovery, as Temporal knows it.
func LastRun(ctx context.Context, temporal Caller, recoveryID string) (Run, error) {
	about, err := temporal.DescribeWorkflowExecution(ctx, recoveryID, "")
	var forgotten *serviceerror.NotFound
	switch {
	case errors.As(err, &forgotten):
		return Run{}, nil
	case err != nil:
		return Run{}, err
	}
	info := about.GetWorkflowExecutionInfo()
	return Run{RunID: info.GetExecution().GetRunId(), Running: info.GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING}, nil
}

// ResumeOptions is how a run is started that takes up the work of another. The run
// may be empty, where Temporal has forgotten it: then the ledger alone is taken up.
func ResumeOptions(taskQueue, recoveryID, run string) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID:                       recoveryID,
		TaskQueue:                taskQueue,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		Memo:                     map[string]any{MemoResumes: resumes(run)},
		StaticSummary:            "Taken up again",
	}
}

// unknownRun stands in the memo where Temporal has forgotten the run.
const unknownRun = "forgotten"

func resumes(run string) string {
	if run == "" {
		return unknownRun
	}
	return run
}
