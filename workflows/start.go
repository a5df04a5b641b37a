package workflows

import (
	"fmt"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
)

// StartOptions is how the gateway starts, or signals, the recovery that an
// observation belongs to. The play travels in the memo, so that the recovery is
// pinned to it from its first event on; attributes given here cost nothing.
// A sender that gives less, from any other SDK, gets the same recovery.
func StartOptions(taskQueue string, observation *recovery.Observation, play *recovery.Play) client.StartWorkflowOptions {
	attributes := []temporal.SearchAttributeUpdate{
		AttributePlay.ValueSet(play.Name),
		AttributeStage.ValueSet(string(recovery.Watching)),
		AttributeCustomer.ValueSet(observation.Customer.ID),
	}
	if observation.Incident != "" {
		attributes = append(attributes, AttributeIncident.ValueSet(observation.Incident))
	}
	return client.StartWorkflowOptions{
		ID:                    observation.RecoveryID(),
		TaskQueue:             taskQueue,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		TypedSearchAttributes: temporal.NewSearchAttributes(attributes...),
		Memo:                  map[string]any{MemoPlay: play},
		StaticSummary:         fmt.Sprintf("%s · customer %s", strings.TrimSuffix(firstOf(play.About, play.Name), "."), observation.Customer.ID),
		StaticDetails:         staticDetails(observation, play),
	}
}

func staticDetails(observation *recovery.Observation, play *recovery.Play) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** (play `%s`, version %d)\n\n", firstOf(play.About, play.Name), play.Name, play.Version)
	fmt.Fprintf(&b, "- Experience: `%s`\n- Customer: `%s`\n- Reference in the words: `%s`\n", observation.Experience, observation.Customer.ID, recovery.Ref(observation.RecoveryID()))
	if observation.Incident != "" {
		fmt.Fprintf(&b, "- Incident: `%s`\n", observation.Incident)
	}
	fmt.Fprintf(&b, "\nOwed by `%s`:\n\n", play.Measure)
	for i, tier := range play.Tiers {
		fmt.Fprintf(&b, "- from %s: %s\n", play.Label(i), tier.Remedy)
	}
	return b.String()
}

func firstOf(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
