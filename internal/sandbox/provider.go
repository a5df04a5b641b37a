package sandbox

import (
	"io"
	"net/http"
	"slices"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/sendgrid"
	"makegood/internal/sandbox/stripe"
	"makegood/internal/sandbox/twilio"
	"makegood/internal/sandbox/twin"
)

// longestBody is more than any provider takes.
const longestBody = 30 << 20

// provider is what the sandbox needs to know of each twin.
type provider struct {
	name         string
	prefix       string // of every path
	routes       []twin.Route
	authenticate func(*twin.Call) *twin.Response
	code         func(string) error
	notFound     func(*twin.Call) twin.Response
	unavailable  func() twin.Response
	rateLimited  func() twin.Response
}

func (s *Sandbox) listProviders() []provider {
	return []provider{
		{stripe.Name, "/v1/", s.stripe.Routes(), stripe.Authenticate, stripe.Code, stripe.NotFound, stripe.Unavailable, stripe.RateLimited},
		{twilio.Name, "/2010-04-01/", s.twilio.Routes(), twilio.Authenticate, twilio.Code, twilio.NotFound, twilio.Unavailable, twilio.RateLimited},
		{sendgrid.Name, "/v3/", s.sendgrid.Routes(), sendgrid.Authenticate, sendgrid.Code, sendgrid.NotFound, sendgrid.Unavailable, sendgrid.RateLimited},
	}
}

// endpoints names each endpoint once.
func (p *provider) endpoints() []string {
	var out []string
	for _, r := range p.routes {
		if !slices.Contains(out, r.Endpoint) {
			out = append(out, r.Endpoint)
		}
	}
	return out
}

func (p *provider) onlyReads(endpoint string) bool {
	return !slices.ContainsFunc(p.routes, func(r twin.Route) bool { return r.Endpoint == endpoint && r.Write })
}

// faultable is what a fault may name.
func (s *Sandbox) faultable() []fault.Provider {
	out := make([]fault.Provider, len(s.providers))
	for i, p := range s.providers {
		out[i] = fault.Provider{Name: p.name, Endpoints: append(p.endpoints(), fault.Webhooks), Code: p.code}
	}
	return out
}

func (p *provider) register(s *Sandbox, mux *http.ServeMux) {
	for _, route := range p.routes {
		readOnly := p.onlyReads(route.Endpoint)
		mux.HandleFunc(route.Pattern, s.received(p, func(w http.ResponseWriter, c *twin.Call) {
			s.serve(w, c, p, route, readOnly)
		}))
	}
	mux.HandleFunc(p.prefix, s.received(p, func(w http.ResponseWriter, c *twin.Call) { send(w, p.notFound(c)) }))
}

// received reads the body and checks the credentials: both come before
// anything else can go wrong.
func (s *Sandbox) received(p *provider, next func(http.ResponseWriter, *twin.Call)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody))
		if err != nil {
			http.Error(w, "the body cannot be read: "+err.Error(), http.StatusRequestEntityTooLarge)
			return
		}
		c := &twin.Call{Request: r, Body: body, Sleep: s.sleep}
		if refused := p.authenticate(c); refused != nil {
			send(w, *refused)
			return
		}
		next(w, c)
	}
}

func send(w http.ResponseWriter, r twin.Response) {
	for key, values := range r.Header {
		w.Header()[key] = values
	}
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.Body) // the client may have gone; nothing is to be done about it
}
