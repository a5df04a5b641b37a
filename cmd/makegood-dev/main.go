// Command makegood-dev is Makegood with everything it needs on one machine: the
// Temporal server and its UI, twins of the providers, a worker and the gateway.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"makegood/internal/build"
)

func main() {
	collectSeldom()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "makegood-dev:", err)
		stop()
		os.Exit(1)
	}
}

func command() *cobra.Command {
	var at place
	root := &cobra.Command{
		Use:           "makegood-dev",
		Short:         "Makegood with everything it needs on one machine, until Ctrl-C",
		Version:       build.Version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return stay(cmd.Context(), at, cmd.OutOrStdout())
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&at.dir, "dir", ".makegood", "state folder")
	flags.StringVar(&at.playbooks, "playbooks", "", "folder of plays (default: those that ship with Makegood)")
	flags.IntVar(&at.temporalPort, "temporal-port", 7233, "port of the Temporal server")
	flags.IntVar(&at.uiPort, "ui-port", 8233, "port of the Temporal UI")
	flags.IntVar(&at.gatewayPort, "gateway-port", 8080, "port of the gateway")
	flags.IntVar(&at.sandboxPort, "sandbox-port", 8025, "port of the sandbox")
	flags.BoolVarP(&at.verbose, "verbose", "v", false, "show the log on the terminal too")
	root.AddCommand(demoCommand(&at), sandboxCommand(&at), benchCommand())
	return root
}

func stay(ctx context.Context, at place, out output) error {
	house, err := open(ctx, at, out)
	if err != nil {
		return err
	}
	house.addresses(out)
	fmt.Fprintln(out, "\nCtrl-C ends it; the state stays in "+at.dir+".")
	err = house.wait(ctx)
	fmt.Fprintln(out, "\nStopping…")
	house.close()
	return err
}

// flags is what was asked for otherwise than by default, to be asked for again.
func (at place) flags() string {
	var b strings.Builder
	say := func(flag, value, usual string) {
		if value != usual {
			b.WriteString(" " + flag + " " + value)
		}
	}
	say("--dir", at.dir, ".makegood")
	say("--playbooks", at.playbooks, "")
	say("--temporal-port", strconv.Itoa(at.temporalPort), "7233")
	say("--ui-port", strconv.Itoa(at.uiPort), "8233")
	say("--gateway-port", strconv.Itoa(at.gatewayPort), "8080")
	say("--sandbox-port", strconv.Itoa(at.sandboxPort), "8025")
	return b.String()
}
