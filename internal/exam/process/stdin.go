package process

import (
	"context"
	"io"
	"os"
	"os/signal"
)

// UntilStdinEnds is the life of a process that the exam started: until its standard
// input ends. That is when the exam says so, and also when the exam dies, however
// it dies; nothing is left behind. Of a Ctrl-C the process takes no notice.
func UntilStdinEnds() (context.Context, context.CancelFunc) {
	signal.Ignore(os.Interrupt)
	ctx, end := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end is all that is waited for
		end()
	}()
	return ctx, end
}
