// Command makegood-exam measures the promise: delivered 100% of the time, and never
// twice. It kills the worker, the gateway and the Temporal server at every named
// step, spoils the providers' answers in every known way, and holds what the
// providers have on record in the end against what should have come of what was
// observed. Its controls are faults of our own, each of which it has to find.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "makegood-exam:", err)
		stop()
		os.Exit(1)
	}
}
