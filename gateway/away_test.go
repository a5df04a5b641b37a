package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
)

// However Temporal fails, the answer is 503 with Retry-After, and the next post
// is signalled: what was not acknowledged is not remembered.
func TestTemporalAway(t *testing.T) {
	for _, test := range []struct {
		err  error
		says string
	}{
		{serviceerror.NewUnavailable("connection refused"), "cannot be reached"},
		{serviceerror.NewDeadlineExceeded("late"), "cannot be reached"},
		{serviceerror.NewResourceExhausted(enumspb.RESOURCE_EXHAUSTED_CAUSE_RPS_LIMIT, "busy"), "cannot be reached"},
		{serviceerror.NewCanceled("cancelled"), "cannot be reached"},
		{context.DeadlineExceeded, "cannot be reached"},
		{fmt.Errorf("dial: %w", context.DeadlineExceeded), "cannot be reached"},
		{serviceerror.NewInvalidArgument("search attribute MakegoodPlay is not defined"), "whoever runs Makegood has to look"},
		{serviceerror.NewPermissionDenied("no", ""), "whoever runs Makegood has to look"},
		{errors.New("something else"), "whoever runs Makegood has to look"},
	} {
		t.Run(test.err.Error(), func(t *testing.T) {
			d := newDoor()
			d.temporal.signal = func(context.Context) error { return test.err }
			answer := d.post(good, asJSON)
			if answer.Code != 503 || answer.Header().Get("Retry-After") != "5" {
				t.Errorf("%d, Retry-After %q", answer.Code, answer.Header().Get("Retry-After"))
			}
			if wrong := refusalIn(t, answer).Errors[0].Wrong; !strings.Contains(wrong, test.says) || !strings.Contains(wrong, "nothing was acknowledged") {
				t.Error(wrong)
			}
			d.temporal.signal = nil
			if got := takenIn(t, d.post(good, asJSON)); got[0].Duplicate || len(d.temporal.taken()) != 1 {
				t.Errorf("afterwards: %+v, %d signals", got, len(d.temporal.taken()))
			}
		})
	}
}

// A Temporal that never answers is a 503 after ten seconds, and not a hang.
func TestTemporalHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor()
		d.temporal.signal = func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}
		began := time.Now()
		if answer := d.post(good, asJSON); answer.Code != 503 {
			t.Errorf("%d: %s", answer.Code, answer.Body)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("after %s", took)
		}
		began = time.Now()
		if answer := d.post(strings.Repeat(good+"\n"+but("c-1042", "c-2")+"\n", 500), asNDJSON); answer.Code != 503 {
			t.Errorf("%d: %s", answer.Code, answer.Body)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("many: after %s", took)
		}
	})
}

// A ledger that never answers costs half a second, and no observation.
func TestLedgerHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(withLedger(hangingLedger{}))
		began := time.Now()
		takenIn(t, d.post(good, asJSON))
		if took := time.Since(began); took != 500*time.Millisecond {
			t.Errorf("after %s", took)
		}
	})
}

// Of many, the answer says how many were acknowledged; sending all of them again
// signals the rest alone.
func TestTemporalAwayHalfway(t *testing.T) {
	d := newDoor()
	var calls atomic.Int64
	d.temporal.signal = func(context.Context) error {
		if calls.Add(1) > 10 {
			return serviceerror.NewUnavailable("away")
		}
		return nil
	}
	var body strings.Builder
	for i := range 100 {
		fmt.Fprintln(&body, but("c-1042", fmt.Sprintf("c-%d", i)))
	}
	answer := d.post(body.String(), asNDJSON)
	seen := refusalIn(t, answer)
	if answer.Code != 503 || answer.Header().Get("Retry-After") == "" || seen.Taken == nil || *seen.Taken != 10 ||
		!strings.Contains(seen.Errors[0].Wrong, "10 of 100") || !strings.Contains(seen.Errors[0].Right, "a repeat is harmless") {
		t.Errorf("%d: %+v", answer.Code, seen)
	}
	if len(d.temporal.taken()) != 10 {
		t.Errorf("%d signals", len(d.temporal.taken()))
	}
	d.temporal.signal = nil
	duplicates := 0
	for _, one := range takenIn(t, d.post(body.String(), asNDJSON)) {
		if one.Duplicate {
			duplicates++
		}
	}
	if duplicates != 10 || len(d.temporal.taken()) != 100 {
		t.Errorf("%d duplicates, %d signals", duplicates, len(d.temporal.taken()))
	}
}

// Who waits for the same observation gets its outcome, also when the one who
// posted it first has gone away.
func TestTheFirstCallerGoesAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor()
		release := make(chan struct{})
		d.temporal.signal = func(ctx context.Context) error {
			select {
			case <-release:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		ctx, leave := context.WithCancel(context.Background())
		go d.ServeHTTP(discard(), request(good).WithContext(ctx))
		synctest.Wait()
		waiter := make(chan int, 1)
		go func() { waiter <- d.post(good, asJSON).Code }()
		synctest.Wait()
		leave()
		synctest.Wait()
		close(release)
		if status := <-waiter; status != 202 {
			t.Error(status)
		}
	})
}
