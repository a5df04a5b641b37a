package workflows

import (
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// pin settles, once and for all, which play this recovery runs by: the one that
// the gateway gave with the start, else the one that the worker has now.
func (l *life) pin(ctx workflow.Context) {
	if l.play == nil && l.state.Trigger != "" {
		l.play = playFromMemo(ctx, l.state.Trigger)
		if l.play == nil {
			l.play = l.askForPlay(ctx)
		}
		if l.play == nil {
			l.problem(ctx, "No play answers to the trigger "+l.state.Trigger+".")
		}
	}
	if l.play != nil {
		l.state.Play, l.state.PlayVersion, l.state.Measure = l.play.Name, l.play.Version, l.play.Measure
		for _, observation := range l.parked {
			l.learn(ctx, observation)
		}
		l.parked = nil
	}
}

func playFromMemo(ctx workflow.Context, trigger string) *recovery.Play {
	payload, given := workflow.GetInfo(ctx).Memo.GetFields()[MemoPlay]
	if !given {
		return nil
	}
	play := new(recovery.Play)
	if err := converter.GetDefaultDataConverter().FromPayload(payload, play); err != nil || play.Trigger != trigger || len(play.Tiers) == 0 {
		return nil
	}
	return play
}
