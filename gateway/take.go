package gateway

import (
	"context"

	enumspb "go.temporal.io/api/enums/v1"

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
	repeat := g.acknowledged.has(key)
	record, known := g.recorded(ctx, id)
	if known {
		repeat = repeat || record.Seen.Has(one.observation.ID)
		switch {
		case record.Stage == recovery.Delivered:
			return taken{Recovery: id, Duplicate: repeat, Stage: recovery.Delivered}, nil
		case record.Stage == recovery.Dismissed && repeat:
			return taken{Recovery: id, Duplicate: true}, nil
		}
	}
	if repeat && g.runs(ctx, id) {
		return taken{Recovery: id, Duplicate: true}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, signalWithin)
	defer cancel()
	options := workflows.StartOptions(g.taskQueue, one.observation, one.play, one.why, g.now())
	if record.Stage == recovery.Confirmed || record.Stage == recovery.NeedsPerson {
		// It should be running. Where it does not, it was cut short, and what it had
		// been told is taken up.
		if last, err := workflows.LastRun(ctx, g.temporal, id); err == nil && !last.Running && last.RunID != "" {
			options.Memo[workflows.MemoResumes] = last.RunID
		}
	}
	if _, err := g.temporal.SignalWithStartWorkflow(ctx, id, workflows.SignalObserve, one.observation, options, workflows.TypeRecovery); err != nil {
		return taken{}, err
	}
	g.acknowledged.add(key)
	return taken{Recovery: id, Duplicate: repeat}, nil
}

// runs says whether the workflow of a recovery is known to run. One that was cut
// short is woken by a signal more, and nothing is done twice.
func (g *Gateway) runs(ctx context.Context, id string) bool {
	ctx, cancel := context.WithTimeout(ctx, queryWithin)
	defer cancel()
	about, err := g.temporal.DescribeWorkflowExecution(ctx, id, "")
	return err == nil && about.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
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
