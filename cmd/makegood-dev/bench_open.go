package main

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"makegood/workflows"
)

// openMany opens recoveries that stay below their threshold, and waits until each
// of them watches.
func (b *bench) openMany(ctx context.Context, out output) error {
	began, said := time.Now(), time.Now()
	slots, failed := make(chan struct{}, b.parallel), make(chan error, 1)
	for i := range b.open {
		select {
		case err := <-failed:
			return fmt.Errorf("open recovery: %w", err)
		case slots <- struct{}{}:
		}
		go func() {
			defer func() { <-slots }()
			if err := b.openOne(ctx, i); err != nil {
				select {
				case failed <- err:
				default:
				}
			}
		}()
		if time.Since(said) > 10*time.Second {
			said = time.Now()
			fmt.Fprintf(out, "  %d of %d opened, %.0f a second\n", i, b.open, float64(i)/time.Since(began).Seconds())
		}
	}
	for range b.parallel {
		slots <- struct{}{}
	}
	return b.untilQuiet(ctx)
}

func (b *bench) openOne(ctx context.Context, i int) error {
	observation := benchObservation(-1, i, 10)
	options := workflows.StartOptions(workflows.TaskQueue, observation, b.play, "", time.Now())
	_, err := b.house.client.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalObserve, observation, options, workflows.TypeRecovery)
	return err
}

// untilQuiet waits until the worker has taken up all that was opened.
func (b *bench) untilQuiet(ctx context.Context) error {
	for {
		about, err := b.house.client.WorkflowService().DescribeTaskQueue(ctx, &workflowservice.DescribeTaskQueueRequest{
			Namespace: client.DefaultNamespace, TaskQueue: &taskqueue.TaskQueue{Name: workflows.TaskQueue},
			TaskQueueType: enums.TASK_QUEUE_TYPE_WORKFLOW, ReportStats: true,
		})
		if err != nil {
			return err
		}
		if about.GetStats().GetApproximateBacklogCount() == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
