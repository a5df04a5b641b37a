package gateway

import (
	"context"
	"net/http"
	"sync"

	"go.temporal.io/sdk/client"
)

// alive answers while the process does.
func (g *Gateway) alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// readiness says which of those that the gateway relies on can be reached.
type readiness struct {
	Ready    bool   `json:"ready"`
	Temporal string `json:"temporal"`
	Ledger   string `json:"ledger"`
}

const (
	reached    = "reached"
	notReached = "cannot be reached"
)

// ready answers 200 where observations can be taken and surveys checked, else
// 503 that says what is missing.
func (g *Gateway) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), askWithin)
	defer cancel()
	var asking sync.WaitGroup
	var temporal, ledger error
	asking.Go(func() { _, temporal = g.temporal.CheckHealth(ctx, &client.CheckHealthRequest{}) })
	asking.Go(func() { ledger = g.ledger.Ping(ctx) })
	asking.Wait()

	answer, status := readiness{Ready: true, Temporal: reached, Ledger: reached}, http.StatusOK
	if temporal != nil {
		answer.Ready, answer.Temporal = false, notReached
	}
	if ledger != nil {
		answer.Ready, answer.Ledger = false, notReached
	}
	if !answer.Ready {
		status = http.StatusServiceUnavailable
		g.log.WarnContext(ctx, "not ready", "temporal", temporal, "ledger", ledger)
	}
	writeJSON(w, status, answer)
}
