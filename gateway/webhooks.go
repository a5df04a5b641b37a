package gateway

import (
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"makegood/gateway/webhook"
	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// Webhooks reads what providers call back with, by the provider's name. One that
// is not there is not set up.
type Webhooks map[string]interface {
	Read(call webhook.Call, now time.Time) ([]webhook.Heard, error)
}

// believed are the providers whose signed word settles a message by itself. What
// Stripe says of money is read back first.
var believed = map[string]bool{"twilio": true, "sendgrid": true}

// readSoon is how long after a step was accepted somebody is still asking about it
// every few seconds, so that nobody needs to be told.
const readSoon = 5 * time.Second

// takeWebhook takes a provider's call: the signature first, then the ledger, then
// the recovery where it has to know, and only then the answer. What is forged,
// stale or sent a second time as it was changes nothing.
func (g *Gateway) takeWebhook(w http.ResponseWriter, r *http.Request) {
	provider := r.PathValue("provider")
	if !calls(provider) {
		notFound(w, r)
		return
	}
	outcome, refused := g.hear(w, r, provider)
	g.metrics.webhooks.WithLabelValues(provider, outcome).Inc()
	if refused != nil {
		refused.write(w)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func calls(provider string) bool {
	return provider == "stripe" || provider == "twilio" || provider == "sendgrid"
}

// hear returns what became of a call, for the metrics, and the refusal where it
// was not taken.
func (g *Gateway) hear(w http.ResponseWriter, r *http.Request, provider string) (string, *refusal) {
	body, refused := readBody(w, r, maxCall, readOne)
	if refused != nil {
		return "unreadable", refused
	}
	call := webhook.Call{URI: r.RequestURI, Header: r.Header, Body: body}
	reader := g.webhooks[provider]
	if reader == nil {
		return refusedCall(webhook.ErrNotSetUp)
	}
	heard, err := reader.Read(call, g.now())
	if err != nil {
		g.log.WarnContext(r.Context(), "a webhook is not taken", "provider", provider, "why", err.Error())
		return refusedCall(err)
	}
	if len(heard) == 0 {
		return "others", nil
	}
	digest := call.Digest()
	hearing, err := g.keepAndPassOn(context.WithoutCancel(r.Context()), provider, hex.EncodeToString(digest[:]), heard)
	switch {
	case err != nil:
		g.log.ErrorContext(r.Context(), "a webhook cannot be kept or passed on", "provider", provider, "error", err)
		return "unavailable", refuse(http.StatusServiceUnavailable, "this cannot be kept just now", "send it again").later(retryAfter)
	case hearing.Replay, hearing.Repeats == len(heard) && provider == "twilio":
		return "replayed", refuse(http.StatusConflict, "this very call was taken before", "nothing has changed, and nothing needs to be sent")
	case hearing.Repeats == len(heard):
		return "repeated", nil
	}
	return "taken", nil
}

// keepAndPassOn puts the call on record, and tells those recoveries that have to
// know. What is on record and not passed on is passed on by a repeat, or by the
// worker's sweep.
func (g *Gateway) keepAndPassOn(ctx context.Context, provider, request string, heard []webhook.Heard) (ledger.Hearing, error) {
	ctx, cancel := context.WithTimeout(ctx, signalWithin)
	defer cancel()
	news := make([]ledger.News, len(heard))
	for i, one := range heard {
		one.Receipt.Step, one.Receipt.Provider = one.Step, provider
		news[i] = ledger.News{Provider: provider, Event: one.Event, Recovery: one.Recovery, Receipt: one.Receipt, Believed: believed[provider]}
	}
	hearing, err := g.ledger.Hear(ctx, request, news, g.mustKnow)
	if err != nil || len(hearing.Waiting) == 0 {
		return hearing, err
	}
	for _, one := range hearing.Waiting {
		if err := workflows.PassOn(ctx, g.temporal, g.taskQueue, one.Recovery, one.Receipt); err != nil {
			return hearing, err
		}
	}
	return hearing, g.ledger.PassedOn(ctx, request, hearing.Waiting)
}

// mustKnow says whether a recovery has to be told: of a final word that is new,
// unless somebody will read it in a moment anyway.
func (g *Gateway) mustKnow(before, after ledger.Delivery, told ledger.News) bool {
	word := told.Receipt.Word
	if told.Believed {
		word = after.Word
	}
	readAnyway := g.now().Sub(before.BegunAt) <= readSoon
	switch {
	case word != recovery.Arrived && word != recovery.Refused, word == before.Word, before.Word == recovery.Refused:
		return word == recovery.Arrived && told.Believed && before.Word == recovery.Refused // it arrived after all
	case word == recovery.Refused && !told.Believed:
		return true // be it that our own answer is still on its way
	case before.Word == recovery.Arrived:
		return true // what had arrived came back
	}
	return before.Word == recovery.Pending && !readAnyway
}

// refusedCall is the answer to a call that is not believed, or cannot be read.
func refusedCall(err error) (string, *refusal) {
	switch {
	case errors.Is(err, webhook.ErrNotSetUp):
		return "not_set_up", refuse(http.StatusNotFound, "webhooks of this provider are not set up here", "set its secret and MAKEGOOD_PUBLIC_URL, as docs/production.md says")
	case errors.Is(err, webhook.ErrForged):
		return "forged", refuse(http.StatusForbidden, "this is not signed by the provider as it stands", "send it as the provider signed it, to the address it was told")
	case errors.Is(err, webhook.ErrStale):
		return "stale", refuse(http.StatusForbidden, "this was signed too long ago, or ahead of our clock", "send it again, signed anew")
	}
	return "unreadable", refuse(http.StatusBadRequest, "this is signed, and is not what the provider sends", "see that the webhook's version is the one we read")
}
