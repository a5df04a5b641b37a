package callback

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// Endpoint is where a provider calls back. Twilio has none: each message says
// by its StatusCallback where its own go.
type Endpoint struct {
	Provider string `json:"provider"` // "stripe" or "sendgrid"
	URL      string `json:"url"`
	// Secrets are Stripe's, whsec_…; each signs, so that one can be exchanged
	// for the next. SendGrid signs with a key of its own.
	Secrets []string `json:"secrets,omitempty"`
}

var (
	endpointFields = []string{"provider", "url", "secrets"}
	configurable   = []string{"stripe", "sendgrid"}
)

const secretPrefix = "whsec_"

// ParseEndpoint reads one endpoint. Every error is a *field.Error.
func ParseEndpoint(raw []byte) (Endpoint, error) {
	var e Endpoint
	if err := field.Read("", raw, &e, endpointFields); err != nil {
		return Endpoint{}, err
	}
	return e, e.Check()
}

// Check tells what is wrong with the endpoint, as a *field.Error, or nil.
func (e Endpoint) Check() error {
	stripe := e.Provider == "stripe"
	switch {
	case e.Provider == "twilio":
		return &field.Error{Field: "provider", Message: "twilio calls each message's StatusCallback, and nothing else", Exists: configurable}
	case !slices.Contains(configurable, e.Provider):
		return field.Unknown("provider", e.Provider, configurable)
	case stripe && len(e.Secrets) == 0:
		return field.Wrong("secrets", "stripe signs with at least one, such as whsec_test")
	case !stripe && len(e.Secrets) > 0:
		return field.Wrong("secrets", "belong to stripe; sendgrid signs with a key of its own, told as public_key by GET /sandbox/webhooks")
	}
	for i, s := range e.Secrets {
		if !strings.HasPrefix(s, secretPrefix) || s == secretPrefix {
			return field.Wrong(fmt.Sprintf("secrets.%d", i), "does not begin with %s, as every one of Stripe's does", secretPrefix)
		}
	}
	if err := checkURL(e.URL); err != nil {
		return field.Wrong("url", "%v", err)
	}
	return nil
}

// checkURL takes this machine's own addresses alone: what the sandbox makes up
// must never reach anyone else.
func checkURL(s string) error {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return fmt.Errorf("%q is no URL such as http://127.0.0.1:8080/webhooks/stripe", s)
	}
	host := u.Hostname()
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%q is not on this machine; the sandbox calls localhost, 127.0.0.1 and [::1] alone", s)
	}
	return nil
}

// endpointKind is how the journal knows endpoints; their id is the provider.
const endpointKind = "webhook"

// Set puts checked endpoints in force, in place of those of the same provider.
func (o *Outbox) Set(tx *twin.Tx, endpoints ...Endpoint) {
	for _, e := range endpoints {
		o.endpoints[e.Provider] = e
		tx.Put(endpointKind, e.Provider, e)
	}
}

// Clear takes all endpoints away, and what was still to be told to them.
func (o *Outbox) Clear(tx *twin.Tx) {
	for provider := range o.endpoints {
		delete(o.endpoints, provider)
		tx.Remove(endpointKind, provider)
	}
	o.queue = nil
	for _, c := range o.waiting {
		switch {
		case c.URL == "":
			o.forget(tx, c)
			c.hasTried()
		case !o.underWay[c.ID]:
			o.queue.add(c)
		}
	}
	o.changed()
}

// Endpoints is those in force.
func (o *Outbox) Endpoints() []Endpoint {
	out := []Endpoint{}
	for _, provider := range configurable {
		if e, ok := o.endpoints[provider]; ok {
			out = append(out, e)
		}
	}
	return out
}

func (o *Outbox) loadEndpoint(c journal.Change) error {
	var e Endpoint
	if err := json.Unmarshal(c.Body, &e); err != nil {
		return err
	}
	o.endpoints[e.Provider] = e
	return nil
}
