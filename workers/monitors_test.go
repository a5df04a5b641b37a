package workers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// schedules is Temporal's schedules. What it does not answer, a test that asks falls over.
type schedules struct {
	client.Client
	client.ScheduleHandle
	kept  map[string]*client.Schedule
	did   []string
	about string // the schedule that was asked for last
	fail  error
}

func (s *schedules) ScheduleClient() client.ScheduleClient { return scheduling{s} }

type scheduling struct{ *schedules }

func (s scheduling) List(context.Context, client.ScheduleListOptions) (client.ScheduleListIterator, error) {
	return nil, errors.New("nobody lists them")
}

func (s scheduling) GetHandle(_ context.Context, id string) client.ScheduleHandle {
	s.about = id
	return s.schedules
}

func (s scheduling) Create(_ context.Context, o client.ScheduleOptions) (client.ScheduleHandle, error) {
	s.did = append(s.did, "create "+o.ID)
	if s.fail != nil {
		return nil, s.fail
	}
	action := *o.Action.(*client.ScheduleWorkflowAction)
	s.kept[o.ID] = &client.Schedule{Spec: &o.Spec, Action: &action, State: &client.ScheduleState{}}
	return s.schedules, nil
}

func (s *schedules) Describe(context.Context) (*client.ScheduleDescription, error) {
	is, there := s.kept[s.about]
	if !there {
		return nil, serviceerror.NewNotFound("no such schedule")
	}
	return &client.ScheduleDescription{Schedule: *is}, nil
}

func (s *schedules) Update(ctx context.Context, o client.ScheduleUpdateOptions) error {
	s.did = append(s.did, "update "+s.about)
	is, err := s.Describe(ctx)
	if err != nil {
		return err
	}
	changed, err := o.DoUpdate(client.ScheduleUpdateInput{Description: *is})
	if err == nil {
		s.kept[s.about] = changed.Schedule
	}
	return err
}

func (s *schedules) Delete(context.Context) error {
	s.did = append(s.did, "delete "+s.about)
	delete(s.kept, s.about)
	return nil
}

// has compares what was done to the schedules since it was last asked.
func (s *schedules) has(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, s.did); diff != "" {
		t.Error(diff)
	}
	s.did = nil
}

func watched(name string, silentAfter time.Duration) *recovery.Play {
	return &recovery.Play{Name: name, Trigger: name + ".late", Monitor: &recovery.Monitor{From: "feed", SilentAfter: recovery.Duration(silentAfter)}}
}

func firing(name string) *recovery.Play {
	return &recovery.Play{Name: name, Trigger: name + ".late", FixWhen: &recovery.FixWhen{Recoveries: 5, Within: recovery.Duration(time.Hour)}}
}

func TestLookEvery(t *testing.T) {
	for name, c := range map[string]struct {
		plays []*recovery.Play
		every time.Duration
		any   bool
	}{
		"no play":               {nil, 15 * time.Minute, false},
		"nothing to look at":    {[]*recovery.Play{{Name: "bare"}}, 15 * time.Minute, false},
		"a limit alone":         {[]*recovery.Play{firing("a")}, 15 * time.Minute, true},
		"a quarter":             {[]*recovery.Play{watched("a", 6*time.Hour), watched("b", 40*time.Minute)}, 10 * time.Minute, true},
		"no less than a minute": {[]*recovery.Play{watched("a", 2*time.Second)}, time.Minute, true},
		"no more than so much":  {[]*recovery.Play{watched("a", 700*time.Hour)}, 15 * time.Minute, true},
		"in whole seconds":      {[]*recovery.Play{watched("a", 5*time.Minute+2*time.Second)}, 75 * time.Second, true},
	} {
		if every, any := LookEvery(c.plays); every != c.every || any != c.any {
			t.Errorf("%s: %s, %v", name, every, any)
		}
	}
}

// The schedule is made once, follows the plays, and goes when there is nothing to look
// at. Each task queue has its own.
func TestMonitorsKeepTheirSchedule(t *testing.T) {
	s := &schedules{kept: map[string]*client.Schedule{}}
	m := &Monitors{Client: s, TaskQueue: "makegood", Logger: slog.New(slog.DiscardHandler)}
	once := func(plays ...*recovery.Play) {
		t.Helper()
		m.Plays = plays
		if err := m.Once(t.Context()); err != nil {
			t.Error(err)
		}
	}
	once()
	s.has(t)
	once(watched("a", 40*time.Minute))
	s.has(t, "create makegood-monitors")
	action := s.kept["makegood-monitors"].Action.(*client.ScheduleWorkflowAction)
	if action.Workflow != workflows.TypeMonitors || action.TaskQueue != "makegood" || action.WorkflowRunTimeout != workflows.MonitorsRun {
		t.Errorf("%+v", action)
	}
	once(watched("a", 40*time.Minute))
	s.has(t)
	once(watched("a", 20*time.Minute))
	s.has(t, "update makegood-monitors")
	if got := s.kept["makegood-monitors"].Spec.Intervals; len(got) != 1 || got[0].Every != 5*time.Minute {
		t.Error(got)
	}
	other := &Monitors{Client: s, TaskQueue: "trial", Plays: []*recovery.Play{firing("b")}, Logger: m.Logger}
	if err := other.Once(t.Context()); err != nil {
		t.Error(err)
	}
	s.has(t, "create trial-monitors")
	delete(s.kept, "makegood-monitors") // somebody deletes it
	once(watched("a", 20*time.Minute))
	s.has(t, "create makegood-monitors")
	once(&recovery.Play{Name: "bare"})
	s.has(t, "delete makegood-monitors")
	if len(s.kept) != 1 {
		t.Error("the other's is gone too")
	}
	s.fail = temporal.ErrScheduleAlreadyRunning // another worker was faster
	once(firing("a"))
	s.has(t, "create makegood-monitors")
}

