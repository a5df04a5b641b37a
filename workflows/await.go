package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// await reads a step back until its provider's word is final, for a bounded time
// or without end where the bound is 0. Reading slows down as it goes on; a call of
// the provider's has it read anew at once.
func (l *life) await(ctx workflow.Context, summary string, pending recovery.Receipt, within time.Duration) (recovery.Receipt, error) {
	l.news.awaited[pending.Step] = true
	defer delete(l.news.awaited, pending.Step)
	until := workflow.Now(ctx).Add(within)
	for {
		asking, stop := workflow.WithCancel(outside(ctx, pending.Provider, summary, within))
		answer := workflow.ExecuteActivity(asking, receipts.AwaitReceipt, l.receiptOrder(pending))
		_ = workflow.Await(ctx, func() bool { return answer.IsReady() || l.hasNewsOf(pending.Step) })
		if answer.IsReady() {
			var receipt recovery.Receipt
			err := answer.Get(ctx, &receipt)
			return receipt, err
		}
		stop()
		l.newsOf(pending.Step)
		if within > 0 {
			within = max(until.Sub(workflow.Now(ctx)), time.Second)
		}
	}
}
