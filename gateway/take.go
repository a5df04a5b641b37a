package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"golang.org/x/sync/errgroup"

	"makegood/recovery"
	"makegood/workflows"
)

// taken is the answer to an observation that is acknowledged.
type taken struct {
	Recovery  string         `json:"recovery"`
	Duplicate bool           `json:"duplicate"`
	Stage     recovery.Stage `json:"stage,omitzero"` // where all has been made good already
}

// take hands an observation to its recovery, once. It returns when Temporal has
// it, or when it is known from before; an error means that it is not
// acknowledged. Of several at the same time one signals, and the others get its
// outcome. That one is not given up when its own caller goes away.
func (g *Gateway) take(ctx context.Context, one posted) (taken, error) {
	id := one.observation.RecoveryID()
	key := digestOf(id, one.observation.ID)
	first := false
	outcome, err, _ := g.inFlight.Do(string(key[:]), func() (any, error) {
		first = true
		return g.takeFirst(context.WithoutCancel(ctx), one, id, key)
	})
	if err != nil {
		g.count(one, "unavailable")
		return taken{}, err
	}
	answer := outcome.(taken)
	if !first {
		answer.Duplicate = true
	}
	switch {
	case answer.Duplicate:
		g.count(one, "duplicate")
	case answer.Stage != "":
		g.count(one, "made_good_before")
	default:
		g.count(one, "accepted")
	}
	return answer, nil
}

func (g *Gateway) takeFirst(ctx context.Context, one posted, id string, key digest) (taken, error) {
	if g.acknowledged.has(key) {
		return taken{Recovery: id, Duplicate: true}, nil
	}
	if record, known := g.recorded(ctx, id); known {
		answer := taken{Recovery: id, Duplicate: record.Seen.Has(one.observation.ID)}
		if record.Stage == recovery.Delivered {
			answer.Stage = recovery.Delivered
		}
		if answer.Duplicate || answer.Stage != "" {
			return answer, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, signalWithin)
	defer cancel()
	options := workflows.StartOptions(g.taskQueue, one.observation, one.play)
	if _, err := g.temporal.SignalWithStartWorkflow(ctx, id, workflows.SignalObserve, one.observation, options, workflows.TypeRecovery); err != nil {
		return taken{}, err
	}
	g.acknowledged.add(key)
	return taken{Recovery: id}, nil
}

// recorded looks for a recovery in the ledger. A ledger that cannot be read is
// no reason to lose an observation: the workflow looks again.
func (g *Gateway) recorded(ctx context.Context, id string) (recovery.State, bool) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	record, known, err := g.ledger.Recovery(ctx, id)
	if err != nil {
		g.log.WarnContext(ctx, "the ledger cannot be read; signalling all the same", "error", err)
		return recovery.State{}, false
	}
	return record, known
}

// takeAll hands over many, those of one recovery in their order, and stops at
// the first that cannot be. It returns the answers in the order of the request,
// and how many were acknowledged.
func (g *Gateway) takeAll(ctx context.Context, all []posted) ([]taken, int, error) {
	places := make(map[string][]int) // of each recovery's observations, in order
	var ids []string
	for place, one := range all {
		id := one.observation.RecoveryID()
		if places[id] == nil {
			ids = append(ids, id)
		}
		places[id] = append(places[id], place)
	}
	answers := make([]taken, len(all))
	var count atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, id := range ids {
		group.Go(func() error {
			for _, place := range places[id] {
				if err := ctx.Err(); err != nil {
					return err
				}
				answer, err := g.take(ctx, all[place])
				if err != nil {
					return err
				}
				answers[place] = answer
				count.Add(1)
			}
			return nil
		})
	}
	err := group.Wait()
	return answers, int(count.Load()), err
}

// notAcknowledged answers that Temporal did not take what was sent, or not all
// of it. Whatever the reason, sending it again is right.
func (g *Gateway) notAcknowledged(w http.ResponseWriter, err error, taken *int, of int) {
	wrong := "Temporal refuses this; whoever runs Makegood has to look"
	if away(err) {
		wrong = "Temporal cannot be reached"
	} else {
		g.log.Error("Temporal refuses an observation", "error", err)
	}
	again := fmt.Sprintf("send it again in %.0f seconds; a repeat is harmless", retryAfter.Seconds())
	if taken == nil {
		wrong += ": nothing was acknowledged"
	} else {
		wrong += fmt.Sprintf(": %d of %d were acknowledged", *taken, of)
		again = fmt.Sprintf("send all of them again in %.0f seconds; a repeat is harmless", retryAfter.Seconds())
	}
	answer := refuse(http.StatusServiceUnavailable, wrong, again).later(retryAfter)
	answer.Taken = taken
	answer.write(w)
}

// away says whether Temporal cannot be reached or is too busy, rather than
// unwilling.
func away(err error) bool {
	var (
		unavailable *serviceerror.Unavailable
		late        *serviceerror.DeadlineExceeded
		exhausted   *serviceerror.ResourceExhausted
		canceled    *serviceerror.Canceled
	)
	if errors.As(err, &exhausted) {
		return exhausted.Cause != enumspb.RESOURCE_EXHAUSTED_CAUSE_PERSISTENCE_STORAGE_LIMIT
	}
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) ||
		errors.As(err, &unavailable) || errors.As(err, &late) || errors.As(err, &canceled)
}
