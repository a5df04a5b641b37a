package workflows

import (
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// hearComplaint puts on record that the customer came to us. What is owed does not
// change; words that have not gone out yet do.
func (l *life) hearComplaint(ctx workflow.Context, told []byte) {
	complaint, err := recovery.ParseComplaint(told)
	if err == nil {
		err = complaint.Check(workflow.Now(ctx))
	}
	switch {
	case err != nil:
		l.problem(ctx, "A complaint was not usable: "+sentence(err.Error()))
	case complaint.RecoveryID() != l.state.ID:
		l.problem(ctx, "A complaint belongs to another recovery: its trigger, experience and customer are not those of this workflow's id.")
	case l.state.Hear(complaint):
		l.note(ctx, l.state.Complained(complaint), complaint.ID)
	}
}
