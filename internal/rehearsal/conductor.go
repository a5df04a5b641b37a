package rehearsal

import (
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// When a scenario is over that does not come to an end by itself.
const (
	standsFor = 8 * 24 * time.Hour  // a recovery that needs a person, and nothing moves it
	afterAll  = 60 * 24 * time.Hour // anything else, after the last event and the longest play
)

// conduct is the workflow whose children are the scenario's recoveries: one clock for
// all of them, so that they meet in the ledger in their true order.
func (s *stage) conduct(ctx workflow.Context) error {
	wakes := workflow.GetSignalChannel(ctx, happens)
	step, last := time.Hour, workflow.Now(ctx)
	for {
		for wakes.ReceiveAsync(nil) { // the queue knows what it is
		}
		for next, due := s.queue.due(workflow.Now(ctx)); due; next, due = s.queue.due(workflow.Now(ctx)) {
			next.do(ctx)
			last, step = workflow.Now(ctx), time.Hour
		}
		s.told(ctx)
		if at, some := s.queue.next(); some {
			if _, err := workflow.AwaitWithTimeout(ctx, at.Sub(workflow.Now(ctx)), func() bool { return wakes.Len() > 0 }); err != nil {
				return err
			}
			continue
		}
		if s.ended() || s.stand(ctx) || workflow.Now(ctx).Sub(last) > s.longest+afterAll {
			break
		}
		if _, err := workflow.AwaitWithTimeout(ctx, step, func() bool { return wakes.Len() > 0 || s.ended() }); err != nil {
			return err
		}
		step = 24 * time.Hour
	}
	s.last = s.snapshot()
	for id, stood := range s.stands {
		if !s.runs[id].IsReady() {
			s.last.states[id] = stood.state
		}
	}
	return nil
}

// ended says whether every recovery has.
func (s *stage) ended() bool {
	for _, run := range s.runs {
		if !run.IsReady() {
			return false
		}
	}
	return true
}

// stand says whether all that have not ended wait for a person whom the scenario does
// not have. They are kept as they stood when they last moved.
func (s *stage) stand(ctx workflow.Context) bool {
	all := true
	for id, run := range s.runs {
		if run.IsReady() {
			delete(s.stands, id)
			continue
		}
		state, err := s.state(id)
		if err != nil || state.Stage != recovery.NeedsPerson || !state.HeldUntil.IsZero() { // what is held goes on by itself
			delete(s.stands, id)
			all = false
			continue
		}
		lines := len(slices.DeleteFunc(slices.Clone(state.Story), isReminder))
		if stood, known := s.stands[id]; !known || stood.lines != lines {
			s.stands[id] = standing{state, lines, workflow.Now(ctx)}
			all = false
			continue
		}
		if workflow.Now(ctx).Sub(s.stands[id].since) < standsFor {
			all = false
		}
	}
	return all
}

// isReminder says whether a line of a story only says that a person still is needed.
func isReminder(line recovery.Happened) bool { return strings.HasPrefix(line.What, "Overdue:") }

// standing is a recovery that needs a person, and since when nothing has moved it.
type standing struct {
	state recovery.State
	lines int // of its story
	since time.Time
}
