package house

import (
	"context"
	cryptorand "crypto/rand"
	"math/rand/v2"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
)

// Reset takes a recovery's latest run back to one of its completed workflow tasks, as
// an operator may, whether it still runs or has closed. It is false where that could
// not be: the recovery is not there yet, or has just moved on.
func (h *House) Reset(ctx context.Context, recovery string, random *rand.Rand) bool {
	var tasks []int64
	events := h.Temporal.GetWorkflowHistory(ctx, recovery, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		if err != nil {
			return false
		}
		if event.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_TASK_COMPLETED {
			tasks = append(tasks, event.GetEventId())
		}
	}
	if len(tasks) == 0 {
		return false
	}
	about, err := h.Temporal.DescribeWorkflowExecution(ctx, recovery, "")
	if err != nil {
		return false
	}
	_, err = h.Temporal.ResetWorkflowExecution(ctx, &workflowservice.ResetWorkflowExecutionRequest{
		Namespace: "default",
		WorkflowExecution: &commonpb.WorkflowExecution{
			WorkflowId: recovery, RunId: about.GetWorkflowExecutionInfo().GetExecution().GetRunId(),
		},
		Reason: "the exam", WorkflowTaskFinishEventId: tasks[random.IntN(len(tasks))], RequestId: cryptorand.Text(),
	})
	return err == nil
}
