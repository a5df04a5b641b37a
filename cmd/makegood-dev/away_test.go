package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTemporalAwayIsSaidAndNothingIsAcknowledged(t *testing.T) {
	h, err := open(t.Context(), place{dir: t.TempDir(), uiPort: -1, pace: time.Millisecond}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	h.temporal.Stop()
	response, err := http.Post(h.gatewayURL+"/v1/observations", "application/json", strings.NewReader(
		`{"id": "1", "trigger": "flight.delayed", "experience": "away", "observed_at": "2026-01-01T00:00:00Z", "measures": {"delay_minutes": 200}, "customer": {"id": "c-1", "phone": "+12025550143"}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		answer, _ := io.ReadAll(response.Body)
		t.Errorf("%d, Retry-After %q: %s", response.StatusCode, response.Header.Get("Retry-After"), answer)
	}
}
