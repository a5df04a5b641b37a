// Package sendgrid is a twin of SendGrid's mail sending, its email logs and
// its suppression groups, API v3.
package sendgrid

import (
	"crypto/ecdsa"
	"net/http"
	"strings"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// Name is how faults call it.
const Name = "sendgrid"

// Twin is SendGrid's state. All of it needs the world's lock.
type Twin struct {
	world  *twin.World
	out    *callback.Outbox
	key    *ecdsa.PrivateKey // signs events; nil until one is asked for
	emails *twin.Collection[Email]
	byTo   map[string][]*Email // by lower-case address
	groups groups
}

// New is a SendGrid that never sent a mail. One suppression group exists.
func New(w *twin.World, out *callback.Outbox) *Twin {
	t := &Twin{
		world:  w,
		out:    out,
		emails: twin.NewCollection[Email]("sendgrid/email"),
		byTo:   map[string][]*Email{},
		groups: newGroups(),
	}
	out.Register(t.webhooks())
	return t
}

// Load takes a document back from the journal; it answers false to those of
// others.
func (t *Twin) Load(c journal.Change) (bool, error) {
	if e, ok, err := t.emails.Load(c); ok {
		if err == nil {
			t.index(e)
		}
		return true, err
	}
	if c.Kind == keyKind {
		return true, t.loadKey(c.Body)
	}
	return t.groups.load(c)
}

func (t *Twin) index(e *Email) {
	key := strings.ToLower(e.To)
	t.byTo[key] = append(t.byTo[key], e)
}

// Routes lists what it answers to.
func (t *Twin) Routes() []twin.Route {
	return []twin.Route{
		{Pattern: "POST /v3/mail/send", Endpoint: "mail", Write: true, Handle: t.serve(t.send)},
		{Pattern: "POST /v3/logs", Endpoint: "logs", Handle: t.serve(t.searchLogs)},
		{Pattern: "GET /v3/logs/{id}", Endpoint: "logs", Handle: t.serve(t.getLog)},
		{Pattern: "GET /v3/asm/groups", Endpoint: "groups", Handle: t.serve(t.listGroups)},
		{Pattern: "POST /v3/asm/groups", Endpoint: "groups", Write: true, Handle: t.serve(t.createGroup)},
		{Pattern: "GET /v3/asm/groups/{group}", Endpoint: "groups", Handle: t.serve(t.getGroup)},
		{Pattern: "POST /v3/asm/groups/{group}/suppressions", Endpoint: "suppressions", Write: true, Handle: t.serve(t.suppress)},
		{Pattern: "GET /v3/asm/groups/{group}/suppressions", Endpoint: "suppressions", Handle: t.serve(t.listSuppressed)},
		{Pattern: "POST /v3/asm/groups/{group}/suppressions/search", Endpoint: "suppressions", Handle: t.serve(t.searchSuppressed)},
		{Pattern: "DELETE /v3/asm/groups/{group}/suppressions/{email}", Endpoint: "suppressions", Write: true, Handle: t.serve(t.unsuppress)},
		{Pattern: "GET /v3/asm/suppressions/global/{email}", Endpoint: "suppressions", Handle: t.serve(t.getGlobal)},
		{Pattern: "GET /v3/scopes", Endpoint: "scopes", Handle: t.serve(t.scopes)},
	}
}

// execution reads and changes the state.
type execution func(*twin.Tx) twin.Response

func (t *Twin) serve(plan func(*twin.Call) (execution, *refusal)) func(*twin.Call) twin.Response {
	return func(c *twin.Call) (r twin.Response) {
		if refused := troubleAtOnce(c.Trouble.Code); refused != nil {
			return refused.response()
		}
		run, refused := plan(c)
		if refused != nil {
			return refused.response()
		}
		if !c.Sleep(c.Trouble.Pause) {
			return Unavailable()
		}
		if err := t.world.Do(func(tx *twin.Tx) { r = run(tx) }); err != nil {
			return twin.Broken(err)
		}
		if c.Trouble.Break {
			return ServerError()
		}
		return r
	}
}

// Authenticate takes any key that begins as SendGrid's do.
func Authenticate(c *twin.Call) *twin.Response {
	key, ok := strings.CutPrefix(c.Header.Get("Authorization"), "Bearer ")
	if ok && len(key) > len("SG.") && strings.HasPrefix(key, "SG.") {
		return nil
	}
	r := refuse(http.StatusUnauthorized, "", "The provided authorization grant is invalid, expired, or revoked").response()
	return &r
}

func (t *Twin) scopes(*twin.Call) (execution, *refusal) {
	return func(*twin.Tx) twin.Response {
		return twin.JSON(http.StatusOK, map[string]any{"scopes": []string{
			"asm.groups.create", "asm.groups.read", "asm.groups.suppressions.create", "asm.groups.suppressions.delete",
			"asm.groups.suppressions.read", "mail.send", "messages.read",
		}})
	}, nil
}
