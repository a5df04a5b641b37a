package crew

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"go.temporal.io/sdk/client"

	"makegood/gateway"
	"makegood/internal/exam/step"
)

// open is the gateway's process.
func open(ctx context.Context, setup Setup, out io.Writer) error {
	means, err := setup.means(ctx)
	if err != nil {
		return err
	}
	settings, err := setup.settings()
	if err != nil {
		return err
	}
	door := gateway.New(gateway.Options{
		Temporal:  &signals{Client: means.temporal, lookout: newLookout(setup)},
		TaskQueue: setup.Name, Playbook: means.playbook, Ledger: means.ledger, Logger: means.log,
		Webhooks: gateway.WebhooksOf(settings),
	})
	const grace = 5 * time.Second
	return gateway.Serve(ctx, setup.Listen, door.Handler(), grace, func(net.Addr) { fmt.Fprintln(out, Ready) })
}

// signals looks on as the gateway hands an observation to Temporal.
type signals struct {
	client.Client
	lookout *lookout
}

var errNoTemporal = errors.New("the exam has Temporal not answer")

// SignalWithStartWorkflow signals, with a moment before and one after.
func (s *signals) SignalWithStartWorkflow(ctx context.Context, id, signal string, argument any, options client.StartWorkflowOptions, workflow any, arguments ...any) (client.WorkflowRun, error) {
	if s.lookout.at(ctx, id, step.Step{Activity: step.Observe, Point: step.Signals}) == step.Fail {
		return nil, errNoTemporal
	}
	run, err := s.Client.SignalWithStartWorkflow(ctx, id, signal, argument, options, workflow, arguments...)
	s.lookout.at(ctx, id, step.Step{Activity: step.Observe, Point: step.Signaled})
	return run, err
}
