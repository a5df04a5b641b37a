package crew

import (
	"net/http"

	"makegood/internal/exam/step"
)

// wire looks on at the calls of providers.
type wire struct {
	lookout *lookout
	base    http.RoundTripper
}

// RoundTrip makes a call, with a moment before and one after it. The answer is
// there then, or lost, and nobody above has read it.
func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	doing, is := request.Context().Value(doingKey{}).(*doing)
	if !is || !doing.counts(request) {
		return w.base.RoundTrip(request)
	}
	before, after := step.Before, step.After
	if doing.activity == step.Coupon && doing.calls.Add(1) > 1 {
		before, after = step.Before2, step.After2
	}
	doing.at(request.Context(), before)
	// Without GetBody Go's own transport does not repeat a request by itself, which it
	// does where a connection is reset under a key: an answer that is lost is to reach
	// the product as lost.
	once := request.Clone(request.Context())
	once.GetBody = nil
	response, err := w.base.RoundTrip(once)
	doing.at(request.Context(), after)
	return response, err
}

// counts says whether a call is what the activity is there for: one that changes
// something at the provider, or for a receipt the reading.
func (d *doing) counts(request *http.Request) bool {
	looking := request.Method == http.MethodGet || request.URL.Path == "/v3/logs"
	return looking == (d.activity == step.AwaitReceipt)
}
