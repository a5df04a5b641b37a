package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

// Webhook is where a provider calls back: for Stripe with the secrets that
// sign, for SendGrid without. Twilio needs none.
type Webhook = callback.Endpoint

// Webhooks is the endpoints in force and how their callbacks fared.
type Webhooks struct {
	Webhooks  []Webhook `json:"webhooks"`
	PublicKey string    `json:"public_key"` // verifies SendGrid's events: DER in base64
	callback.Counts
}

const (
	longestWithin = 60 * time.Second
	within        = 10 * time.Second // where nobody says
)

// SetWebhooks puts endpoints in force, durably, in place of those of the same
// provider: all, or none where one is wrong.
func (s *Sandbox) SetWebhooks(webhooks ...Webhook) error {
	for _, w := range webhooks {
		if err := w.Check(); err != nil {
			return fmt.Errorf("sandbox: webhook of %q: %w", w.Provider, err)
		}
	}
	return s.setChecked(webhooks)
}

func (s *Sandbox) setChecked(webhooks []Webhook) error {
	return s.world.Do(func(tx *twin.Tx) {
		s.sendgrid.PublicKey(tx) // there is a key before there is anything to sign
		s.outbox.Set(tx, webhooks...)
	})
}

// Webhooks is the endpoints in force, the key that verifies SendGrid's events,
// and the counts.
func (s *Sandbox) Webhooks() (w Webhooks, err error) {
	err = s.world.Do(func(tx *twin.Tx) {
		w = Webhooks{Webhooks: s.outbox.Endpoints(), PublicKey: s.sendgrid.PublicKey(tx), Counts: s.outbox.Count(tx.Now)}
	})
	return w, err
}

func (s *Sandbox) listWebhooks(w http.ResponseWriter, _ *http.Request) {
	s.sendWebhooks(w, http.StatusOK)
}

func (s *Sandbox) sendWebhooks(w http.ResponseWriter, status int) {
	all, err := s.Webhooks()
	if err != nil {
		send(w, twin.Broken(err))
		return
	}
	send(w, twin.JSON(status, all))
}

func (s *Sandbox) addWebhooks(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	webhooks, err := field.Each(body, callback.ParseEndpoint)
	if err != nil {
		sendWrong(w, http.StatusBadRequest, err)
		return
	}
	if err := s.setChecked(webhooks); err != nil {
		send(w, twin.Broken(err))
		return
	}
	s.sendWebhooks(w, http.StatusCreated)
}

func (s *Sandbox) clearWebhooks(w http.ResponseWriter, _ *http.Request) {
	s.do(w, func(tx *twin.Tx) twin.Response {
		s.outbox.Clear(tx)
		return twin.Response{Status: http.StatusNoContent}
	})
}

// deliverWebhooks waits until nothing is waiting that is due, or will be within
// ?ahead=, or answers 504 once ?within= is over.
func (s *Sandbox) deliverWebhooks(w http.ResponseWriter, r *http.Request) {
	limit, ahead := within, time.Duration(0)
	for name, into := range map[string]*time.Duration{"within": &limit, "ahead": &ahead} {
		given := r.URL.Query().Get(name)
		if given == "" {
			continue
		}
		var err error
		if *into, err = time.ParseDuration(given); err != nil || *into < 0 || *into > longestWithin {
			sendWrong(w, http.StatusBadRequest, field.Wrong(name, "%q is no duration up to %s such as 10s", given, longestWithin))
			return
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), limit)
	defer cancel()
	counts, settled, err := s.outbox.Settled(ctx, ahead)
	switch {
	case err != nil:
		send(w, twin.Broken(err))
	case settled:
		send(w, twin.JSON(http.StatusOK, counts))
	default:
		send(w, twin.JSON(http.StatusGatewayTimeout, counts))
	}
}
