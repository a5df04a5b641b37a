package cost

import (
	"context"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
)

// Read asks Temporal what the latest run of a workflow has cost so far.
func Read(ctx context.Context, temporal client.Client, workflowID string) (transitions int64, bill Bill, err error) {
	described, err := temporal.DescribeWorkflowExecution(ctx, workflowID, "")
	if err != nil {
		return 0, Bill{}, err
	}
	var events []*historypb.HistoryEvent
	for history := temporal.GetWorkflowHistory(ctx, workflowID, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT); history.HasNext(); {
		event, err := history.Next()
		if err != nil {
			return 0, Bill{}, err
		}
		events = append(events, event)
	}
	return described.GetWorkflowExecutionInfo().GetStateTransitionCount(), Count(events), nil
}
