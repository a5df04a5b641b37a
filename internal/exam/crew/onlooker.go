package crew

import (
	"context"
	"sync/atomic"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/interceptor"

	"makegood/internal/exam/step"
)

// onlooker is there as activities begin and end, local ones too.
type onlooker struct {
	interceptor.WorkerInterceptorBase
	lookout *lookout
}

// InterceptActivity puts itself around each activity.
func (o *onlooker) InterceptActivity(_ context.Context, next interceptor.ActivityInboundInterceptor) interceptor.ActivityInboundInterceptor {
	i := &around{lookout: o.lookout}
	i.Next = next
	return i
}

type around struct {
	interceptor.ActivityInboundInterceptorBase
	lookout *lookout
}

// ExecuteActivity runs the activity with a moment before and one after it. What is
// beneath finds in the context which activity of which recovery this is.
func (a *around) ExecuteActivity(ctx context.Context, in *interceptor.ExecuteActivityInput) (any, error) {
	info := activity.GetInfo(ctx)
	doing := &doing{recovery: info.WorkflowExecution.ID, activity: info.ActivityType.Name, what: whatFor(in.Args), lookout: a.lookout}
	ctx = context.WithValue(ctx, doingKey{}, doing)
	doing.at(ctx, step.Entered)
	result, err := a.Next.ExecuteActivity(ctx, in)
	doing.at(ctx, step.Returns)
	return result, err
}

// doing is one attempt at an activity.
type doing struct {
	recovery, activity string
	what               step.For
	lookout            *lookout
	calls              atomic.Int32 // of the provider, that change something there
}

type doingKey struct{}

// at tells where the activity of a context stands; outside of one there is nobody.
func at(ctx context.Context, point step.Point) {
	if doing, is := ctx.Value(doingKey{}).(*doing); is {
		doing.at(ctx, point)
	}
}

func (d *doing) at(ctx context.Context, point step.Point) {
	d.lookout.at(ctx, d.recovery, step.Step{Activity: d.activity, For: d.what, Point: point})
}
