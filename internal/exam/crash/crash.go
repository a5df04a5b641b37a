package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"makegood/internal/exam/desk"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/report"
)

const (
	atOnce        = 48               // recoveries that are sent to their steps together
	strikesWithin = 2 * time.Minute  // until every one of them was struck
	endsWithin    = 10 * time.Minute // until all have ended, after the last kill
)

// Choose is the cells of one run: those that can happen, in an order by the seed
// that keeps kills of one victim together; in short, one of each step; or one alone.
func Choose(seed uint64, short bool, only int) (chosen []Cell) {
	random := rand.New(rand.NewPCG(seed, 1))
	cells := Possible()
	random.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	seen := map[string]bool{}
	for _, cell := range cells {
		switch {
		case only != 0 && cell.Number != only, only == 0 && short && seen[cell.Step.String()]:
			continue
		}
		seen[cell.Step.String()] = true
		chosen = append(chosen, cell)
	}
	slices.SortStableFunc(chosen, func(a, b Cell) int { return strings.Compare(string(a.Victim), string(b.Victim)) })
	return chosen
}

// Run has every cell struck and judged, on a crew that nobody else uses.
func Run(ctx context.Context, crew *house.Crew, cells []Cell, progress report.Progress) (*report.Line, error) {
	at := desk.New(crew)
	executioner := newExecutioner(crew)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go executioner.serve(serving)
	before := crew.Kills()
	var journeys []*journey.Journey
	for wave := range slices.Chunk(cells, atOnce) {
		sent, err := send(ctx, at, executioner, wave)
		if err != nil {
			return nil, err
		}
		journeys = append(journeys, sent...)
		if err := awaitStrikes(ctx, executioner, len(journeys), func(struck int) {
			progress.Show("crash: struck", struck, len(cells))
		}); err != nil {
			return nil, err
		}
	}
	if err := at.Await(ctx, endsWithin, func(ended int) { progress.Show("crash: ended", ended, len(journeys)) }, journeys...); err != nil {
		return nil, err
	}
	line, err := at.Line(ctx, "crash", journeys)
	if err != nil {
		return nil, err
	}
	line.Kills = crew.Kills() - before
	for _, cell := range cells {
		if !executioner.has(cell) {
			line.Fail(cell.Number, report.NotStruck, fmt.Sprintf("%s: its crash never struck", cell))
		}
	}
	return line, nil
}

// send prepares a wave's recoveries, has the executioner look out for them and reports them.
func send(ctx context.Context, at *desk.Desk, executioner *executioner, wave []Cell) ([]*journey.Journey, error) {
	journeys := make([]*journey.Journey, len(wave))
	for i, cell := range wave {
		journeys[i] = journeyOf("crash", cell)
		at.Crew.House.Board.Watch(journeys[i].ID(), executioner.watch(cell))
	}
	if err := at.Prepare(ctx, journeys...); err != nil {
		return nil, err
	}
	return journeys, at.Report(ctx, journeys...)
}

// awaitStrikes waits until so many were struck, for a while: what was not by then is
// counted in the end.
func awaitStrikes(ctx context.Context, executioner *executioner, all int, told func(int)) error {
	ctx, cancel := context.WithTimeout(ctx, strikesWithin)
	defer cancel()
	for ctx.Err() == nil {
		struck, failed := executioner.count()
		if failed != nil {
			return failed
		}
		told(struck)
		if struck >= all {
			return nil
		}
		pause(ctx, 100*time.Millisecond)
	}
	return nil
}
