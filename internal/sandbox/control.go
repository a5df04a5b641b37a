package sandbox

import (
	"errors"
	"io"
	"net/http"

	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/sendgrid"
	"makegood/internal/sandbox/stripe"
	"makegood/internal/sandbox/twin"
)

func (s *Sandbox) registerControls(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /sandbox/state", s.state)
	mux.HandleFunc("POST /sandbox/payments", s.seedPayments)
	mux.HandleFunc("GET /sandbox/faults", s.listFaults)
	mux.HandleFunc("POST /sandbox/faults", s.addFaults)
	mux.HandleFunc("DELETE /sandbox/faults", s.clearFaults)
	mux.HandleFunc("GET /sandbox/webhooks", s.listWebhooks)
	mux.HandleFunc("POST /sandbox/webhooks", s.addWebhooks)
	mux.HandleFunc("DELETE /sandbox/webhooks", s.clearWebhooks)
	mux.HandleFunc("POST /sandbox/webhooks/deliver", s.deliverWebhooks)
	mux.HandleFunc("GET /sandbox/clock", s.showClock)
	mux.HandleFunc("POST /sandbox/clock", s.advanceClock)
}

func (s *Sandbox) health(w http.ResponseWriter, _ *http.Request) {
	err := s.journal.Err()
	if s.open.Err() != nil {
		err = errors.New("closed")
	}
	if err != nil {
		send(w, twin.JSON(http.StatusServiceUnavailable, map[string]string{"status": err.Error()}))
		return
	}
	send(w, twin.JSON(http.StatusOK, map[string]string{"status": "ok"}))
}

// State is everything there is, oldest first, each item in its provider's own
// field names. No array is ever null.
type State struct {
	Messages []map[string]any `json:"messages"`
	sendgrid.State
	Money
	Faults []fault.Fault `json:"faults"`
}

// Money is the part of the state that Stripe has.
type Money = stripe.State

func (s *Sandbox) state(w http.ResponseWriter, _ *http.Request) {
	var all State
	err := s.world.Do(func(tx *twin.Tx) {
		all = State{Messages: s.twilio.State(tx), State: s.sendgrid.State(tx), Money: s.stripe.State(tx), Faults: s.faults.All()}
	})
	if err != nil {
		send(w, twin.Broken(err))
		return
	}
	send(w, twin.JSON(http.StatusOK, all))
}

// do answers with what f says, once it is durable.
func (s *Sandbox) do(w http.ResponseWriter, f func(*twin.Tx) twin.Response) {
	var r twin.Response
	if err := s.world.Do(func(tx *twin.Tx) { r = f(tx) }); err != nil {
		r = twin.Broken(err)
	}
	send(w, r)
}

// sendWrong names the field that is wrong and, where it can, lists what there
// is.
func sendWrong(w http.ResponseWriter, status int, err error) {
	out := map[string]any{"error": err.Error()}
	var wrong *field.Error
	if errors.As(err, &wrong) {
		out["field"] = wrong.Field
		if len(wrong.Exists) > 0 {
			out["exists"] = wrong.Exists
		}
	}
	send(w, twin.JSON(status, out))
}

// readBody answers false where it has sent the refusal itself.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody))
	if err != nil {
		sendWrong(w, http.StatusRequestEntityTooLarge, field.Wrong("body", "%v", err))
		return nil, false
	}
	return body, true
}
