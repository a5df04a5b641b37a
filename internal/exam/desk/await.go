package desk

import (
	"context"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/recovery"
	"makegood/workflows"
)

// settle is how long nothing may happen at the sandbox before its record is judged.
const settle = 2 * time.Second

// Await waits until every journey that should end, or come to a person, has, and is
// told from time to time how many have. It gives up after a while: what has not
// ended then is lost.
func (d *Desk) Await(ctx context.Context, within time.Duration, told func(ended int), journeys ...*journey.Journey) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	waiting := map[*journey.Journey]bool{}
	for _, j := range journeys {
		waiting[j] = true
	}
	for ctx.Err() == nil {
		for j := range waiting {
			rests, err := d.rests(ctx, j)
			if err != nil && ctx.Err() == nil {
				return err
			}
			if rests {
				delete(waiting, j)
			}
		}
		told(len(journeys) - len(waiting))
		if len(waiting) == 0 {
			return nil
		}
		Wait(ctx, 300*time.Millisecond)
	}
	return nil
}

// rests says whether a journey is where nothing more happens by itself.
func (d *Desk) rests(ctx context.Context, j *journey.Journey) (bool, error) {
	state, found, err := d.Crew.Ledger.Recovery(ctx, j.ID())
	if err != nil {
		return false, err
	}
	if !found {
		return mayWatch(j) && d.idle(ctx, j), nil
	}
	return state.Stage.Ended() || state.Stage == recovery.NeedsPerson && !soonGiven(&state), nil
}

// soonGiven says whether what waits for a person's word is about to be given without one.
// Once that should have been, it is no longer waited for.
func soonGiven(state *recovery.State) bool {
	const soon, late = time.Minute, 30 * time.Second
	until := time.Until(state.HeldUntil)
	return !state.HeldUntil.IsZero() && until < soon && until > -late
}

// idle says whether a recovery has taken in all that came, and does nothing.
func (d *Desk) idle(ctx context.Context, j *journey.Journey) bool {
	about, err := d.Crew.House.Temporal.DescribeWorkflowExecution(ctx, j.ID(), "")
	return err == nil && about.GetPendingWorkflowTask() == nil && len(about.GetPendingActivities()) == 0
}

func mayWatch(j *journey.Journey) bool {
	for _, stage := range j.Expected.Stages {
		if stage == recovery.Watching {
			return true
		}
	}
	return false
}

// Verdict is what the oracle says of one journey.
type Verdict struct {
	Journey  *journey.Journey
	Found    oracle.Found
	Findings []oracle.Finding
}

// Judge has the oracle judge journeys that rest, and says what at the sandbox belongs
// to none of them.
func (d *Desk) Judge(ctx context.Context, journeys ...*journey.Journey) (verdicts []Verdict, stray []string, err error) {
	record, err := d.quiet(ctx)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(journeys))
	for i, j := range journeys {
		ids[i] = j.ID()
	}
	given, stray := record.Of(ids)
	away := map[string]bool{}
	for _, one := range record.Suppressions {
		away[one.Email] = true
	}
	for _, j := range journeys {
		found, err := d.find(ctx, j)
		if err != nil {
			return nil, nil, err
		}
		found.Mail = away[j.Email()]
		verdicts = append(verdicts, Verdict{j, found, oracle.Judge(j.Expected, found, given[j.ID()])})
	}
	together(verdicts, given)
	return verdicts, stray, nil
}

// quiet is the sandbox's record once nothing is added to it any more.
func (d *Desk) quiet(ctx context.Context) (*oracle.Record, error) {
	before := -1
	for {
		record, err := oracle.Read(ctx, d.Crew.House.SandboxURL())
		if err != nil || record.Size() == before {
			return record, err
		}
		before = record.Size()
		Wait(ctx, settle)
	}
}

// find asks the product how a journey stands.
func (d *Desk) find(ctx context.Context, j *journey.Journey) (found oracle.Found, err error) {
	found.State, found.Known, err = d.Crew.Ledger.Recovery(ctx, j.ID())
	if err != nil {
		return found, err
	}
	found.Surveys = d.surveys.were(j.ID())
	const closesWithin = 30 * time.Second // after its last word is on record
	ctx, cancel := context.WithTimeout(ctx, closesWithin)
	defer cancel()
	for {
		about, err := d.Crew.House.Temporal.DescribeWorkflowExecution(ctx, j.ID(), "")
		status := about.GetWorkflowExecutionInfo().GetStatus()
		found.Open = err == nil && status == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
		found.Completed = err == nil && status == enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED
		found.Anew = found.Open && found.State.Stage.Ended() && d.onlyWatches(ctx, j.ID())
		if ctx.Err() != nil || found.Completed || found.Anew || found.Open && !found.State.Stage.Ended() {
			return found, nil
		}
		Wait(ctx, 300*time.Millisecond)
	}
}

// onlyWatches says whether the run that goes on has nothing but watched: it owes nothing,
// and has asked no provider for anything.
func (d *Desk) onlyWatches(ctx context.Context, id string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	answer, err := d.Crew.House.Temporal.QueryWorkflow(ctx, id, "", workflows.QueryState)
	if err != nil {
		return false
	}
	var state recovery.State
	return answer.Get(&state) == nil && state.Stage == recovery.Watching && state.Owed == nil && len(state.Receipts) == 0
}
