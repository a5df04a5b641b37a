package rehearsal

import (
	"time"

	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"
)

// What belongs to one moment: what is observed reaches the recoveries first, then their
// timers ring, and then people ask, save where they ask about what is just observed.
const (
	timersRing  = time.Nanosecond
	afterTimers = 2 * timersRing
)

// afterMoment has the timers of recoveries ring just after their moment: those of one
// moment ring in no order that could be relied on.
type afterMoment struct {
	interceptor.WorkerInterceptorBase
}

func (*afterMoment) InterceptWorkflow(ctx workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	if workflow.GetInfo(ctx).WorkflowType.Name == conductor {
		return next
	}
	return &recoveryIn{interceptor.WorkflowInboundInterceptorBase{Next: next}}
}

type recoveryIn struct {
	interceptor.WorkflowInboundInterceptorBase
}

func (r *recoveryIn) Init(out interceptor.WorkflowOutboundInterceptor) error {
	return r.Next.Init(&recoveryOut{interceptor.WorkflowOutboundInterceptorBase{Next: out}})
}

type recoveryOut struct {
	interceptor.WorkflowOutboundInterceptorBase
}

func (r *recoveryOut) NewTimer(ctx workflow.Context, d time.Duration) workflow.Future {
	return r.NewTimerWithOptions(ctx, d, workflow.TimerOptions{})
}

func (r *recoveryOut) NewTimerWithOptions(ctx workflow.Context, d time.Duration, options workflow.TimerOptions) workflow.Future {
	if d > 0 {
		d += timersRing
	}
	return r.Next.NewTimerWithOptions(ctx, d, options)
}
