package workflows

// The names that others rely on: any Temporal SDK may use them directly.
const (
	TypeRecovery = "Recovery" // the workflow's type
	TaskQueue    = "makegood" // the default task queue

	SignalObserve  = "observe"  // takes an observation
	SignalReceipt  = "receipt"  // takes a recovery.Receipt: a provider has news of a step, to be read back
	SignalComplain = "complain" // takes a complaint

	UpdateConfirm = "confirm" // takes a Confirm, while watching
	UpdateDismiss = "dismiss" // takes a Dismiss, while watching or needing a person with nothing owed
	UpdateRetry   = "retry"   // takes a Retry, when a person is needed
	UpdateResolve = "resolve" // takes a Resolve, when a person is needed

	QueryState = "state" // answers a recovery.State

	MemoPlay    = "play"    // the play a recovery is pinned to, given at its start
	MemoWhy     = "why"     // why it is that play, where there was a choice
	MemoResumes = "resumes" // the run whose work a run takes up, where that ended otherwise than by itself
)

// Lane is the task queue of a provider's calls: the recoveries' own, and the
// provider's name.
func Lane(taskQueue, provider string) string { return taskQueue + "-" + provider }
