package workflows

import "go.temporal.io/sdk/temporal"

// The names that others rely on: any Temporal SDK may use them directly.
const (
	TypeRecovery = "Recovery" // the workflow's type
	TaskQueue    = "makegood" // the default task queue

	SignalObserve = "observe" // takes an observation

	UpdateConfirm = "confirm" // takes a Confirm, while watching
	UpdateDismiss = "dismiss" // takes a Dismiss, while watching or needing a person with nothing owed
	UpdateRetry   = "retry"   // takes a Retry, when a person is needed
	UpdateResolve = "resolve" // takes a Resolve, when a person is needed

	QueryState = "state" // answers a recovery.State

	MemoPlay = "play" // the play a recovery is pinned to, given at its start
)

// The search attributes of a recovery. None holds personal data.
var (
	AttributePlay     = temporal.NewSearchAttributeKeyKeyword("MakegoodPlay")
	AttributeStage    = temporal.NewSearchAttributeKeyKeyword("MakegoodStage")
	AttributeTier     = temporal.NewSearchAttributeKeyKeyword("MakegoodTier")
	AttributeRemedy   = temporal.NewSearchAttributeKeyKeyword("MakegoodRemedy")
	AttributeAmount   = temporal.NewSearchAttributeKeyInt64("MakegoodAmount")
	AttributeCurrency = temporal.NewSearchAttributeKeyKeyword("MakegoodCurrency")
	AttributeCustomer = temporal.NewSearchAttributeKeyKeyword("MakegoodCustomer")
	AttributeIncident = temporal.NewSearchAttributeKeyKeyword("MakegoodIncident")
	AttributeFirst    = temporal.NewSearchAttributeKeyKeyword("MakegoodFirst")
)

// SearchAttributes lists every search attribute, for whoever registers them.
func SearchAttributes() []temporal.SearchAttributeKey {
	return []temporal.SearchAttributeKey{
		AttributePlay, AttributeStage, AttributeTier, AttributeRemedy, AttributeAmount,
		AttributeCurrency, AttributeCustomer, AttributeIncident, AttributeFirst,
	}
}
