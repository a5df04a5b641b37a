package workers

import (
	"sync"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"makegood/activities"
	"makegood/workflows"
)

// lane is one provider's worker, on a task queue and at a rate of its own. While
// the provider turns everyone away it takes no tasks, so that they wait at Temporal
// and cost nothing; every so often it takes one, to see.
type lane struct {
	provider string
	client   client.Client
	queue    string
	options  worker.Options
	staff    *staff
	fail     func(error)

	mu      sync.Mutex
	working worker.Worker // nil while it is stopped
	changes <-chan activities.LaneState
	done    chan struct{}
	ended   chan struct{}
}

// How long a paused lane waits before it tries one task: longer each time.
const (
	firstTrial = 5 * time.Second
	lastTrial  = 2 * time.Minute
)

func newLane(o *Options, provider string, staff *staff, fail func(error)) *lane {
	options := o.tuning(fail)
	options.DisableWorkflowWorker = true
	options.TaskQueueActivitiesPerSecond = o.Settings.Rate(provider)
	return &lane{
		provider: provider, client: o.Client, queue: workflows.Lane(o.Settings.TaskQueue, provider), options: options,
		staff: staff, fail: fail, changes: staff.lanes.Watch(provider), done: make(chan struct{}), ended: make(chan struct{}),
	}
}

func (l *lane) start() error {
	if err := l.open(l.options); err != nil {
		close(l.ended)
		return err
	}
	go l.follow()
	return nil
}

// follow opens and closes the lane as its provider's state changes.
func (l *lane) follow() {
	defer close(l.ended)
	trial := time.NewTimer(time.Hour)
	trial.Stop()
	defer trial.Stop()
	wait := firstTrial
	for {
		select {
		case <-l.done:
			l.close()
			return
		case state := <-l.changes:
			l.close()
			if state == activities.LaneWorks {
				wait = firstTrial
				trial.Stop()
				l.reopen(l.options)
				continue
			}
			trial.Reset(wait)
			wait = min(2*wait, lastTrial)
		case <-trial.C:
			one := l.options
			one.MaxConcurrentActivityExecutionSize = 1
			l.reopen(one)
		}
	}
}

func (l *lane) open(options worker.Options) error {
	working := worker.New(l.client, l.queue, options)
	l.staff.register(working)
	if err := working.Start(); err != nil {
		return err
	}
	l.mu.Lock()
	l.working = working
	l.mu.Unlock()
	return nil
}

func (l *lane) reopen(options worker.Options) {
	if err := l.open(options); err != nil {
		l.fail(err)
	}
}

func (l *lane) close() {
	l.mu.Lock()
	working := l.working
	l.working = nil
	l.mu.Unlock()
	if working != nil {
		working.Stop()
	}
}

func (l *lane) stop() {
	select {
	case <-l.ended:
	default:
		close(l.done)
		<-l.ended
	}
}
