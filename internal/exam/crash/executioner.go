package crash

import (
	"context"
	"slices"
	"sync"
	"time"

	"makegood/internal/exam/house"
	"makegood/internal/exam/step"
)

// executioner kills, one at a time, and remembers who was struck.
type executioner struct {
	crew *house.Crew

	mu     sync.Mutex
	held   map[Victim][]*stand
	struck map[int]bool // by the cell's number
	dying  Victim       // whom the latest kill was for
	failed error
	wake   chan struct{}
}

// stand is a recovery that waits at its step.
type stand struct {
	cell   Cell
	passed chan struct{}
}

func newExecutioner(crew *house.Crew) *executioner {
	return &executioner{crew: crew, held: map[Victim][]*stand{}, struck: map[int]bool{}, wake: make(chan struct{}, 1)}
}

// watch holds a cell's recovery at its step until the victim is dead, and where that
// was somebody else, lives again. It strikes once.
func (e *executioner) watch(cell Cell) func(context.Context, step.Arrival) step.Answer {
	return func(ctx context.Context, arrival step.Arrival) step.Answer {
		if arrival.Step != cell.Step {
			return step.GoOn
		}
		waiting, first := e.hold(cell)
		if !first {
			return step.GoOn
		}
		select {
		case <-waiting.passed:
		case <-ctx.Done():
			e.died(waiting)
		}
		return step.GoOn
	}
}

func (e *executioner) hold(cell Cell) (*stand, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.struck[cell.Number] {
		return nil, false
	}
	for _, other := range e.held[cell.Victim] {
		if other.cell.Number == cell.Number {
			return nil, false
		}
	}
	waiting := &stand{cell: cell, passed: make(chan struct{})}
	e.held[cell.Victim] = append(e.held[cell.Victim], waiting)
	select {
	case e.wake <- struct{}{}:
	default:
	}
	return waiting, true
}

// died takes note that the process died in which a recovery stood. Where that was by
// a kill for the same victim it was struck, if before its turn; by another's it was
// not, and may never pass here again.
func (e *executioner) died(waiting *stand) {
	e.mu.Lock()
	defer e.mu.Unlock()
	held := e.held[waiting.cell.Victim]
	at := slices.Index(held, waiting)
	if at < 0 {
		return // its turn had come
	}
	e.held[waiting.cell.Victim] = slices.Delete(held, at, at+1)
	if e.dying == waiting.cell.Victim {
		e.struck[waiting.cell.Number] = true
	}
}

func (e *executioner) count() (struck int, failed error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.struck), e.failed
}

func (e *executioner) has(cell Cell) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.struck[cell.Number]
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
