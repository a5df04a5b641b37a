package rehearsal

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/config"
	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// stage is one scenario while it runs: all its recoveries under one skipped clock,
// over one ledger.
type stage struct {
	env       *testsuite.TestWorkflowEnvironment
	book      *config.Playbook
	scenario  *config.Scenario
	ledger    *ledger.Ledger
	providers *providers
	queue     queue
	longest   time.Duration // that a play watches for

	runs    map[string]workflow.ChildWorkflowFuture
	telling int                       // that are being told something
	memos   map[string]*commonpb.Memo // that they were started with
	memory  *memory
	order   []string                 // of the recoveries, as they began
	moments map[time.Duration]moment // that expectations ask for
	last    moment                   // when everything had ended
	stands  map[string]standing
	answers []*answer
	failed  error
}

// moment is every recovery as it stands at one time.
type moment struct {
	at     time.Time
	states map[string]recovery.State
	until  map[string]time.Time // by customer: until when surveys stay away
}

const (
	conductor = "Conductor"
	happens   = "happens" // the signal by which the conductor hears of the next event
)

var silent = log.NewStructuredLogger(slog.New(slog.DiscardHandler))

func newStage(scenario *config.Scenario, book *config.Playbook, books *ledger.Ledger) *stage {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(silent)
	s := &stage{
		env: suite.NewTestWorkflowEnvironment(), book: book, scenario: scenario, ledger: books,
		runs: map[string]workflow.ChildWorkflowFuture{}, memos: map[string]*commonpb.Memo{}, memory: newMemory(), moments: map[time.Duration]moment{}, stands: map[string]standing{},
	}
	for _, play := range book.Plays() {
		s.longest = max(s.longest, play.CloseAfter.Std())
	}
	s.providers = &providers{
		now: s.env.Now, plays: scenario.Providers, books: books,
		call: func(after time.Duration, id string, news recovery.Receipt, restarts bool) {
			s.meanwhile(after, func(ctx workflow.Context) { s.call(ctx, id, news, restarts) })
		},
		orders: map[string]*order{}, nth: map[string]int{}, asked: map[string]time.Time{}, quiets: map[string]time.Time{},
	}
	s.env.SetStartTime(scenario.Start)
	books.Clock(s.env.Now)
	s.env.SetTestTimeout(time.Minute) // of a machine that stands still, not of the scenario
	s.env.SetWorkerOptions(worker.Options{DeadlockDetectionTimeout: time.Minute, Interceptors: []interceptor.WorkerInterceptor{&afterMoment{}}})
	s.env.SetWorkflowRunTimeout(never)
	s.env.SetStartWorkflowOptions(client.StartWorkflowOptions{ID: "conductor", TaskQueue: workflows.TaskQueue})
	s.env.RegisterWorkflowWithOptions(s.conduct, workflow.RegisterOptions{Name: conductor})
	s.env.RegisterWorkflowWithOptions(s.begin, workflow.RegisterOptions{Name: workflows.TypeRecovery})
	s.env.RegisterActivity(activities.NewRecords(book, books, len(scenario.Providers["survey_mail"]) > 0))
	s.env.RegisterActivity(activities.NewNotices("", "", nil, nil))
	s.env.RegisterActivity(workflows.NewMemory(s.memory))
	s.providers.register(s.env)
	return s
}

// begin is the workflow as a server would start it: with its first signal there, its
// memo, and knowing when it began. A child in the test environment has none of them.
func (s *stage) begin(ctx workflow.Context, argument converter.RawValue) (*workflows.Ending, error) {
	info := workflow.GetInfo(ctx)
	info.WorkflowStartTime = workflow.Now(ctx)
	info.Memo = s.memos[info.WorkflowExecution.ID]
	names := []string{workflows.SignalObserve, workflows.SignalReceipt, workflows.SignalComplain}
	_ = workflow.Await(ctx, func() bool {
		return slices.ContainsFunc(names, func(name string) bool { return workflow.GetSignalChannel(ctx, name).Len() > 0 })
	})
	return workflows.Recovery(ctx, argument)
}

