package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
)

// notAcknowledged answers that Temporal did not take what was sent, or not all
// of it. Whatever the reason, sending it again is right.
func (g *Gateway) notAcknowledged(w http.ResponseWriter, err error, taken *int, of int) {
	wrong := "Temporal refuses this; whoever runs Makegood has to look"
	switch {
	case errors.Is(err, errLedger):
		wrong = "the ledger cannot be written"
		g.log.Error("the ledger cannot be written", "error", err)
	case away(err):
		wrong = "Temporal cannot be reached"
		g.log.Warn("Temporal cannot be reached", "error", err)
	default:
		g.log.Error("Temporal refuses a call", "error", err)
	}
	again := fmt.Sprintf("send it again in %.0f seconds; a repeat is harmless", retryAfter.Seconds())
	if taken == nil {
		wrong += ": nothing was acknowledged"
	} else {
		wrong += fmt.Sprintf(": %d of %d were acknowledged", *taken, of)
		again = fmt.Sprintf("send all of them again in %.0f seconds; a repeat is harmless", retryAfter.Seconds())
	}
	answer := refuse(http.StatusServiceUnavailable, wrong, again).later(retryAfter)
	answer.Taken = taken
	answer.write(w)
}

// away says whether Temporal cannot be reached or is too busy, rather than
// unwilling.
func away(err error) bool {
	var (
		unavailable *serviceerror.Unavailable
		late        *serviceerror.DeadlineExceeded
		exhausted   *serviceerror.ResourceExhausted
		canceled    *serviceerror.Canceled
	)
	if errors.As(err, &exhausted) {
		return exhausted.Cause != enumspb.RESOURCE_EXHAUSTED_CAUSE_PERSISTENCE_STORAGE_LIMIT
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) ||
		errors.As(err, &unavailable) || errors.As(err, &late) || errors.As(err, &canceled)
}
