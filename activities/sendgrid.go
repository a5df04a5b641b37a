package activities

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/sendgrid/rest"
	"github.com/sendgrid/sendgrid-go"
)

// SendGrid makes a request of its own for each call: the SDK's shared client
// races on its body, and its default client has no timeout.
type SendGrid struct {
	key, host string
	http      *http.Client
}

// NewSendGrid makes a way to SendGrid. at is empty for SendGrid itself; a nil
// httpClient is NewHTTPClient.
func NewSendGrid(key, at string, httpClient *http.Client) *SendGrid {
	return &SendGrid{key: key, host: at, http: orDefault(httpClient)}
}

// call asks once. The verdict is nil where the status is one that was hoped for.
func (s *SendGrid) call(ctx context.Context, method rest.Method, path string, body any, hoped ...int) (*rest.Response, *Verdict) {
	wire, cancel := newWire(ctx, s.http)
	defer cancel()
	request := sendgrid.GetRequest(s.key, path, s.host) // an empty host is the SDK's own
	request.Method = method
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, sendgridTable.verdict(http.StatusBadRequest, 0, "400")
		}
		request.Body = encoded
	}
	client := rest.Client{HTTPClient: wire.client(s.http)}
	response, err := client.SendWithContext(ctx, request)
	answered := ""
	if response != nil {
		answered = response.Body
	}
	return response, classifySendGrid(err, wire, answered, hoped...)
}
