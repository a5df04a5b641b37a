// Package desk takes journeys through a crew: what they need is prepared, their
// observations are reported until they are acknowledged, their ends are awaited, and
// the oracle is asked.
package desk

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"makegood/internal/exam/house"
)

// Desk is that of one crew.
type Desk struct {
	Crew    *house.Crew
	surveys surveys
}

// New makes a desk.
func New(crew *house.Crew) *Desk {
	return &Desk{Crew: crew, surveys: surveys{gateway: crew.GatewayURL}}
}

func send(ctx context.Context, method, url string, body []byte) (int, string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	return response.StatusCode, strings.TrimSpace(string(said)), err
}

// Wait waits, or returns early where the context ends.
func Wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
