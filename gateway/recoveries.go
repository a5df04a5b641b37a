package gateway

import (
	"context"
	"errors"
	"net/http"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"makegood/recovery"
	"makegood/workflows"
)

// getRecovery answers a recovery's state: of the open workflow, else of the
// ledger's record, else of the closed workflow. The header Makegood-Source says
// which, since a record is only as new as the last step that was written down.
func (g *Gateway) getRecovery(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !isRecoveryID(id) {
		refuse(http.StatusNotFound, "no recovery has such an id", "write recovery/<trigger>/<experience>/<customer id>").write(w)
		return
	}
	state, source, err := g.lookUp(r.Context(), id)
	switch {
	case err != nil:
		g.log.WarnContext(r.Context(), "a recovery cannot be looked up", "error", err)
		refuse(http.StatusServiceUnavailable, "this cannot be looked up just now", "ask again").later(retryAfter).write(w)
	case source == "":
		refuse(http.StatusNotFound, "there is no such recovery", "look for its id in the answer to its first observation").write(w)
	default:
		w.Header().Set("Makegood-Source", source)
		writeJSON(w, http.StatusOK, state)
	}
}

func isRecoveryID(id string) bool {
	parts := strings.Split(id, "/")
	if len(parts) != 4 || parts[0] != "recovery" {
		return false
	}
	for _, part := range parts[1:] {
		if recovery.CheckOpaque("id", part) != nil {
			return false
		}
	}
	return true
}

// lookUp finds a recovery's state and who told it. It returns no source where
// everyone could be asked and nobody knows it, and an error where nobody who
// could be asked knows it.
func (g *Gateway) lookUp(ctx context.Context, id string) (recovery.State, string, error) {
	state, unasked := g.query(ctx, id, enumspb.QUERY_REJECT_CONDITION_NOT_OPEN)
	if unasked == nil {
		return state, "workflow", nil
	}
	within, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	record, known, unread := g.ledger.Recovery(within, id)
	if unread == nil && known {
		return record, "ledger", nil
	}
	var unknown *serviceerror.NotFound
	switch {
	case errors.Is(unasked, errClosed):
		state, err := g.query(ctx, id, enumspb.QUERY_REJECT_CONDITION_NONE)
		return state, "workflow", err
	case errors.As(unasked, &unknown):
		return recovery.State{}, "", unread
	}
	return recovery.State{}, "", errors.Join(unasked, unread)
}

var errClosed = errors.New("the workflow is closed")

func (g *Gateway) query(ctx context.Context, id string, reject enumspb.QueryRejectCondition) (state recovery.State, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryWithin)
	defer cancel()
	answer, err := g.temporal.QueryWorkflowWithOptions(ctx, &client.QueryWorkflowWithOptionsRequest{
		WorkflowID: id, QueryType: workflows.QueryState, QueryRejectCondition: reject,
	})
	if err != nil {
		return state, err
	}
	if answer.QueryRejected != nil {
		return state, errClosed
	}
	return state, answer.QueryResult.Get(&state)
}
