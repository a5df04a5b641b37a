package house

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"makegood/internal/exam/crew"
	"makegood/internal/exam/process"
	"makegood/internal/ledger"
)

// Crew is a worker and a gateway with a ledger of their own. Several crews may
// stand on one ground, each with its own task queue.
type Crew struct {
	House      *House
	Name       string
	Worker     *process.Process
	Gateway    *process.Process
	GatewayURL string
	Ledger     *ledger.Ledger

	Keys *Keys // by which the gateway believes who calls back; nil: providers cannot

	setup crew.Setup
}

// Crew starts one that providers cannot call back. Program is this one's own where it
// is empty, else a build of internal/exam/crew/program.
func (h *House) Crew(ctx context.Context, name, program string) (*Crew, error) {
	return h.crew(ctx, name, program, false)
}

// Called starts one that providers call back: the sandbox does, where the program is
// this one's own. A build calls the exam itself, since the sandbox's Stripe and
// SendGrid have one endpoint each.
func (h *House) Called(ctx context.Context, name, program string) (*Crew, error) {
	return h.crew(ctx, name, program, true)
}

func (h *House) crew(ctx context.Context, name, program string, called bool) (*Crew, error) {
	ports, err := freePorts(1)
	if err != nil {
		return nil, err
	}
	listed := program == ""
	worker, gateway := []string{"worker"}, []string{"gateway"}
	if program == "" {
		if program, err = Program(); err != nil {
			return nil, err
		}
		worker, gateway = []string{"role", "worker"}, []string{"role", "gateway"}
	}
	database := "sqlite:" + filepath.Join(h.dir, name+".db")
	if h.postgres != nil {
		if database, err = h.postgres(); err != nil {
			return nil, err
		}
	}
	c := &Crew{House: h, Name: name, GatewayURL: "http://" + address(ports[0]), setup: crew.Setup{
		Name: name, Temporal: h.temporalAt, Sandbox: h.sandboxURL, Switchboard: h.Board.URL(),
		Database: database, Playbooks: h.playbooks(), Listen: address(ports[0]),
	}}
	if called {
		if err := c.beCalled(ctx, listed); err != nil {
			return nil, err
		}
	}
	if c.Ledger, err = ledger.Open(ctx, database); err != nil {
		return nil, err
	}
	h.closing = append(h.closing, c.Ledger.Close)
	c.Worker = h.process("worker-"+name, program, worker, c.setup.Environ())
	c.Gateway = h.process("gateway-"+name, program, gateway, c.setup.Environ())
	for _, one := range []*process.Process{c.Worker, c.Gateway} {
		if err := one.Start(ctx); err != nil {
			return nil, h.withLog(err, one)
		}
		h.closing = append(h.closing, one.Stop)
	}
	return c, nil
}

// Restart kills processes without warning and starts them again, in their order.
func (h *House) Restart(ctx context.Context, victims ...*process.Process) error {
	var errs []error
	for _, victim := range victims {
		errs = append(errs, victim.Kill())
	}
	for _, victim := range victims {
		if err := victim.Start(ctx); err != nil {
			errs = append(errs, h.withLog(err, victim))
		}
	}
	return errors.Join(errs...)
}

// Later has the worker killed, something done, and the worker started again with its
// clock ahead.
func (c *Crew) Later(ctx context.Context, ahead time.Duration, meanwhile func() error) error {
	c.setup.Ahead = ahead
	c.Worker.Environ = []string{c.setup.Environ()}
	return errors.Join(c.Worker.Kill(), meanwhile(), c.Worker.Start(ctx))
}

// Kills counts all processes' that the crew works with.
func (c *Crew) Kills() int {
	return c.Worker.Kills() + c.Gateway.Kills() + c.House.Server.Kills() + c.House.Sandbox.Kills()
}

// Dead names the processes that ended by themselves.
func (c *Crew) Dead() (dead []string) {
	for _, one := range []*process.Process{c.Worker, c.Gateway, c.House.Server, c.House.Sandbox} {
		if !one.Lives() {
			dead = append(dead, one.Name)
		}
	}
	return dead
}
