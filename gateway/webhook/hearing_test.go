package webhook_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/gateway/webhook"
)

const id = "recovery/flight.delayed/LO391-2026-11-21/c-1042"

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// reader is what every provider's verifier is.
type reader interface {
	Read(call webhook.Call, now time.Time) ([]webhook.Heard, error)
}

var kinds = []error{webhook.ErrNotSetUp, webhook.ErrForged, webhook.ErrStale, webhook.ErrUnreadable}

// hears checks what comes of a call: an error of exactly one kind, or the news.
func hears(t *testing.T, by reader, call webhook.Call, kind error, want ...webhook.Heard) {
	t.Helper()
	heard, err := by.Read(call, noon)
	for _, one := range kinds {
		if errors.Is(err, one) != (one == kind) {
			t.Errorf("got %v, want %v", err, kind)
		}
	}
	if kind == nil && err != nil {
		t.Errorf("refused: %v", err)
	}
	if diff := cmp.Diff(want, heard); diff != "" {
		t.Error(diff)
	}
}

func secrets(values ...string) (all config.Secrets) {
	for _, value := range values {
		all = append(all, config.NewSecret(value))
	}
	return all
}

func headers(pairs ...string) http.Header {
	header := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		header.Add(pairs[i], pairs[i+1])
	}
	return header
}
