package workers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// SweepBook is what the sweep asks of the ledger.
type SweepBook interface {
	// Recoveries lists recoveries, the newest first.
	Recoveries(ctx context.Context, filter ledger.Filter) ([]recovery.State, error)
	// Waiting lists what providers called in with and nobody was told.
	Waiting(ctx context.Context, before time.Time, most int) ([]ledger.News, error)
	// PassedOn puts on record that somebody was.
	PassedOn(ctx context.Context, request string, news []ledger.News) error
	// ForgetNews deletes what providers can no longer repeat.
	ForgetNews(ctx context.Context, before time.Time) error
}

// Sweep finds what nobody would otherwise notice: a recovery whose workflow ended
// in a way that workflows do not end by themselves, and a provider's call that was
// kept and not passed on. It may run anywhere, and in several places at once.
type Sweep struct {
	Client    client.Client
	TaskQueue string
	Ledger    SweepBook
	Logger    *slog.Logger
	Every     time.Duration // by default five minutes
	Young     time.Duration // how long what is on record is left to its workflow to begin; by default two minutes
}

// Swept is what one sweep did.
type Swept struct {
	Opened int // recoveries opened again
	Passed int // calls passed on
}

const (
	sweepEvery = 5 * time.Minute
	newsWaits  = time.Minute        // before it is taken that whoever heard it is gone
	newsKept   = 7 * 24 * time.Hour // providers repeat themselves for three days
	atATime    = 200                // rows read at once
	young      = 2 * time.Minute    // what was recorded just now is being worked on
)

// cutShort is every way to end that is not a recovery's own.
const cutShort = "WorkflowType = '" + workflows.TypeRecovery + "' AND ExecutionStatus IN ('Terminated', 'Failed', 'Canceled', 'TimedOut')"

// Run sweeps at once and then again and again, until the context ends.
func (s *Sweep) Run(ctx context.Context) {
	ticker := time.NewTicker(orElse(s.Every, sweepEvery))
	defer ticker.Stop()
	for {
		swept, err := s.Once(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.Logger.Warn("a sweep was not finished; the next goes on", "error", err)
		case swept != Swept{}:
			s.Logger.Info("swept", "opened_again", swept.Opened, "calls_passed_on", swept.Passed)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func orElse(given, usual time.Duration) time.Duration {
	if given > 0 {
		return given
	}
	return usual
}

// Once sweeps once. What it could not do, the next one does.
func (s *Sweep) Once(ctx context.Context) (Swept, error) {
	var swept Swept
	ended := s.openEnded(ctx, &swept)
	forgotten := s.openForgotten(ctx, &swept)
	return swept, errors.Join(ended, forgotten, s.passOn(ctx, &swept), s.Ledger.ForgetNews(ctx, time.Now().Add(-newsKept)))
}

// openEnded opens again what Temporal knows to have been cut short.
func (s *Sweep) openEnded(ctx context.Context, swept *Swept) error {
	request := &workflowservice.ListWorkflowExecutionsRequest{Query: cutShort + " AND TaskQueue = '" + s.TaskQueue + "'", PageSize: atATime}
	seen := map[string]bool{}
	var failures setbacks
	for {
		page, err := s.Client.ListWorkflow(ctx, request)
		if err != nil {
			return failures.and(fmt.Errorf("recoveries that were cut short cannot be listed: %w", err))
		}
		for _, one := range page.GetExecutions() {
			if id := one.GetExecution().GetWorkflowId(); !seen[id] {
				seen[id] = true
				if failures.tooMany(s.open(ctx, id, swept)) {
					return failures.and(nil)
				}
			}
		}
		if request.NextPageToken = page.GetNextPageToken(); len(request.NextPageToken) == 0 {
			return failures.and(nil)
		}
	}
}

// openForgotten opens again what the ledger knows to be owed and Temporal has no
// workflow for, be it that it has forgotten.
func (s *Sweep) openForgotten(ctx context.Context, swept *Swept) error {
	var failures setbacks
	for _, stage := range []recovery.Stage{recovery.Confirmed, recovery.NeedsPerson} {
		filter := ledger.Filter{Stage: stage, Limit: atATime, Before: time.Now().Add(-orElse(s.Young, young))}
		for {
			page, err := s.Ledger.Recoveries(ctx, filter)
			if err != nil {
				return failures.and(fmt.Errorf("open recoveries cannot be listed: %w", err))
			}
			for i := range page {
				if failures.tooMany(s.open(ctx, page[i].ID, swept)) {
					return failures.and(nil)
				}
			}
			if len(page) < atATime {
				break
			}
			last := &page[len(page)-1]
			filter.Before, filter.BeforeID = last.OpenedAt, last.ID
		}
	}
	return failures.and(nil)
}

// open starts a run that takes up where the last one was cut short. Where one runs,
// or the last ended by itself with nothing owed, there is nothing to do.
func (s *Sweep) open(ctx context.Context, id string, swept *Swept) error {
	about, err := s.Client.DescribeWorkflowExecution(ctx, id, "")
	var forgotten *serviceerror.NotFound
	last := about.GetWorkflowExecutionInfo()
	switch {
	case errors.As(err, &forgotten):
		last = nil
	case err != nil:
		return fmt.Errorf("%s cannot be looked at: %w", id, err)
	case last.GetTaskQueue() != s.TaskQueue: // another Makegood's, which has a ledger of its own
		return nil
	case last.GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, last.GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED:
		return nil
	}
	options := workflows.ResumeOptions(s.TaskQueue, id, last.GetExecution().GetRunId())
	if _, err := s.Client.ExecuteWorkflow(ctx, options, workflows.TypeRecovery); err != nil {
		var already *serviceerror.WorkflowExecutionAlreadyStarted
		if errors.As(err, &already) {
			return nil
		}
		return fmt.Errorf("%s cannot be opened again: %w", id, err)
	}
	s.Logger.Warn("a recovery that was cut short is opened again", "recovery", id, "was", last.GetStatus().String())
	swept.Opened++
	return nil
}

// passOn tells recoveries what their providers called in with, where whoever heard
// it did not live to tell. What cannot be told waits for the next sweep.
func (s *Sweep) passOn(ctx context.Context, swept *Swept) error {
	var failures setbacks
	for {
		waiting, err := s.Ledger.Waiting(ctx, time.Now().Add(-newsWaits), atATime)
		if err != nil || len(waiting) == 0 {
			return failures.and(err)
		}
		for _, one := range waiting {
			if failures.tooMany(s.tell(ctx, one, swept)) {
				return failures.and(nil)
			}
		}
		if failures.any() {
			return failures.and(nil) // the list would begin with the same again
		}
	}
}

func (s *Sweep) tell(ctx context.Context, one ledger.News, swept *Swept) error {
	if err := workflows.PassOn(ctx, s.Client, s.TaskQueue, one.Recovery, one.Receipt); err != nil {
		return fmt.Errorf("%s cannot be told of its %s: %w", one.Recovery, one.Receipt.Step, err)
	}
	if err := s.Ledger.PassedOn(ctx, "", []ledger.News{one}); err != nil {
		return err
	}
	swept.Passed++
	return nil
}
