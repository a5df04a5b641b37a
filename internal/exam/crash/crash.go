package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"makegood/internal/exam/desk"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/report"
)

const (
	atOnce     = 48               // recoveries that are sent to their steps together
	stalled    = 30 * time.Second // without a strike: the next are sent on
	rounds     = 3                // of sending recoveries to what was not struck
	endsWithin = 10 * time.Minute // until all have ended, after the last were sent
)

// Choose is the cells of one run: all, in an order by the
// seed; in short, one of each step; or one alone.
func Choose(seed uint64, short bool, only int) (chosen []Cell) {
	random := rand.New(rand.NewPCG(seed, 1))
	cells := Cells()
	random.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	seen := map[string]bool{}
	for _, cell := range cells {
		if only != 0 && cell.Number != only || only == 0 && short && seen[cell.Step.String()] {
			continue
		}
		seen[cell.Step.String()] = true
		chosen = append(chosen, cell)
	}
	return chosen
}

// Run has every cell struck and judged, on a crew that nobody else uses.
func Run(ctx context.Context, crew *house.Crew, cells []Cell, progress report.Progress) (*report.Line, error) {
	return RunAs(ctx, crew, "crash", cells, progress)
}

// RunAs is Run with recoveries of another name.
func RunAs(ctx context.Context, crew *house.Crew, series string, cells []Cell, progress report.Progress) (*report.Line, error) {
	at := desk.New(crew)
	executioner := newExecutioner(crew)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go executioner.serve(serving)
	before := crew.Kills()
	var journeys []*journey.Journey
	// A cell whose recovery was taken from its step by another's kill is sent anew.
	for round := 1; round <= rounds; round++ {
		sent, err := strike(ctx, at, executioner, fmt.Sprintf("%s-%d", series, round), cells, progress)
		if err != nil {
			return nil, err
		}
		journeys = append(journeys, sent...)
	}
	if err := at.Await(ctx, endsWithin, func(ended int) { progress.Show("crash: ended", ended, len(journeys)) }, journeys...); err != nil {
		return nil, err
	}
	line, err := at.Line(ctx, "crash", journeys)
	if err != nil {
		return nil, err
	}
	line.Cases = len(cells)
	line.Kills = crew.Kills() - before
	if line.Faults, err = at.Struck(ctx); err != nil {
		return nil, err
	}
	for _, cell := range cells {
		if !executioner.has(cell) {
			line.Fail(cell.Number, report.NotStruck, fmt.Sprintf("%s: its crash never struck", cell))
		}
	}
	return line, nil
}

// strike sends a recovery to each cell that was not struck yet, those of one victim
// at a time.
func strike(ctx context.Context, at *desk.Desk, executioner *executioner, series string, cells []Cell, progress report.Progress) (journeys []*journey.Journey, err error) {
	for _, victim := range []Victim{Worker, Gateway, Server, Both} {
		of := slices.DeleteFunc(slices.Clone(cells), func(cell Cell) bool { return cell.Victim != victim || executioner.has(cell) })
		for wave := range slices.Chunk(of, atOnce) {
			sent, err := send(ctx, at, executioner, series, wave)
			if err != nil {
				return nil, err
			}
			journeys = append(journeys, sent...)
			if err := awaitStrikes(ctx, executioner, wave, func(struck int) { progress.Show("crash: struck", struck, len(cells)) }); err != nil {
				return nil, err
			}
		}
	}
	return journeys, nil
}

// send prepares a wave's recoveries, has the executioner look out for them and reports them.
func send(ctx context.Context, at *desk.Desk, executioner *executioner, series string, wave []Cell) ([]*journey.Journey, error) {
	var journeys []*journey.Journey
	for _, cell := range wave {
		j := journeyOf(series, cell)
		at.Crew.House.Board.Watch(j.ID(), executioner.watch(cell))
		journeys = append(journeys, j)
	}
	journeys = journey.Everyone(journeys)
	if err := at.Prepare(ctx, journeys...); err != nil {
		return nil, err
	}
	return journeys, at.Report(ctx, journeys...)
}

// awaitStrikes waits until all of a wave were struck, or until no more are for a while.
func awaitStrikes(ctx context.Context, executioner *executioner, wave []Cell, told func(int)) error {
	last, since := -1, time.Now()
	for ctx.Err() == nil && time.Since(since) < stalled {
		struck, failed := executioner.count()
		if failed != nil {
			return failed
		}
		told(struck)
		if !slices.ContainsFunc(wave, func(cell Cell) bool { return !executioner.has(cell) }) {
			return nil
		}
		if struck > last {
			last, since = struck, time.Now()
		}
		pause(ctx, 100*time.Millisecond)
	}
	return ctx.Err()
}
