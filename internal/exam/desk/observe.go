package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"makegood/internal/exam/journey"
	"makegood/recovery"
	"makegood/workflows"
)

// acknowledgedWithin bounds how long a sender goes on reporting one observation.
const acknowledgedWithin = 3 * time.Minute

// Report reports every observation of the journeys, some at a time, each until it is
// acknowledged: as a sender has to.
func (d *Desk) Report(ctx context.Context, journeys ...*journey.Journey) error {
	const atOnce = 16
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, j := range journeys {
		group.Go(func() error {
			j.Expected.Since = time.Now()
			for _, observation := range j.Observations {
				if err := d.Observe(ctx, observation, j.Straight); err != nil {
					return fmt.Errorf("%s: %w", j.What, err)
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// Observe reports one observation until it is acknowledged.
func (d *Desk) Observe(ctx context.Context, observation *recovery.Observation, straight bool) error {
	ctx, cancel := context.WithTimeout(ctx, acknowledgedWithin)
	defer cancel()
	body, err := json.Marshal(observation)
	if err != nil {
		return err
	}
	var last error
	for ctx.Err() == nil {
		if straight {
			last = d.signal(ctx, observation)
		} else {
			last = d.observe(ctx, body)
		}
		var refused *refusedError
		if last == nil || errors.As(last, &refused) {
			return last
		}
		Wait(ctx, 200*time.Millisecond)
	}
	return fmt.Errorf("it was not acknowledged within %s: %w", acknowledgedWithin, last)
}

type refusedError struct{ said string }

func (e *refusedError) Error() string { return "the gateway refuses it: " + e.said }

func (d *Desk) observe(ctx context.Context, body []byte) error {
	status, said, err := send(ctx, http.MethodPost, d.Crew.GatewayURL+"/v1/observations", body)
	switch {
	case err != nil:
		return err
	case status == http.StatusAccepted:
		return nil
	case status >= http.StatusInternalServerError:
		return fmt.Errorf("the gateway answered %d", status)
	}
	return &refusedError{said}
}

// signal goes past the gateway, as any Temporal SDK may, and gives no play.
func (d *Desk) signal(ctx context.Context, observation *recovery.Observation) error {
	bounded, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	options := workflows.StartOptions(d.Crew.Name, observation, nil, "", time.Now())
	options.Memo = nil
	_, err := d.Crew.House.Temporal.SignalWithStartWorkflow(bounded, observation.RecoveryID(), workflows.SignalObserve, observation, options, workflows.TypeRecovery)
	return err
}
