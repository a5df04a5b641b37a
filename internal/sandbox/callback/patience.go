package callback

import (
	"context"
	"errors"
	"net"
	"time"
)

const (
	shortestWait = time.Second // after the first try; then twice as long each time
	longestWait  = time.Hour
)

// patience tells whether there is another try after one that failed, and after
// how long, by the sandbox's clock. The waits are shorter than the providers',
// so that who starts a receiver again need not wait for hours.
func (p Provider) patience(c *Callback, now time.Time, failed error) (wait time.Duration, again bool) {
	switch {
	case failed == nil || c.spoiled():
		return 0, false
	case p.Lifetime == 0:
		return 0, c.Tries == 1 && neverConnected(failed)
	}
	wait = longestWait
	if doublings := c.Tries - 1; doublings < 12 {
		wait = min(shortestWait<<doublings, longestWait)
	}
	return wait, !now.Add(wait).After(c.Born.Add(p.Lifetime))
}

// neverConnected is not a receiver that took the connection and did not
// answer: what that one read it may have acted upon.
func neverConnected(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && !errors.Is(err, context.Canceled)
}
