// Command makegood is the production program: the worker, the gateway, and what
// people need to set it up, to report failures and to read recoveries.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"makegood/internal/build"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := command()
	root.SetArgs(longFlags(os.Args[1:]))
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "makegood:", plainly(err))
		stop()
		os.Exit(1)
	}
}

// plainly is an error as it is told: whoever stops a command need not hear how.
func plainly(err error) string {
	if errors.Is(err, context.Canceled) {
		return "stopped"
	}
	return err.Error()
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:   "makegood",
		Short: "Puts right what went wrong for a customer before the customer asks",
		Long: `Makegood puts right what went wrong for a customer before the customer asks.

Settings come from the environment: Temporal's by its own convention
(TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, …), Makegood's as docs/production.md lists
them. "makegood setup" checks them all.`,
		Version:       build.Version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(workerCommand(), gatewayCommand(), setupCommand(), observeCommand(), showCommand(), listCommand(), monitorsCommand(), costCommand(), backtestCommand(), playbookCommand())
	root.AddCommand(confirmCommand(), dismissCommand(), retryCommand(), resolveCommand(), promoteCommand())
	return root
}

var oneDash = regexp.MustCompile(`^-[a-z][a-z-]+(=.*)?$`)

// longFlags takes -update for --update, as Go's own tools do: no flag here is made of
// several short ones.
func longFlags(args []string) []string {
	long := slices.Clone(args)
	for i, arg := range long {
		if arg == "--" {
			break
		}
		if oneDash.MatchString(arg) {
			long[i] = "-" + arg
		}
	}
	return long
}
