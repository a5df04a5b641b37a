package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"makegood/config"
	"makegood/internal/exam/controls"
	"makegood/internal/exam/crash"
	"makegood/internal/exam/faults"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/report"
	"makegood/internal/exam/sequences"
	"makegood/internal/exam/soak"
	"makegood/internal/exam/webhooks"
	"makegood/internal/ledger/pgtest"
)

// sections are sat in this order.
var sections = []section{
	{"crash", "Kill -9 of worker, gateway and server at every named step", runCrash},
	{"faults", "Every way in which a provider's answer can go wrong", runFaults},
	{"webhooks", "What providers call back: late, twice, in any order, forged, stale", runWebhooks},
	{"soak", "Very many recoveries, with kills, resets and faults by chance", runSoak},
	{"sequences", "Sequences of what people, backends and providers do, held to laws", runSequences},
	{"controls", "Faults of our own, each of which the exam has to find", runControls},
}

// alone runs a section on a house and a crew of its own.
func alone(ctx context.Context, name string, run func(*house.Crew) (*report.Line, error)) ([]*report.Line, error) {
	return in(ctx, house.Open, name, run)
}

func in(ctx context.Context, open func(context.Context) (*house.House, error), name string, run func(*house.Crew) (*report.Line, error)) ([]*report.Line, error) {
	return on(ctx, open, (*house.House).Crew, name, run)
}

// on runs a section on a house and a crew, each opened in its own way.
func on(ctx context.Context, open func(context.Context) (*house.House, error), hire func(*house.House, context.Context, string, string) (*house.Crew, error), name string, run func(*house.Crew) (*report.Line, error)) (lines []*report.Line, err error) {
	h, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	crew, err := hire(h, ctx, name, "")
	if err != nil {
		return nil, err
	}
	line, err := run(crew)
	if err != nil {
		return nil, err
	}
	return []*report.Line{line}, nil
}

func runCrash(ctx context.Context, w wish, progress report.Progress) ([]*report.Line, error) {
	cells := crash.Choose(w.seed, w.short, w.only)
	if len(cells) == 0 {
		return nil, fmt.Errorf("there is no cell %d; there are %d", w.only, len(crash.Cells()))
	}
	return alone(ctx, "crash", func(crew *house.Crew) (*report.Line, error) { return crash.Run(ctx, crew, cells, progress) })
}

func runFaults(ctx context.Context, w wish, progress report.Progress) ([]*report.Line, error) {
	now, lasting := faults.Cases(w.short)
	if w.only != 0 {
		other := func(j *journey.Journey) bool { return j.Number != w.only }
		now, lasting = slices.DeleteFunc(now, other), slices.DeleteFunc(lasting, other)
	}
	return alone(ctx, "faults", func(crew *house.Crew) (*report.Line, error) {
		return faults.Run(ctx, crew, now, lasting, progress)
	})
}

func runSoak(ctx context.Context, w wish, progress report.Progress) (lines []*report.Line, err error) {
	plan := soak.Plan{Seed: w.seed, Recoveries: 5000, Kills: 100}
	if w.short {
		plan.Recoveries, plan.Kills = 200, 6
	}
	plan.Recoveries, plan.Kills = cmp.Or(w.count, plan.Recoveries), cmp.Or(w.kills, plan.Kills)
	plan.Resets = max(1, plan.Recoveries/50)
	var databases []string
	for _, database := range []string{config.SQLite, config.Postgres} {
		if w.database == "" || w.database == database {
			databases = append(databases, database)
		}
	}
	if len(databases) == 0 {
		return nil, fmt.Errorf("--database is %q; there are %s and %s", w.database, config.SQLite, config.Postgres)
	}
	// Side by side: a soak waits more than it works.
	figures := make([][]*report.Line, len(databases))
	group, ctx := errgroup.WithContext(ctx)
	for i, database := range databases {
		group.Go(func() (err error) {
			figures[i], err = soakOn(ctx, database, plan, progress)
			if errors.Is(err, pgtest.ErrNone) && w.database == "" {
				progress.Say("soak, " + database + ": left out, " + err.Error())
				err = nil
			}
			return err
		})
	}
	err = group.Wait()
	return slices.Concat(figures...), err
}

func soakOn(ctx context.Context, database string, plan soak.Plan, progress report.Progress) ([]*report.Line, error) {
	open, section := house.Open, "soak, "+database
	if database == config.Postgres {
		open = house.OpenOnPostgres
	}
	return on(ctx, open, (*house.House).Called, "soak", func(crew *house.Crew) (*report.Line, error) {
		return soak.Run(ctx, crew, section, plan, progress)
	})
}

func runWebhooks(ctx context.Context, w wish, progress report.Progress) ([]*report.Line, error) {
	cases := webhooks.Cases(w.seed, w.short)
	if w.only != 0 {
		cases = slices.DeleteFunc(cases, func(c *webhooks.Case) bool { return c.Number != w.only })
	}
	return on(ctx, house.Open, (*house.House).Called, "webhooks", func(crew *house.Crew) (*report.Line, error) {
		return webhooks.Run(ctx, crew, cases, progress)
	})
}

func runSequences(ctx context.Context, w wish, progress report.Progress) ([]*report.Line, error) {
	root, err := controls.Root(ctx)
	if err != nil {
		return nil, err
	}
	checks := 20_000
	if w.short {
		checks = 300
	}
	line, err := sequences.Run(ctx, root, checks, w.seed, w.only, progress)
	if err != nil {
		return nil, err
	}
	return []*report.Line{line}, nil
}

func runControls(ctx context.Context, w wish, progress report.Progress) (lines []*report.Line, err error) {
	h, err := house.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	line, err := controls.Run(ctx, h, w.short, w.only, progress)
	if err != nil {
		return nil, err
	}
	return []*report.Line{line}, nil
}
