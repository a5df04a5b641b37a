// Package workers wires the workflow and its activities to their task queues:
// registration, a lane for each provider, limits, versioning, and the sweep that
// finds what was cut short.
package workers

import (
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"

	"makegood/activities"
	"makegood/config"
	"makegood/internal/hearing"
)

// Drain is how long a worker that is asked to stop lets running activities finish.
const Drain = 25 * time.Second

// Gather is how long a worker's ledger may wait with a write for others that share
// its flush to disk: little beside a provider's answer, and most flushes are saved.
const Gather = 20 * time.Millisecond

// Options is what the workers work with.
type Options struct {
	Client     client.Client
	Settings   config.Settings
	Playbook   *config.Playbook
	Ledger     Ledger
	Logger     *slog.Logger
	Activities activities.Options // the zero value is right outside tests

	HTTP         *http.Client                    // for every provider; by default activities.NewHTTPClient
	Interceptors []interceptor.WorkerInterceptor // what looks on as activities run
	BuildID      string                          // the version that these workers are; empty where versioning is off
}

// Ledger is what the activities and the sweep ask of the ledger; *ledger.Ledger is
// one.
type Ledger interface {
	activities.Books
	activities.Claims
	activities.LaneBook
	activities.MonitorBook
	hearing.Book
	SweepBook
}

// Crew is all workers of one process: one for the recoveries and one for each
// provider's lane, that stops and starts with its provider.
type Crew struct {
	recoveries worker.Worker
	lanes      []*lane
	ear        *hearing.Ear
	deafen     func() // keeps what was heard last, and returns
	failed     chan error
	stopping   sync.Once
}

// New makes a crew for the task queues of the settings; it does not start it.
func New(o Options) (*Crew, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.HTTP == nil {
		o.HTTP = activities.NewHTTPClient()
	}
	staff, err := hire(&o)
	if err != nil {
		return nil, err
	}
	c := &Crew{ear: staff.ear, deafen: func() {}, failed: make(chan error, 8)}
	options := o.tuning(c.fail)
	c.recoveries = worker.New(o.Client, o.Settings.TaskQueue, options)
	RegisterWorkflow(c.recoveries)
	registerMonitors(c.recoveries)
	staff.register(c.recoveries)
	for _, provider := range activities.Providers() {
		c.lanes = append(c.lanes, newLane(&o, provider, staff, c.fail))
	}
	return c, nil
}

// Start begins to work, and returns.
func (c *Crew) Start() error {
	c.deafen = c.ear.Listen()
	if err := c.recoveries.Start(); err != nil {
		c.deafen()
		return err
	}
	for _, lane := range c.lanes {
		if err := lane.start(); err != nil {
			c.Stop()
			return err
		}
	}
	return nil
}

// Stop returns when what was being done is finished, or has taken longer than
// Drain. It may be called more than once.
func (c *Crew) Stop() {
	c.stopping.Do(func() {
		var all sync.WaitGroup
		all.Go(c.recoveries.Stop)
		for _, lane := range c.lanes {
			all.Go(lane.stop)
		}
		all.Wait()
		c.deafen()
	})
}

// Failed tells of a worker that cannot go on.
func (c *Crew) Failed() <-chan error { return c.failed }

func (c *Crew) fail(err error) {
	select {
	case c.failed <- errors.Join(errors.New("a worker cannot go on"), err):
	default: // the first is enough
	}
}

// Tuning is how a worker polls and how it stops.
func Tuning() worker.Options {
	pollers := worker.NewPollerBehaviorAutoscaling(worker.PollerBehaviorAutoscalingOptions{})
	return worker.Options{
		WorkerStopTimeout:          Drain,
		WorkflowTaskPollerBehavior: pollers,
		ActivityTaskPollerBehavior: pollers,
	}
}

// tuning is Tuning with what these workers are told.
func (o *Options) tuning(fail func(error)) worker.Options {
	tuned := Tuning()
	tuned.Interceptors = o.Interceptors
	tuned.OnFatalError = fail
	if o.BuildID != "" {
		tuned.DeploymentOptions = versioned(o.Settings.TaskQueue, o.BuildID)
	}
	return tuned
}
