package desk

import (
	"context"
	"sync/atomic"

	"makegood/internal/exam/step"
	"makegood/internal/exam/switchboard"
)

// deaf has Temporal not answer the gateway so many times.
func deaf(times int) switchboard.Watcher {
	var left atomic.Int64
	left.Store(int64(times))
	return func(_ context.Context, arrival step.Arrival) step.Answer {
		if arrival.Point == step.Signals && left.Add(-1) >= 0 {
			return step.Fail
		}
		return step.GoOn
	}
}