// What people have paused stays so, also where the pace changes; it is said once.
func TestMonitorsLeaveItPaused(t *testing.T) {
	s, log := &schedules{kept: map[string]*client.Schedule{}}, &bytes.Buffer{}
	m := &Monitors{Client: s, TaskQueue: "makegood", Plays: []*recovery.Play{watched("a", 40*time.Minute)}, Logger: slog.New(slog.NewTextHandler(log, nil))}
	for range 4 {
		if err := m.Once(t.Context()); err != nil {
			t.Error(err)
		}
		s.kept["makegood-monitors"].State.Paused = true
	}
	m.Plays = []*recovery.Play{watched("a", 4*time.Minute)}
	if err := m.Once(t.Context()); err != nil || !s.kept["makegood-monitors"].State.Paused {
		t.Error("it goes on", err)
	}
	s.has(t, "create makegood-monitors", "update makegood-monitors")
	if said := strings.Count(log.String(), "is paused"); said != 1 {
		t.Errorf("said %d times", said)
	}
}

// A version that gets no work leaves the schedule alone: what works may not know the
// workflow, or not these plays.
func TestMonitorsAreTheCurrentVersions(t *testing.T) {
	s, current := &schedules{kept: map[string]*client.Schedule{}}, "1"
	m := &Monitors{
		Client: s, TaskQueue: "makegood", BuildID: "2", Plays: []*recovery.Play{firing("a")}, Logger: slog.New(slog.DiscardHandler),
		current: func(context.Context) (string, error) { return current, nil },
	}
	if err := m.Once(t.Context()); err != nil {
		t.Error(err)
	}
	s.has(t)
	current = "2"
	if err := m.Once(t.Context()); err != nil {
		t.Error(err)
	}
	s.has(t, "create makegood-monitors")
	m.current = func(context.Context) (string, error) { return "", errors.New("away") }
	if err := m.Once(t.Context()); err == nil || !strings.Contains(err.Error(), "away") {
		t.Error(err)
	}
}

// gauges is what was measured last, by name and tags.
type gauges struct {
	client.MetricsHandler
	tags string
	all  map[string]float64
}

func (g gauges) WithTags(tags map[string]string) client.MetricsHandler {
	return gauges{tags: fmt.Sprint(tags), all: g.all}
}

func (g gauges) Gauge(name string) client.MetricsGauge { return gauge{g.all, name + g.tags} }

type gauge struct {
	all  map[string]float64
	name string
}

func (g gauge) Update(value float64) { g.all[g.name] = value }

// looked is a ledger of what was found and heard.
type looked struct {
	heard map[string]time.Time
	looks map[string]ledger.Look
}

func (l looked) LastHeard(context.Context) (map[string]time.Time, error) { return l.heard, nil }
func (l looked) Looks(context.Context) (map[string]ledger.Look, error)   { return l.looks, nil }

// Every worker's gauges are by what is on record, whoever looked; and go back again.
func TestMonitorsMeasure(t *testing.T) {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	both := watched("a", time.Hour)
	both.FixWhen = &recovery.FixWhen{Percent: 50_000, Within: recovery.Duration(time.Hour), AtLeast: 1}
	book := looked{map[string]time.Time{"a.late": noon.Add(-90 * time.Minute)}, map[string]ledger.Look{
		"a": {Play: "a", Since: noon.Add(-time.Hour * 9), At: noon.Add(-time.Minute), Silent: true, Fix: true, Counted: recovery.Counted{Watched: 1000, Confirmed: 73, Confirms: 80}},
		"b": {Play: "b", Since: noon.Add(-time.Hour * 9), At: noon, Counted: recovery.Counted{Watched: 1000, Confirmed: 73, Confirms: 4}},
	}}
	measured := gauges{all: map[string]float64{}}
	m := &Monitors{Plays: []*recovery.Play{both, firing("b"), firing("never looked at"), {Name: "bare"}}, Ledger: book, Measures: measured, Now: func() time.Time { return noon }}
	if err := m.gauge(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, b := "map[play:a trigger:a.late]", "map[play:b trigger:b.late]"
	want := map[string]float64{
		"makegood_monitor_looked_seconds" + a: 60, "makegood_monitor_silent" + a: 1, "makegood_monitor_unheard_seconds" + a: 5400,
		"makegood_fix_when" + a: 1, "makegood_fix_when_rate" + a: 0.073,
		"makegood_monitor_looked_seconds" + b: 0, "makegood_fix_when" + b: 0, "makegood_fix_when_rate" + b: 4,
	}
	if diff := cmp.Diff(want, measured.all); diff != "" {
		t.Error(diff)
	}
	look := book.looks["a"]
	look.Silent, look.Fix, book.heard["a.late"] = false, false, noon
	book.looks["a"] = look
	if err := m.gauge(t.Context()); err != nil || measured.all["makegood_monitor_silent"+a] != 0 || measured.all["makegood_fix_when"+a] != 0 || measured.all["makegood_monitor_unheard_seconds"+a] != 0 {
		t.Error(err, measured.all)
	}
}
