package crash

import (
	"context"
	"time"

	"makegood/internal/exam/process"
	"makegood/internal/exam/step"
)

// Those who stand at their steps wait for others that are to be struck by the same
// kill, since each kill costs all who run twenty seconds: until no more have come for
// a moment, and never so long that a local activity's time would run out.
const (
	moment  = 1200 * time.Millisecond
	longest = 5 * time.Second
)

// serve kills whenever somebody waits to be struck, until the context ends.
func (e *executioner) serve(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.wake:
		}
		for _, victim := range []Victim{Worker, Gateway, Server, Both} {
			if e.gather(ctx, victim) > 0 {
				e.strike(ctx, victim)
			}
		}
	}
}

// gather waits for more of those that one kill strikes, and counts them.
func (e *executioner) gather(ctx context.Context, victim Victim) int {
	count := e.waits(victim)
	for began := time.Now(); count > 0 && time.Since(began) < longest && ctx.Err() == nil; {
		pause(ctx, moment)
		more := e.waits(victim)
		if more <= count {
			break
		}
		count = more
	}
	return count
}

func (e *executioner) waits(victim Victim) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.held[victim])
}

func (e *executioner) strike(ctx context.Context, victim Victim) {
	e.mu.Lock()
	held := e.held[victim]
	e.held[victim] = nil
	e.dying = victim
	doors := false // those who stand in the gateway, not in the worker
	for _, waiting := range held {
		e.struck[waiting.cell.Number] = true
		doors = doors || waiting.cell.Activity == step.Observe
	}
	e.mu.Unlock()
	if len(held) == 0 {
		return
	}
	err := e.crew.House.Restart(ctx, e.processes(victim, doors)...)
	e.mu.Lock()
	defer e.mu.Unlock()
	if err != nil && e.failed == nil && ctx.Err() == nil {
		e.failed = err
	}
	for _, waiting := range held {
		close(waiting.passed)
	}
}

func (e *executioner) processes(victim Victim, doors bool) []*process.Process {
	switch victim {
	case Worker:
		return []*process.Process{e.crew.Worker}
	case Gateway:
		return []*process.Process{e.crew.Gateway}
	case Server:
		return []*process.Process{e.crew.House.Server}
	}
	both := []*process.Process{e.crew.House.Server, e.crew.Worker}
	if doors {
		both = append(both, e.crew.Gateway)
	}
	return both
}
