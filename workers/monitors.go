package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
	"makegood/workflows"
)

// Monitors keeps the schedule by which plays are looked at: whether a trigger is silent,
// and whether a play fires too often. One
// may run in each of many processes at once.
type Monitors struct {
	Client    client.Client
	TaskQueue string
	BuildID   string // leaves the schedule to whichever version is the current one; empty where versioning is off
	Plays     []*recovery.Play
	Ledger    GaugeBook
	Measures  client.MetricsHandler // by default none
	Logger    *slog.Logger
	Now       func() time.Time // by default time.Now

	current func(context.Context) (string, error) // in tests
	paused  bool                                  // as it was last said
}

// How often plays are looked at: a quarter of the shortest silence that is not normal,
// within these.
const (
	lookMost  = 15 * time.Minute
	lookLeast = time.Minute
)

// monitorsEvery is how often the schedule is seen to, and the gauges are set.
const monitorsEvery = time.Minute

// LookEvery is how often these plays have to be looked at; false where none of them has
// anything to look at.
func LookEvery(plays []*recovery.Play) (time.Duration, bool) {
	every, any := lookMost, false
	for _, play := range plays {
		if play.Monitor != nil {
			every = min(every, play.Monitor.SilentAfter.Std()/4)
		}
		any = any || play.Monitor != nil || play.FixWhen != nil
	}
	return max(every, lookLeast).Truncate(time.Second), any
}

// Run sees to the schedule at once and then again and again, until the context ends.
func (m *Monitors) Run(ctx context.Context) {
	ticker := time.NewTicker(monitorsEvery)
	defer ticker.Stop()
	for {
		if err := errors.Join(m.Once(ctx), m.gauge(ctx)); err != nil && ctx.Err() == nil {
			m.Logger.Warn("the monitors' schedule could not be seen to; trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Once makes the schedule as it should be: there and at the right pace where a play has
// anything to look at, else gone. One that people have paused stays paused.
func (m *Monitors) Once(ctx context.Context) error {
	if mine, err := m.isCurrent(ctx); err != nil || !mine {
		return err
	}
	every, wanted := LookEvery(m.Plays)
	schedule := m.Client.ScheduleClient().GetHandle(ctx, workflows.MonitorsSchedule(m.TaskQueue))
	is, err := schedule.Describe(ctx)
	var none *serviceerror.NotFound
	switch {
	case errors.As(err, &none) && wanted:
		return m.create(ctx, every)
	case errors.As(err, &none):
		return nil
	case err != nil:
		return fmt.Errorf("the schedule of the monitors cannot be looked at: %w", err)
	case !wanted:
		return missing(schedule.Delete(ctx))
	}
	m.sayPaused(is.Schedule.State)
	if m.fits(&is.Schedule, every) {
		return nil
	}
	return schedule.Update(ctx, client.ScheduleUpdateOptions{DoUpdate: func(input client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
		changed := input.Description.Schedule
		changed.Spec, changed.Action = spec(every), m.action()
		return &client.ScheduleUpdate{Schedule: &changed}, nil
	}})
}

// sayPaused says once that people have paused it.
func (m *Monitors) sayPaused(state *client.ScheduleState) {
	paused := state != nil && state.Paused
	if paused && !m.paused {
		m.Logger.Warn("the monitors' schedule is paused: nobody is told of a trigger that is silent", "schedule", workflows.MonitorsSchedule(m.TaskQueue))
	}
	m.paused = paused
}

// isCurrent says whether work is handed to this version. Another one may not know what
// the schedule starts.
func (m *Monitors) isCurrent(ctx context.Context) (bool, error) {
	if m.BuildID == "" {
		return true, nil
	}
	ask := m.current
	if ask == nil {
		ask = func(ctx context.Context) (string, error) { return Current(ctx, m.Client, m.TaskQueue) }
	}
	current, err := ask(ctx)
	if err != nil {
		return false, fmt.Errorf("which version of the workers is the current one cannot be asked: %w", err)
	}
	return current == m.BuildID, nil
}

func (m *Monitors) create(ctx context.Context, every time.Duration) error {
	_, err := m.Client.ScheduleClient().Create(ctx, client.ScheduleOptions{
		ID: workflows.MonitorsSchedule(m.TaskQueue), Spec: *spec(every), Action: m.action(),
		Overlap:            enumspb.SCHEDULE_OVERLAP_POLICY_SKIP,
		CatchupWindow:      lookLeast, // a look says how it stands now; those that were missed are not made up for
		TriggerImmediately: true,
		Note:               "Is a trigger silent? Does a play fire too often? Kept by the workers.",
	})
	if err != nil && !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return fmt.Errorf("the schedule of the monitors cannot be made: %w", err)
	}
	return nil
}

func spec(every time.Duration) *client.ScheduleSpec {
	return &client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: every}}}
}

func (m *Monitors) action() *client.ScheduleWorkflowAction {
	return &client.ScheduleWorkflowAction{
		ID: workflows.MonitorsSchedule(m.TaskQueue), Workflow: workflows.TypeMonitors, TaskQueue: m.TaskQueue,
		WorkflowRunTimeout: workflows.MonitorsRun, WorkflowExecutionTimeout: workflows.MonitorsRun,
		StaticSummary: "Is a trigger silent? Does a play fire too often?",
	}
}

func (m *Monitors) fits(is *client.Schedule, every time.Duration) bool {
	action, starts := is.Action.(*client.ScheduleWorkflowAction)
	return starts && action.Workflow == workflows.TypeMonitors && action.TaskQueue == m.TaskQueue &&
		is.Spec != nil && slices.Equal(is.Spec.Intervals, spec(every).Intervals)
}

// missing takes what is not there as done.
func missing(err error) error {
	var none *serviceerror.NotFound
	if errors.As(err, &none) {
		return nil
	}
	return err
}
