// Package sandbox is stateful and durable twins of the provider endpoints that
// Makegood uses: Stripe, Twilio and SendGrid over HTTP on one port, with
// faults on demand.
//
// What a twin has accepted survives a kill -9: it answers only after the
// commit. Statuses that move on follow from the clock alone, so they also move
// on while the sandbox is down. What is called back is kept with them, and goes
// out once the sandbox is up again.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"makegood/internal/sandbox/callback"
	"makegood/internal/sandbox/fault"
	"makegood/internal/sandbox/journal"
	"makegood/internal/sandbox/sendgrid"
	"makegood/internal/sandbox/stripe"
	"makegood/internal/sandbox/twilio"
	"makegood/internal/sandbox/twin"
)

// DefaultPace is from one status to the next.
const DefaultPace = 300 * time.Millisecond

// Options are what a sandbox may be told.
type Options struct {
	Path   string           // the SQLite file; "" keeps all in memory
	Pace   time.Duration    // from one message status to the next; 0 is DefaultPace
	Logger *slog.Logger     // nil is silent
	Now    func() time.Time // nil is time.Now; the adjustable clock adds its offset
	// Webhooks are put in force in place of those of the same provider that the
	// file has.
	Webhooks []Webhook
}

// Sandbox is safe for concurrent use.
type Sandbox struct {
	world    *twin.World
	journal  *journal.Journal
	stripe   *stripe.Twin
	twilio   *twilio.Twin
	sendgrid *sendgrid.Twin
	faults   *fault.Set
	outbox   *callback.Outbox
	logger   *slog.Logger

	providers []provider
	open      context.Context // done once the sandbox closes
	closing   context.CancelFunc
	sleep     func(time.Duration) bool // for tests to replace

	dispatched chan struct{} // closed once no callback is under way any more
}

// Open reads what an earlier sandbox accepted, where there is a file, and
// locks the file. It reads everything into memory.
func Open(ctx context.Context, o Options) (*Sandbox, error) {
	if o.Pace < 0 {
		return nil, fmt.Errorf("sandbox: a pace of %s is not above zero", o.Pace)
	}
	if o.Pace == 0 {
		o.Pace = DefaultPace
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	world := twin.NewWorld(o.Now, o.Pace)
	s := &Sandbox{
		world: world, logger: o.Logger, faults: new(fault.Set), dispatched: make(chan struct{}),
	}
	s.open, s.closing = context.WithCancel(context.WithoutCancel(ctx))
	s.outbox = callback.New(s.open, world, s.faults, o.Logger)
	s.stripe, s.twilio, s.sendgrid = stripe.New(world, s.outbox), twilio.New(world, s.outbox), sendgrid.New(world, s.outbox)
	s.sleep = s.sleepOrClose
	s.providers = s.listProviders()
	j, err := journal.Open(ctx, o.Path, s.load)
	if err != nil {
		s.closing()
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	s.journal = j
	world.Attach(j)
	go func() {
		defer close(s.dispatched)
		s.outbox.Run()
	}()
	if len(o.Webhooks) > 0 {
		if err := s.SetWebhooks(o.Webhooks...); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

func (s *Sandbox) load(c journal.Change) error {
	for _, load := range []func(journal.Change) (bool, error){
		s.stripe.Load, s.twilio.Load, s.sendgrid.Load, s.faults.Load, s.outbox.Load, s.world.Load,
	} {
		if ok, err := load(c); ok {
			return err
		}
	}
	return errors.New("nobody knows this kind of document")
}

// Close lets go of whoever a fault holds, commits what is waiting and releases
// the file. Requests after it are answered with 500. Callbacks that were not
// answered go out when the file is opened again.
func (s *Sandbox) Close() error {
	s.closing()
	<-s.dispatched
	return s.journal.Close()
}

func (s *Sandbox) sleepOrClose(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.open.Done():
		return false
	}
}

// Handler serves the providers, the controls under /sandbox/ and a page for
// people at /.
func (s *Sandbox) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, p := range s.providers {
		p.register(s, mux)
	}
	s.registerControls(mux)
	s.registerPage(mux)
	return mux
}
