package faults

import (
	"context"
	"errors"
	"time"

	"makegood/internal/exam/desk"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
)

const (
	endsWithin    = 12 * time.Minute
	strikesWithin = time.Minute
	lastsFor      = 25 * time.Hour
)

// Run takes the cases through a crew that nobody else uses. Those that are to be
// spoiled for long come last, since they move the sandbox's clock.
func Run(ctx context.Context, crew *house.Crew, now, lasting []*journey.Journey, progress report.Progress) (*report.Line, error) {
	at := desk.New(crew)
	before := crew.Kills()
	told := func(what string, all []*journey.Journey) func(int) {
		return func(ended int) { progress.Show("faults: "+what, ended, len(all)) }
	}
	if err := Take(ctx, at, endsWithin, told("ended", now), now); err != nil {
		return nil, err
	}
	line, err := at.Line(ctx, "faults", now)
	if err != nil {
		return nil, err
	}
	if err := struck(ctx, at, line, now); err != nil {
		return nil, err
	}
	if len(lasting) > 0 {
		if err := last(ctx, at, line, told("after 25 hours", lasting), lasting); err != nil {
			return nil, err
		}
		after, err := at.Line(ctx, "faults", append(now, lasting...))
		if err != nil {
			return nil, err
		}
		after.Failures, after.Faults = append(onlyNotStruck(line), after.Failures...), line.Faults
		line = after
		line.Recount()
	}
	line.Kills = crew.Kills() - before
	return line, nil
}

// Take prepares, reports and awaits journeys, for so long at the most, and then tells
// them what is to come once they have ended.
func Take(ctx context.Context, at *desk.Desk, within time.Duration, told func(int), journeys []*journey.Journey) error {
	if err := at.Prepare(ctx, journeys...); err != nil {
		return err
	}
	if err := at.Report(ctx, journeys...); err != nil {
		return err
	}
	if err := at.Await(ctx, within, told, journeys...); err != nil {
		return err
	}
	for _, j := range journeys {
		for _, observation := range j.Afterwards {
			if err := at.Observe(ctx, observation, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// struck counts what the faults spoiled, and finds the cases that none did.
func struck(ctx context.Context, at *desk.Desk, line *report.Line, journeys []*journey.Journey) error {
	record, err := oracle.Read(ctx, at.Crew.House.SandboxURL())
	if err != nil {
		return err
	}
	by := map[string]int{}
	for _, fault := range record.Faults {
		by[fault.Match] += fault.Struck
		line.Faults += fault.Struck
	}
	for _, j := range journeys {
		for _, match := range at.Matches(j) {
			if by[match] == 0 {
				line.Fail(j.Number, report.NotStruck, j.What+": its fault never struck")
			}
		}
	}
	return nil
}

// last spoils everything of its journeys for 25 hours by the sandbox's clock and the
// worker's, which is killed as the time passes, and then nothing any more.
func last(ctx context.Context, at *desk.Desk, line *report.Line, told func(int), journeys []*journey.Journey) error {
	if err := at.Clear(ctx); err != nil {
		return err
	}
	if err := at.Prepare(ctx, journeys...); err != nil {
		return err
	}
	if err := at.Report(ctx, journeys...); err != nil {
		return err
	}
	if err := awaitStruck(ctx, at, journeys); err != nil {
		return err
	}
	if err := struck(ctx, at, line, journeys); err != nil {
		return err
	}
	pass := func() error { return errors.Join(at.Advance(ctx, lastsFor), at.Clear(ctx)) }
	if err := at.Crew.Later(ctx, lastsFor, pass); err != nil {
		return err
	}
	return at.Await(ctx, endsWithin, told, journeys...)
}

func awaitStruck(ctx context.Context, at *desk.Desk, journeys []*journey.Journey) error {
	for began := time.Now(); time.Since(began) < strikesWithin && ctx.Err() == nil; {
		probe := &report.Line{}
		if err := struck(ctx, at, probe, journeys); err != nil || !probe.Failed() {
			return err
		}
		desk.Wait(ctx, 500*time.Millisecond)
	}
	return ctx.Err()
}

func onlyNotStruck(line *report.Line) (kept []report.Failure) {
	for _, failure := range line.Failures {
		if failure.Kind == report.NotStruck {
			kept = append(kept, failure)
		}
	}
	return kept
}
