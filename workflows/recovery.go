package workflows

import (
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// Recovery is the life of one recovery, from the first observation until it is
// dismissed, or made good with proof of every part. It never fails, never expires
// and ends in no other way: what it cannot settle by itself waits for a person.
//
// It is started without an argument and lives on the observations that are
// signalled to it; only a run that continues another carries something.
func Recovery(ctx workflow.Context, argument converter.RawValue) (*Ending, error) {
	// A cancellation is a request that a promise does not give way to: it is put
	// on record for a person, and everything runs on undisturbed.
	undisturbed, _ := workflow.NewDisconnectedContext(ctx)
	life := begin(undisturbed, carriedIn(ctx, argument))
	life.noteCancellation(ctx)
	if err := life.handleUpdates(undisturbed); err != nil {
		return nil, err
	}
	life.listen(undisturbed)
	life.remind(undisturbed)
	life.keepDeadlines(undisturbed)
	return life.run(undisturbed)
}

// Ending is how a recovery ended; the ledger and the query "state" have the story.
type Ending struct {
	Stage recovery.Stage `json:"stage"`
	Why   string         `json:"why,omitempty"`
	Tier  string         `json:"tier,omitempty"`
	Owed  *recovery.Debt `json:"owed,omitempty"`
}

func (l *life) run(ctx workflow.Context) (*Ending, error) {
	if l.resumes(ctx) {
		l.news.deaf = true
		l.resume(ctx)
		l.news.deaf = false
	} else {
		l.pin(ctx)
	}
	if l.state.Stage == recovery.Dismissed { // on record, and only called about
		l.settleNews(ctx)
		l.record(ctx)
		l.flush(ctx)
		return l.ending(), nil
	}
	for !l.isConfirmed() {
		decision, err := l.watch(ctx)
		if err != nil {
			return nil, err // continues as new
		}
		if decision.Verdict == recovery.LetItGo {
			if l.dismiss(ctx, decision) {
				return l.ending(), nil
			}
			continue
		}
		if l.confirm(ctx, decision) == settledBefore {
			return l.ending(), nil
		}
	}
	for {
		if l.orders.any() && goesOnBeside(ctx) { // it was asked for while words were on their way
			l.obey(ctx)
		}
		if l.deliver(ctx) {
			return l.ending(), nil
		}
		var err error
		switch {
		case l.hasWay():
			l.makeGood(ctx)
		case l.settled():
			err = l.watchHigher(ctx)
		case l.beside != (beside{}) && (!l.needsPerson() || !goesOnBeside(ctx)):
			l.waitUnderWay(ctx)
		default:
			err = l.waitForPerson(ctx)
		}
		if err != nil {
			return nil, err // continues as new
		}
	}
}

func (l *life) ending() *Ending {
	return &Ending{Stage: l.state.Stage, Why: l.state.Why, Tier: l.state.Tier, Owed: l.state.Owed}
}
