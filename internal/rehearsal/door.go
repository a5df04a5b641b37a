package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
	"makegood/workflows"
)

// observe takes an observation in as the gateway does: one that changes nothing any more
// is not passed on.
func (s *stage) observe(ctx workflow.Context, o *recovery.Observation) {
	record, _, err := s.ledger.Recovery(context.Background(), o.RecoveryID())
	switch {
	case err != nil:
		s.failed = err
		return
	case record.Stage == recovery.Delivered, record.Stage == recovery.Dismissed && record.Seen.Has(o.ID):
		return
	}
	play, why := s.book.Choose(o)
	s.tell(ctx, workflows.StartOptions(workflows.TaskQueue, o, play, why, s.env.Now()), workflows.SignalObserve, *o)
}

// complain takes a complaint in as the gateway does: where the recovery has ended, its
// record takes it.
func (s *stage) complain(ctx workflow.Context, c *recovery.Complaint) {
	if !s.isRunning(c.RecoveryID()) {
		if _, ended, err := s.ledger.Complain(context.Background(), c); ended || err != nil {
			s.failed = errors.Join(s.failed, err)
			return
		}
	}
	play, _ := s.book.ForAll(c.Trigger)
	s.tell(ctx, workflows.ComplaintOptions(workflows.TaskQueue, c, play, s.memory.lastRun(c.RecoveryID())), workflows.SignalComplain, *c)
}

// isRunning says whether a recovery has begun and not ended.
func (s *stage) isRunning(id string) bool {
	run := s.runs[id]
	return run != nil && !run.IsReady()
}

// call takes a provider's call in as the gateway does. One that tells nothing new does
// not begin anew what has ended.
func (s *stage) call(ctx workflow.Context, id string, news recovery.Receipt, restarts bool) {
	if s.runs[id] == nil || !s.isRunning(id) && !restarts {
		return
	}
	s.tell(ctx, workflows.ResumeOptions(workflows.TaskQueue, id, s.memory.lastRun(id)), workflows.SignalReceipt, news)
}

// tell signals a recovery, and starts it where it is not running. It does not wait for
// that, so that others hear at the same moment what they are told at it.
func (s *stage) tell(ctx workflow.Context, options client.StartWorkflowOptions, signal string, argument any) {
	s.telling++
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { s.telling-- }()
		id := options.ID
		if !s.isRunning(id) {
			s.start(ctx, options)
		}
		err := s.runs[id].SignalChildWorkflow(ctx, signal, argument).Get(ctx, nil)
		if err != nil {
			s.start(ctx, options) // it ended in this very moment
			err = s.runs[id].SignalChildWorkflow(ctx, signal, argument).Get(ctx, nil)
		}
		if err != nil {
			s.failed = fmt.Errorf("%s could not be told: %w", id, err)
			return
		}
		s.memory.signalled(id, signal, argument)
	})
}

// told waits until every recovery has heard what it is told.
func (s *stage) told(ctx workflow.Context) {
	_ = workflow.Await(ctx, func() bool { return s.telling == 0 })
}

func (s *stage) start(ctx workflow.Context, options client.StartWorkflowOptions) {
	id := options.ID
	if !slices.Contains(s.order, id) {
		s.order = append(s.order, id)
	}
	s.memos[id] = memo(options.Memo)
	s.memory.began(id, s.memos[id])
	ctx = workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID: id, TaskQueue: workflows.TaskQueue, WorkflowRunTimeout: never,
		TypedSearchAttributes: options.TypedSearchAttributes,
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_TERMINATE,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	})
	run := workflow.ExecuteChildWorkflow(ctx, workflows.TypeRecovery)
	s.runs[id] = run
	if err := run.GetChildWorkflowExecution().Get(ctx, nil); err != nil {
		s.failed = fmt.Errorf("%s could not be started: %w", id, err)
	}
	workflow.Go(ctx, func(ctx workflow.Context) {
		if err := run.Get(ctx, nil); err != nil {
			s.failed = fmt.Errorf("%s failed, which a recovery never does: %w", id, err)
		}
	})
}

func memo(fields map[string]any) *commonpb.Memo {
	all := &commonpb.Memo{Fields: map[string]*commonpb.Payload{}}
	for name, value := range fields {
		if payload, err := converter.GetDefaultDataConverter().ToPayload(value); err == nil {
			all.Fields[name] = payload
		}
	}
	return all
}
