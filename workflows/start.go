package workflows

import (
	"fmt"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
)

// StartOptions is how the gateway starts, or signals, the recovery that an
// observation belongs to at a time. The play travels in the memo, so that the
// recovery is pinned to it from its first event on; attributes given here cost
// nothing, so they say at once where it stands by what is known. A sender that
// gives less, from any other SDK, gets the same recovery.
//
// why says why it is that play, where there was a choice. Where none of the trigger's
// plays applies, play is nil: the recovery will say so.
func StartOptions(taskQueue string, observation *recovery.Observation, play *recovery.Play, why string, now time.Time) client.StartWorkflowOptions {
	if play == nil {
		return client.StartWorkflowOptions{
			ID:                    observation.RecoveryID(),
			TaskQueue:             taskQueue,
			WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
			Memo:                  map[string]any{},
			StaticSummary:         fmt.Sprintf("%s · customer %s", observation.Trigger, observation.Customer.ID),
		}
	}
	memo := map[string]any{MemoPlay: play}
	if why != "" {
		memo[MemoWhy] = why
	}
	foreseen := foresee(observation, play, now)
	return client.StartWorkflowOptions{
		ID:                    observation.RecoveryID(),
		TaskQueue:             taskQueue,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		TypedSearchAttributes: temporal.NewSearchAttributes(changesTo(temporal.SearchAttributes{}, &foreseen)...),
		Memo:                  memo,
		StaticSummary:         fmt.Sprintf("%s · customer %s", strings.TrimSuffix(firstOf(play.About, play.Name), "."), observation.Customer.ID),
		StaticDetails:         staticDetails(observation, play),
	}
}

// ComplaintOptions is how the gateway starts, or signals, the recovery that a
// complaint belongs to. The play is nil where only what is observed can tell which it
// is. Where an earlier run was cut short its work is taken up.
func ComplaintOptions(taskQueue string, complaint *recovery.Complaint, play *recovery.Play, lastRun string) client.StartWorkflowOptions {
	state := recovery.State{Stage: recovery.Watching, Customer: complaint.Customer.ID, First: recovery.FirstCustomer}
	memo, about := map[string]any{}, complaint.Trigger
	if play != nil {
		state.Play, memo[MemoPlay], about = play.Name, play, firstOf(play.About, play.Name)
	}
	if lastRun != "" {
		memo[MemoResumes] = lastRun
	}
	return client.StartWorkflowOptions{
		ID:                    complaint.RecoveryID(),
		TaskQueue:             taskQueue,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		TypedSearchAttributes: temporal.NewSearchAttributes(changesTo(temporal.SearchAttributes{}, &state)...),
		Memo:                  memo,
		StaticSummary:         fmt.Sprintf("%s · customer %s", strings.TrimSuffix(about, "."), complaint.Customer.ID),
	}
}

// foresee is where a recovery will stand as soon as it has seen the observation.
func foresee(observation *recovery.Observation, play *recovery.Play, now time.Time) recovery.State {
	state := recovery.State{Play: play.Name, Stage: recovery.Watching, Customer: observation.Customer.ID, Incident: observation.Incident}
	seen := recovery.SeenOf(play.SightingOf(observation))
	decision := recovery.Decide(play, seen, now)
	if decision.Verdict == recovery.MakeIt {
		debt, _ := play.Owes(decision.Tier, seen.Case(decision.Value, observation.Payment)) // what it cannot be paid from, the recovery says
		state.Stage, state.Tier, state.Owed = recovery.Confirmed, play.Label(decision.Tier), &debt
	}
	return state
}

func staticDetails(observation *recovery.Observation, play *recovery.Play) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** (play `%s`, version %d)\n\n", firstOf(play.About, play.Name), play.Name, play.Version)
	fmt.Fprintf(&b, "- Experience: `%s`\n- Customer: `%s`\n- Reference in the words: `%s`\n", observation.Experience, observation.Customer.ID, recovery.Ref(observation.RecoveryID()))
	if observation.Incident != "" {
		fmt.Fprintf(&b, "- Incident: `%s`\n", observation.Incident)
	}
	fmt.Fprintf(&b, "\nOwed by `%s`:\n\n", play.Measure)
	for i := range play.Tiers {
		fmt.Fprintf(&b, "- from %s: %s\n", play.Label(i), play.Gives(i))
	}
	return b.String()
}

func firstOf(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
