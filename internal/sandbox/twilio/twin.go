// Package twilio is a twin of Twilio's Messages, version 2010-04-01.
package twilio

import (
	"net/http"
	"regexp"
	"strings"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/twin"
)

// Name is how faults call it.
const Name = "twilio"

const apiVersion = "2010-04-01"

// Twin is Twilio's state. All of it needs the world's lock.
type Twin struct {
	world    *twin.World
	out      *callback.Outbox
	messages *twin.Collection[Message]
	byTo     map[string][]*Message
}

// New is a Twilio that never sent a message.
func New(w *twin.World, out *callback.Outbox) *Twin {
	out.Register(webhooks)
	return &Twin{world: w, out: out, messages: twin.NewCollection[Message]("twilio/message"), byTo: map[string][]*Message{}}
}

// Load takes a document back from the journal; it answers false to those of
// others.
func (t *Twin) Load(c journal.Change) (bool, error) {
	m, ok, err := t.messages.Load(c)
	if ok && err == nil {
		t.index(m)
	}
	return ok, err
}

func (t *Twin) index(m *Message) { t.byTo[m.To] = append(t.byTo[m.To], m) }

// Routes lists what it answers to.
func (t *Twin) Routes() []twin.Route {
	const account = "/2010-04-01/Accounts/"
	return []twin.Route{
		{Pattern: "POST " + account + "{sid}/Messages.json", Endpoint: "messages", Write: true, Handle: t.serve(t.create)},
		{Pattern: "GET " + account + "{sid}/Messages.json", Endpoint: "messages", Handle: t.serve(t.list)},
		{Pattern: "GET " + account + "{sid}/Messages/{file}", Endpoint: "messages", Handle: t.serve(t.fetch)},
		{Pattern: "GET " + account + "{file}", Endpoint: "accounts", Handle: t.serve(t.account)},
	}
}

// execution reads and changes the state.
type execution func(*twin.Tx) twin.Response

func (t *Twin) serve(plan func(*twin.Call) (execution, *Error)) func(*twin.Call) twin.Response {
	return func(c *twin.Call) (r twin.Response) {
		run, refused := plan(c)
		if refused == nil {
			refused = troubleAtOnce(c.Trouble.Code)
		}
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

// fileSID is the sid in the last part of a path: SM….json.
func fileSID(c *twin.Call) string { return strings.TrimSuffix(c.PathValue("file"), ".json") }

var accountSID = regexp.MustCompile(`^AC[0-9A-Za-z]+$`)

// Authenticate takes any account with any token, as long as the path speaks of
// the same account.
func Authenticate(c *twin.Call) *twin.Response {
	user, token, ok := c.BasicAuth()
	rest := strings.TrimPrefix(c.URL.Path, "/2010-04-01/Accounts/")
	inPath, _, _ := strings.Cut(strings.TrimSuffix(rest, ".json"), "/")
	if ok && token != "" && accountSID.MatchString(user) && user == inPath {
		return nil
	}
	r := errorOf(20003).response().With("Www-Authenticate", `Basic realm="Twilio API"`)
	return &r
}

func (t *Twin) account(c *twin.Call) (execution, *Error) {
	sid := fileSID(c)
	return func(tx *twin.Tx) twin.Response {
		return twin.JSON(http.StatusOK, map[string]any{
			"sid": sid, "owner_account_sid": sid, "friendly_name": "Makegood sandbox", "status": "active", "type": "Full",
			"date_created": date(tx.Now), "date_updated": date(tx.Now), "uri": c.URL.Path,
			"subresource_uris": map[string]string{"messages": "/2010-04-01/Accounts/" + sid + "/Messages.json"},
		})
	}, nil
}
