package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"makegood/recovery"
	"makegood/workflows"
)

// readState asks a recovery how it stands: the workflow while Temporal has it,
// the ledger after that.
func readState(ctx context.Context, temporal client.Client, id string) (recovery.State, error) {
	asking, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	answer, asked := temporal.QueryWorkflowWithOptions(asking, &client.QueryWorkflowWithOptionsRequest{
		WorkflowID: id, QueryType: workflows.QueryState, QueryRejectCondition: enumspb.QUERY_REJECT_CONDITION_NONE,
	})
	var state recovery.State
	if asked == nil && answer.QueryResult != nil {
		if err := answer.QueryResult.Get(&state); err != nil {
			return state, fmt.Errorf("the recovery's answer cannot be read: %w", err)
		}
		return state, nil
	}
	s, err := settings()
	if err != nil {
		return state, err
	}
	books, err := openLedger(ctx, s)
	if err != nil {
		return state, errors.Join(asked, err)
	}
	defer books.Close()
	state, found, err := books.Recovery(ctx, id)
	switch {
	case err != nil:
		return state, err
	case found:
		return state, nil
	}
	var gone *serviceerror.NotFound
	if errors.As(asked, &gone) {
		return state, fmt.Errorf("there is no recovery %q; it is written recovery/<trigger>/<experience>/<customer id>, as makegood list shows", id)
	}
	return state, fmt.Errorf("the recovery does not answer (is a worker running?), and the ledger has no record of it: %w", reason(asked))
}
