package workflows

import (
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// pin settles, once and for all, which play this recovery runs by: the one that
// the gateway gave with the start, else the one that the worker has now. Where none of
// the trigger's plays applies, a later report may still change that.
func (l *life) pin(ctx workflow.Context) {
	if l.play == nil && l.state.Trigger != "" {
		var why string
		if l.play, why = playFromMemo(ctx, l.state.Trigger); l.play == nil {
			l.drain(ctx)
			pinned := l.askForPlay(ctx)
			l.play, why, l.inapplicable = pinned.Play, pinned.Why, ""
			l.unchosen = l.play == nil && pinned.Known
			switch {
			case l.play == nil && !pinned.Known:
				l.problem(ctx, "No play answers to the trigger "+l.state.Trigger+".")
			case l.play == nil && len(l.parked) > 0:
				l.inapplicable, l.weighed, l.closesAfter = "No play applies: "+why+".", len(l.parked), pinned.ClosesAfter.Std()
			}
		}
		if l.play != nil && why != "" {
			l.note(ctx, sentence(why), "")
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

func playFromMemo(ctx workflow.Context, trigger string) (play *recovery.Play, why string) {
	memo := workflow.GetInfo(ctx).Memo.GetFields()
	payload, given := memo[MemoPlay]
	if !given {
		return nil, ""
	}
	play = new(recovery.Play)
	if err := converter.GetDefaultDataConverter().FromPayload(payload, play); err != nil || play.Trigger != trigger || len(play.Tiers) == 0 {
		return nil, ""
	}
	if payload, given := memo[MemoWhy]; given {
		_ = converter.GetDefaultDataConverter().FromPayload(payload, &why) // what cannot be read is not told
	}
	return play, why
}
