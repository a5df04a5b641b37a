package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"makegood/internal/cost"
	"makegood/recovery"
	"makegood/workflows"
)

func benchCommand() *cobra.Command {
	var b bench
	command := &cobra.Command{
		Use:   "bench",
		Short: "Measure recoveries a second against a bare workflow, side by side, and what each costs",
		Long: `Measures whole recoveries (signal, suppression, refund, text, receipt) against a
bare workflow (signal-with-start, then two activities in turn) on the same server,
in the same process, in turns, so that both see the same machine. With --open, both
are measured again beside so many open recoveries. It works in a folder of its own
that it deletes.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return b.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	command.Flags().IntVar(&b.count, "count", 600, "workflows of each kind in each round")
	command.Flags().IntVar(&b.rounds, "rounds", 3, "rounds of each kind")
	command.Flags().IntVar(&b.parallel, "parallel", 64, "workflows at once")
	command.Flags().IntVar(&b.open, "open", 0, "open recoveries to measure beside, a second time")
	return command
}

// bench is one measurement, and what it works with.
type bench struct {
	count, rounds, parallel, open int

	house *house
	play  *recovery.Play
	round int // never the same twice
}

// paces is how many of each kind ended a second: the median of the rounds.
type paces struct{ bare, made float64 }

func (b *bench) run(ctx context.Context, out output) error {
	dir, err := os.MkdirTemp("", "makegood-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b.house, err = open(ctx, place{dir: dir, uiPort: -1, pace: time.Millisecond, bare: true}, out)
	if err != nil {
		return err
	}
	defer b.house.close()
	b.play = benchPlay()
	stop, err := b.house.startBare()
	if err != nil {
		return err
	}
	defer stop()

	fmt.Fprintf(out, "%d of each a round, %d at once; the first round warms up and does not count.\n", b.count, b.parallel)
	measured, err := b.measure(ctx, out)
	if err != nil {
		return err
	}
	if err := b.print(ctx, out, measured); err != nil || b.open == 0 {
		return err
	}
	if err := b.openMany(ctx, out); err != nil {
		return err
	}
	beside, err := b.measure(ctx, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "beside %d open recoveries: %.1f recoveries a second, %.1f before (%+.1f%%); bare %.1f, %.1f before (%+.1f%%)\n", b.open,
		beside.made, measured.made, 100*(beside.made/measured.made-1), beside.bare, measured.bare, 100*(beside.bare/measured.bare-1))
	return nil
}

// measure runs every kind in turns, round by round.
func (b *bench) measure(ctx context.Context, out output) (paces, error) {
	var bares, recoveries []float64
	for round := range b.rounds + 1 {
		b.round++
		bare, err := b.pace(ctx, func(ctx context.Context, i int) error { return b.startBare(ctx, b.round, i) })
		if err != nil {
			return paces{}, fmt.Errorf("bare workflow: %w", err)
		}
		made, err := b.recoveries(ctx, b.round)
		if err != nil {
			return paces{}, fmt.Errorf("recovery: %w", err)
		}
		fmt.Fprintf(out, "  round %d: bare %.1f/s, recoveries %.1f/s, ratio %.2f\n", round, bare, made, made/bare)
		if round > 0 {
			bares, recoveries = append(bares, bare), append(recoveries, made)
		}
	}
	return paces{bare: median(bares), made: median(recoveries)}, nil
}

// recoveries runs one round of recoveries over payments of their own.
func (b *bench) recoveries(ctx context.Context, round int) (float64, error) {
	flights := make([]*recovery.Observation, b.count)
	for i := range flights {
		flights[i] = benchObservation(round, i, 200)
	}
	if err := seedPayments(ctx, b.house.sandboxURL, flights); err != nil {
		return 0, err
	}
	return b.pace(ctx, func(ctx context.Context, i int) error { return b.recover(ctx, flights[i]) })
}

func (b *bench) recover(ctx context.Context, observation *recovery.Observation) error {
	options := workflows.StartOptions(workflows.TaskQueue, observation, b.play, "", time.Now())
	run, err := b.house.client.SignalWithStartWorkflow(ctx, options.ID, workflows.SignalObserve, observation, options, workflows.TypeRecovery)
	if err != nil {
		return err
	}
	return run.Get(ctx, nil)
}

// pace runs every workflow of a round and says how many ended a second.
func (b *bench) pace(ctx context.Context, one func(context.Context, int) error) (float64, error) {
	var wait sync.WaitGroup
	slots, failed := make(chan struct{}, b.parallel), make(chan error, b.count)
	began := time.Now()
	for i := range b.count {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			if err := one(ctx, i); err != nil {
				failed <- err
			}
		})
	}
	wait.Wait()
	select {
	case err := <-failed:
		return 0, err
	default:
		return float64(b.count) / time.Since(began).Seconds(), nil
	}
}

// print says the paces, and what one of each kind costs.
func (b *bench) print(ctx context.Context, out output, measured paces) error {
	dismissed := benchObservation(0, b.count, 10)
	dismissed.Resolved = true
	if err := b.recover(ctx, dismissed); err != nil {
		return err
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"", "a second", "state transitions", "billable actions"})
	for _, kind := range []struct {
		name, id string
		pace     float64
	}{
		{"bare workflow: one signal, two activities", bareID(b.round, 0), measured.bare},
		{"recovery: suppression, refund, text, receipt", benchObservation(b.round, 0, 200).RecoveryID(), measured.made},
		{"recovery that is dismissed", dismissed.RecoveryID(), 0},
	} {
		transitions, bill, err := cost.Read(ctx, b.house.client, kind.id)
		if err != nil {
			return err
		}
		pace := ""
		if kind.pace > 0 {
			pace = fmt.Sprintf("%.1f", kind.pace)
		}
		t.AppendRow(table.Row{kind.name, pace, transitions, bill.Total()})
	}
	fmt.Fprintln(out)
	t.Render()
	fmt.Fprintf(out, "recoveries against bare workflows: %.2f (median of %d rounds each)\n", measured.made/measured.bare, b.rounds)
	return nil
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}
