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
in the same process, in turns, so that both see the same machine. It works in a
folder of its own that it deletes.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return b.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	command.Flags().IntVar(&b.count, "count", 600, "workflows of each kind in each round")
	command.Flags().IntVar(&b.rounds, "rounds", 3, "rounds of each kind")
	command.Flags().IntVar(&b.parallel, "parallel", 64, "workflows at once")
	return command
}

// bench is one measurement, and what it works with.
type bench struct {
	count, rounds, parallel int

	house *house
	play  *recovery.Play
}

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
	var bares, recoveries []float64
	for round := range b.rounds + 1 {
		bare, err := b.pace(ctx, func(ctx context.Context, i int) error { return b.startBare(ctx, round, i) })
		if err != nil {
			return fmt.Errorf("bare workflow: %w", err)
		}
		made, err := b.recoveries(ctx, round)
		if err != nil {
			return fmt.Errorf("recovery: %w", err)
		}
		fmt.Fprintf(out, "  round %d: bare %.1f/s, recoveries %.1f/s, ratio %.2f\n", round, bare, made, made/bare)
		if round > 0 {
			bares, recoveries = append(bares, bare), append(recoveries, made)
		}
	}
	return b.print(ctx, out, median(bares), median(recoveries))
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
	options := workflows.StartOptions(workflows.TaskQueue, observation, b.play)
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
func (b *bench) print(ctx context.Context, out output, bare, made float64) error {
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
		pace     any
	}{
		{"bare workflow: one signal, two activities", bareID(0, 0), fmt.Sprintf("%.1f", bare)},
		{"recovery: suppression, refund, text, receipt", benchObservation(0, 0, 200).RecoveryID(), fmt.Sprintf("%.1f", made)},
		{"recovery that is dismissed", dismissed.RecoveryID(), ""},
	} {
		transitions, bill, err := cost.Read(ctx, b.house.client, kind.id)
		if err != nil {
			return err
		}
		t.AppendRow(table.Row{kind.name, kind.pace, transitions, bill.Total()})
	}
	fmt.Fprintln(out)
	t.Render()
	fmt.Fprintf(out, "recoveries against bare workflows: %.2f (median of %d rounds each)\n", made/bare, b.rounds)
	return nil
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}
