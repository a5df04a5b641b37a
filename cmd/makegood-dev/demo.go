package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"makegood/internal/demo"
	"makegood/recovery"
)

func demoCommand(at *place) *cobra.Command {
	var stayOpen bool
	command := &cobra.Command{
		Use:   "demo",
		Short: "Play real late flights, and end with 0 only if every one ended as its play says",
		Long: `Plays 400 real flights of 2001 (US Bureau of Transportation Statistics, public
domain) with made-up passengers, from the first observation to the proof that
everything arrived. Killed in the middle and started again, it goes on where it was.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return play(cmd.Context(), *at, cmd.OutOrStdout(), stayOpen)
		},
	}
	command.Flags().BoolVar(&stayOpen, "stay", false, "stay open afterwards, until Ctrl-C, to look around")
	return command
}

// play runs one round of the demo, or the rest of one that was cut short.
func play(ctx context.Context, at place, out output, stayOpen bool) error {
	h, err := open(ctx, at, out)
	if err != nil {
		return err
	}
	defer h.close()
	round, err := h.openRound(out)
	if err != nil {
		return err
	}
	h.addresses(out)
	fmt.Fprintln(out)

	ended, err := h.playRound(ctx, round, out)
	if err != nil {
		return err
	}
	summary, err := h.summarize(ctx, round, ended)
	if err != nil {
		return err
	}
	if err := round.close(); err != nil {
		return err
	}
	summary.print(out)
	h.addresses(out)
	if stayOpen {
		fmt.Fprintln(out, "\nCtrl-C ends it.")
		if err := h.wait(ctx); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(out, "\nAll of it ends here. To look around at leisure at these addresses:\n  go run ./cmd/makegood-dev%s\n", at.flags())
	}
	if n := len(summary.differs); n > 0 {
		return fmt.Errorf("%d of %d did not end as the play says", n, len(round.flights))
	}
	return nil
}

// playRound seeds the payments, reports the flights and waits until every one
// that the play has end has ended.
func (h *house) playRound(ctx context.Context, round *round, out output) (map[string]*recovery.State, error) {
	if err := seedPayments(ctx, h.sandboxURL, round.flights); err != nil {
		return nil, err
	}
	watch := newWatch(h.ledger, round, out)
	reported := make(chan error, 1)
	go func() { reported <- report(ctx, h.gatewayURL, round.flights, watch.reported) }()
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	reporting := true
	for {
		select {
		case <-ctx.Done():
			fmt.Fprintln(out, "\nStopping…")
			return nil, errors.New("stopped before the end; the same command goes on from here")
		case err := <-h.failed:
			return nil, err
		case err := <-reported:
			if err != nil {
				return nil, err
			}
			reporting = false
		case <-ticker.C:
		}
		done, err := watch.look(ctx)
		if err != nil {
			return nil, err
		}
		if done && !reporting {
			watch.finish()
			return watch.ended, nil
		}
	}
}

// openRound takes up the round that was cut short, or begins the next.
func (h *house) openRound(out output) (*round, error) {
	play, answers := h.playbook.ForAll(demo.Trigger)
	if !answers {
		return nil, fmt.Errorf("not one play answers to the trigger %s for all, so the demo has nothing to play; the playbook has plays for %q", demo.Trigger, h.playbook.Triggers())
	}
	round, err := loadRound(h.place.dir, play)
	if err != nil {
		return nil, err
	}
	if round.resumed {
		fmt.Fprintln(out, "A demo was cut short here; it goes on.")
	}
	return round, nil
}
