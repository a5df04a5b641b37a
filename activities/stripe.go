package activities

import (
	"net/http"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/client"
)

// NewStripe is a client of its own, apart from the SDK's globals. It never
// retries by itself: the SDK would sleep through a cancelled context, and
// Temporal retries. url is empty for Stripe itself; a nil httpClient is
// NewHTTPClient.
func NewStripe(key, url string, httpClient *http.Client) *client.API {
	config := &stripe.BackendConfig{
		HTTPClient:        orDefault(httpClient),
		MaxNetworkRetries: stripe.Int64(0),
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull}, // it would log bodies
		EnableTelemetry:   stripe.Bool(false),
	}
	if url != "" {
		config.URL = stripe.String(url)
	}
	backend := stripe.GetBackendWithConfig(stripe.APIBackend, config)
	return client.New(key, &stripe.Backends{API: backend, Connect: backend, Uploads: backend})
}
