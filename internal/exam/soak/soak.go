package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"makegood/internal/exam/desk"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/process"
	"makegood/internal/exam/report"
	"makegood/recovery"
)

// Plan is how much of everything.
type Plan struct {
	Seed       uint64
	Recoveries int
	Kills      int
	Resets     int
}

const endsWithin = 20 * time.Minute

// Run soaks a crew that nobody else uses. Section is the line's name.
func Run(ctx context.Context, crew *house.Crew, section string, plan Plan, progress report.Progress) (*report.Line, error) {
	random := rand.New(rand.NewPCG(plan.Seed, 3))
	at := desk.New(crew)
	all := journeys("soak", plan.Recoveries, random)
	if err := at.Prepare(ctx, all...); err != nil {
		return nil, err
	}
	kills, resets := rand.New(rand.NewPCG(plan.Seed, 4)), rand.New(rand.NewPCG(plan.Seed, 5))
	var reported atomic.Int64 // observations
	var done atomic.Int64     // resets
	told := tellings(all, random)
	before := crew.Kills()
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return tell(running, at, told, &reported) })
	// Kills and resets are spread over the reporting, so that they meet recoveries at work.
	group.Go(func() error {
		for n := range plan.Kills {
			if err := reach(running, &reported, share(n+1, plan.Kills+1, len(told))); err != nil {
				return err
			}
			if err := crew.House.Restart(running, victim(crew, kills)); err != nil {
				return err
			}
			progress.Show(section+": killed", n+1, plan.Kills)
		}
		return nil
	})
	group.Go(func() error {
		for n := range plan.Resets {
			if err := reach(running, &reported, share(n+1, plan.Resets, len(told))); err != nil {
				return err
			}
			if reset(running, crew, resets, func() string { return told[resets.IntN(int(reported.Load()))].RecoveryID() }) {
				done.Add(1)
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if err := at.Await(ctx, endsWithin, func(ended int) { progress.Show(section+": ended", ended, len(all)) }, all...); err != nil {
		return nil, err
	}
	// Some are taken back once all have closed.
	for range plan.Resets / 2 {
		if reset(ctx, crew, resets, func() string { return all[resets.IntN(len(all))].ID() }) {
			done.Add(1)
		}
	}
	if err := at.Await(ctx, endsWithin, func(int) {}, all...); err != nil {
		return nil, err
	}
	line, err := at.Line(ctx, section, all)
	if err != nil {
		return nil, err
	}
	line.Kills, line.Resets = crew.Kills()-before, int(done.Load())
	line.Faults, err = at.Struck(ctx)
	return line, err
}

// reset takes back one recovery by chance. Some cannot be, at their moment: then it is another's turn.
func reset(ctx context.Context, crew *house.Crew, random *rand.Rand, one func() string) bool {
	const tries = 20
	for range tries {
		if crew.House.Reset(ctx, one(), random) {
			return true
		}
		desk.Wait(ctx, 100*time.Millisecond)
	}
	return false
}

// tellings is every observation, one to three times, in an order by chance.
func tellings(all []*journey.Journey, random *rand.Rand) (told []*recovery.Observation) {
	for _, j := range all {
		for _, observation := range j.Observations {
			for range 1 + random.IntN(3) {
				told = append(told, observation)
			}
		}
	}
	random.Shuffle(len(told), func(i, k int) { told[i], told[k] = told[k], told[i] })
	return told
}

func tell(ctx context.Context, at *desk.Desk, told []*recovery.Observation, reported *atomic.Int64) error {
	const atOnce = 24
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, observation := range told {
		group.Go(func() error {
			if err := at.Observe(ctx, observation, false); err != nil {
				return fmt.Errorf("%s: %w", observation.RecoveryID(), err)
			}
			reported.Add(1)
			return nil
		})
	}
	return group.Wait()
}

// victim is a process by chance. The sandbox is one of them: what a provider has
// accepted it still knows afterwards.
func victim(crew *house.Crew, random *rand.Rand) *process.Process {
	victims := []*process.Process{crew.Worker, crew.Gateway, crew.House.Server, crew.House.Sandbox}
	return victims[random.IntN(len(victims))]
}

// share is the nth of so many parts of all.
func share(n, parts, all int) int64 { return int64(n * all / parts) }

// reach waits until so many observations were reported.
func reach(ctx context.Context, reported *atomic.Int64, many int64) error {
	for reported.Load() < many {
		desk.Wait(ctx, 20*time.Millisecond)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
