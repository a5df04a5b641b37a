package gateway

import (
	"context"
	"errors"
	"runtime/debug"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// takeAll hands over many, those of one recovery in their order, and stops at
// the first that cannot be. It returns the answers in the order of the request,
// and how many were acknowledged.
func (g *Gateway) takeAll(ctx context.Context, all []posted) ([]taken, int, error) {
	places := make(map[string][]int) // of each recovery's observations, in order
	var ids []string
	for place, one := range all {
		id := one.observation.RecoveryID()
		if places[id] == nil {
			ids = append(ids, id)
		}
		places[id] = append(places[id], place)
	}
	answers := make([]taken, len(all))
	var count atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, id := range ids {
		group.Go(func() (err error) {
			defer g.caught(&err)
			for _, place := range places[id] {
				if err := ctx.Err(); err != nil {
					return err
				}
				answer, err := g.take(ctx, all[place])
				if err != nil {
					return err
				}
				answers[place] = answer
				count.Add(1)
			}
			return nil
		})
	}
	err := group.Wait()
	return answers, int(count.Load()), err
}

// caught makes a panic outside the request's own goroutine an error: there it
// would end the process.
func (g *Gateway) caught(err *error) {
	if fallen := recover(); fallen != nil {
		g.log.Error("a signal panicked", "stack", string(debug.Stack()))
		*err = errors.New("a signal panicked")
	}
}