// patience is how long one scenario may take, of which most take milliseconds.
const patience = 2 * time.Minute

// run plays the scenario to its end.
func (s *stage) run(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer context.AfterFunc(ctx, s.env.CancelWorkflow)()
	defer func() {
		if failure := recover(); failure != nil {
			err = fmt.Errorf("it does not come to an end: %.300v", failure)
		}
	}()
	for i := range s.scenario.Observed {
		one := &s.scenario.Observed[i]
		s.later(one.At, func(ctx workflow.Context) { s.observe(ctx, &one.Observation) })
	}
	for i := range s.scenario.Complaints {
		one := &s.scenario.Complaints[i]
		s.later(one.At, func(ctx workflow.Context) { s.complain(ctx, &one.Complaint) })
	}
	for i := range s.scenario.Orders {
		one := &s.scenario.Orders[i]
		at := one.At
		if !slices.ContainsFunc(s.scenario.Observed, func(o config.Observed) bool { return o.At == at }) { // else they ask while that is taken in
			at += afterTimers
		}
		s.later(at, func(ctx workflow.Context) { s.told(ctx); s.ask(one) })
	}
	for _, expected := range s.scenario.Expected {
		if at := expected.At; at != nil {
			s.later(*at+instant, func(workflow.Context) { s.moments[*at] = s.snapshot() })
		}
	}
	s.env.ExecuteWorkflow(conductor)
	if err := s.env.GetWorkflowError(); err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("it was stopped: %w", ctx.Err())
		}
		return fmt.Errorf("it does not come to an end: %.300w", err)
	}
	return s.failed
}

// instant is how long a moment is: what happens within the same second belongs to it.
const instant = time.Second - time.Millisecond

// later has something happen after a while. The conductor's own timers see to it.
func (s *stage) later(after time.Duration, do func(workflow.Context)) {
	s.queue.add(s.env.Now().Add(after), do)
}

// meanwhile has something happen after a while, while the scenario runs: providers call
// it from their own goroutines, and the conductor waits for something else.
func (s *stage) meanwhile(after time.Duration, do func(workflow.Context)) {
	s.later(after, do)
	s.env.RegisterDelayedCallback(func() { s.env.SignalWorkflow(happens, nil) }, after)
}

// begun is the recoveries that an order or an expectation means, in the order in
// which they began.
func (s *stage) begun(which config.Which) (ids []string) {
	for _, id := range s.order {
		if matches(which, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func matches(which config.Which, id string) bool {
	parts, _ := recovery.ParseID(id)
	return (which.Trigger == "" || which.Trigger == parts.Trigger) && (which.Experience == "" || which.Experience == parts.Experience) &&
		(which.Customer == "" || which.Customer == parts.Customer)
}

// snapshot is every recovery as it stands now.
func (s *stage) snapshot() moment {
	m := moment{at: s.env.Now(), states: map[string]recovery.State{}, until: map[string]time.Time{}}
	for _, id := range s.order {
		state, err := s.state(id)
		if err != nil {
			s.failed = err
			continue
		}
		m.states[id] = state
		if suppression, found, err := s.ledger.Suppressed(context.Background(), state.Customer, m.at); err == nil && found {
			m.until[state.Customer] = suppression.Until
		}
	}
	return m
}

// state is a recovery as it stands: as its run says, and once that has ended, as the
// ledger does. Of a run that watches anew what was made good before, so too.
func (s *stage) state(id string) (state recovery.State, err error) {
	value, err := s.env.QueryWorkflowByID(id, workflows.QueryState)
	if err == nil {
		err = value.Get(&state)
	}
	if err != nil || s.isRunning(id) && state.Stage != recovery.Watching && state.Stage != recovery.Dismissed {
		return state, err
	}
	stands, found, err := s.ledger.Recovery(context.Background(), id)
	if found && (!s.isRunning(id) || !stands.ConfirmedAt.IsZero()) {
		return stands, err
	}
	return state, err
}
