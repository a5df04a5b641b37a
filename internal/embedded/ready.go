package embedded

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

const (
	// readyWithin is generous: a start takes about a second.
	readyWithin = 60 * time.Second
	askEvery    = 10 * time.Millisecond
)

// awaitReady asks until the frontend serves and knows the namespace with its
// search attributes, and a visibility query works.
func awaitReady(ctx context.Context, t *temporalServer, o Options) error {
	ctx, cancel := context.WithTimeoutCause(ctx, readyWithin, fmt.Errorf("not ready within %v", readyWithin))
	defer cancel()
	conn, err := grpc.NewClient(t.address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return fmt.Errorf("embedded: %w", err)
	}
	defer conn.Close()

	for {
		err := askOnce(ctx, conn, o)
		if err == nil {
			return nil
		}
		select {
		case reason := <-t.failed:
			return fmt.Errorf("embedded: Temporal gave up: %w", reason)
		case <-ctx.Done():
			return fmt.Errorf("embedded: Temporal did not become ready: %w; it last said: %w", context.Cause(ctx), err)
		case <-time.After(askEvery):
		}
	}
}

func askOnce(ctx context.Context, conn grpc.ClientConnInterface, o Options) error {
	health, err := healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{
		Service: workflowservice.WorkflowService_ServiceDesc.ServiceName,
	})
	if err != nil {
		return err
	}
	if health.Status != healthpb.HealthCheckResponse_SERVING {
		return errors.New("the frontend does not serve yet")
	}
	has, err := operatorservice.NewOperatorServiceClient(conn).ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{
		Namespace: o.Namespace,
	})
	if err != nil {
		return err
	}
	for name := range o.SearchAttributes {
		if _, there := has.CustomAttributes[name]; !there {
			return fmt.Errorf("search attribute %s is not known yet", name)
		}
	}
	_, err = workflowservice.NewWorkflowServiceClient(conn).CountWorkflowExecutions(ctx, &workflowservice.CountWorkflowExecutionsRequest{
		Namespace: o.Namespace,
		Query:     "ExecutionStatus = 'Running'",
	})
	return err
}
