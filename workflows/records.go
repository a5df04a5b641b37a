package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// Record keeping is idempotent and near, so it runs as local activities: those of
// one workflow task cost one billable action and no state transition. They retry
// for ever; the ledger is where promises outlive Temporal's memory.
func onRecord(ctx workflow.Context, summary string) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout: 10 * time.Second,
		RetryPolicy:         &temporal.RetryPolicy{InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Minute},
		Summary:             summary,
	})
}

var records *activities.Records

// askForPlay asks the worker for the play that applies to what came in.
func (l *life) askForPlay(ctx workflow.Context) activities.Pinned {
	var pinned activities.Pinned
	future := workflow.ExecuteLocalActivity(onRecord(ctx, "Which play applies to this "+l.state.Trigger+"?"), records.PinPlay, l.state.Trigger, l.parked)
	if err := future.Get(ctx, &pinned); err != nil {
		workflow.GetLogger(ctx).Error("the play could not be asked for", "error", err)
		return activities.Pinned{}
	}
	return pinned
}

// standing is what the ledger knows of the recovery.
func (l *life) standing(ctx workflow.Context) activities.Claimed {
	var claimed activities.Claimed
	for {
		err := workflow.ExecuteLocalActivity(onRecord(ctx, "What is on record?"), records.ReadRecord, l.state.ID).Get(ctx, &claimed)
		if err == nil {
			return claimed
		}
		l.pause(ctx, "record could not be read", err)
	}
}

var memory *Memory

// recall is what Temporal remembers of an earlier run.
func (l *life) recall(ctx workflow.Context, run string) Recalled {
	var past Recalled
	for {
		err := workflow.ExecuteLocalActivity(onRecord(ctx, "What was the earlier run told?"), memory.RecallEarlierRun, l.state.ID, run).Get(ctx, &past)
		if err == nil {
			return past
		}
		l.pause(ctx, "earlier run could not be read", err)
	}
}

// claim puts on record that this is confirmed, together with the suppression.
func (l *life) claim(ctx workflow.Context) activities.Claimed {
	return l.claimFor(ctx, l.play.Asks(l.state.Tier, l.due(), l.state.Incident, l.state.Experience, workflow.Now(ctx)))
}

// claimAnew weighs a debt that was worked out anew, of which a part was given.
func (l *life) claimAnew(ctx workflow.Context, debt recovery.Debt, given []recovery.Debt) recovery.Allowed {
	asked := l.play.Asks(l.state.Tier, debt, l.state.Incident, l.state.Experience, workflow.Now(ctx))
	if asked.Nothing() {
		return recovery.Allowed{}
	}
	asked.Given, asked.Anew = given, true
	return l.claimFor(ctx, asked).Allowed
}

// claimFor is claim, for what the play asks of it.
func (l *life) claimFor(ctx workflow.Context, asked recovery.Asked) activities.Claimed {
	if asked.Budget != nil && !l.givesItself(ctx, asked) {
		asked.Budget, asked.Day = nil, ""
	}
	var claimed activities.Claimed
	until := l.state.ConfirmedAt.Add(l.play.Surveys.Suppress.Std())
	for {
		err := workflow.ExecuteLocalActivity(onRecord(ctx, "Put on record: confirmed, surveys kept away"), records.ConfirmOnRecord, l.state, until, asked).Get(ctx, &claimed)
		if err == nil {
			return claimed
		}
		l.pause(ctx, "record could not be written", err)
	}
}

// record puts on record where the recovery stands. It returns what stands there
// instead, where a dismissal did not go on record.
func (l *life) record(ctx workflow.Context) (stands *recovery.State) {
	for {
		err := workflow.ExecuteLocalActivity(onRecord(ctx, "Put on record: "+string(l.state.Stage)), records.PutOnRecord, l.state).Get(ctx, &stands)
		if err == nil {
			return stands
		}
		l.pause(ctx, "record could not be written", err)
	}
}

// pause waits before record keeping is tried once more: it is never given up.
func (l *life) pause(ctx workflow.Context, what string, err error) {
	workflow.GetLogger(ctx).Error(what, "error", err)
	timer := workflow.NewTimerWithOptions(ctx, time.Minute, workflow.TimerOptions{Summary: "The " + what + "; trying again in a minute"})
	_ = timer.Get(ctx, nil)
}
