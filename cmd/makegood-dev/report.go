package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"makegood/recovery"
)

// seedPayments tells the sandbox what the passengers paid. Telling it again changes nothing.
func seedPayments(ctx context.Context, sandbox string, flights []*recovery.Observation) error {
	type seed struct {
		ID       string `json:"id"`
		Amount   int64  `json:"amount"`
		Currency string `json:"currency"`
		Customer string `json:"customer"`
	}
	seeds := make([]seed, len(flights))
	for i, flight := range flights {
		paid := flight.Payment
		seeds[i] = seed{ID: paid.PaymentIntent, Amount: paid.Amount, Currency: string(paid.Currency), Customer: paid.Customer}
	}
	body, err := json.Marshal(seeds)
	if err != nil {
		return err
	}
	return post(ctx, sandbox+"/sandbox/payments", "application/json", body)
}

// report tells the gateway of the flights as a backend would, some at a time.
func report(ctx context.Context, gateway string, flights []*recovery.Observation, told func(int)) error {
	const some = 16
	for chunk := range slices.Chunk(flights, some) {
		var body bytes.Buffer
		for _, flight := range chunk {
			if err := json.NewEncoder(&body).Encode(flight); err != nil {
				return err
			}
		}
		if err := postUntilTaken(ctx, gateway+"/v1/observations", body.Bytes()); err != nil {
			return err
		}
		told(len(chunk))
	}
	return nil
}

// errUnavailable is a 503: nothing is lost by sending it all again.
var errUnavailable = errors.New("503 Service Unavailable")

// postUntilTaken sends observations again, as the gateway asks, where it is too busy to
// take them.
func postUntilTaken(ctx context.Context, url string, body []byte) error {
	const tries, pause = 12, 5 * time.Second
	for try := 1; ; try++ {
		err := post(ctx, url, "application/x-ndjson", body)
		if !errors.Is(err, errUnavailable) || try == tries {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

func post(ctx context.Context, url, contentType string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return err
	}
	if response.StatusCode == http.StatusServiceUnavailable {
		return fmt.Errorf("%s answered %w: %s", url, errUnavailable, answer)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s answered %s: %s", url, response.Status, answer)
	}
	return nil
}
