package workflows

import (
	"encoding/json"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// resumes says whether this run takes up what another left: it was started for
// that, or because of a call about a recovery that no run is left of.
func (l *life) resumes(ctx workflow.Context) bool {
	if workflow.GetInfo(ctx).ContinuedExecutionRunID != "" {
		return false
	}
	return runBefore(ctx) != "" || l.observe.Len() == 0 && (l.news.receipts.Len() > 0 || l.news.complaints.Len() > 0)
}

// runBefore is the run that the start named, or none.
func runBefore(ctx workflow.Context) (run string) {
	payload, given := workflow.GetInfo(ctx).Memo.GetFields()[MemoResumes]
	if !given || converter.GetDefaultDataConverter().FromPayload(payload, &run) != nil {
		return ""
	}
	return run
}

// resume takes up the work of an earlier run: what Temporal still remembers of what
// that run was told, and what the ledger knows for good.
func (l *life) resume(ctx workflow.Context) {
	run := runBefore(ctx)
	var past Recalled
	if run != "" && run != unknownRun {
		past = l.recall(ctx, run)
	}
	l.rememberPlay(past)
	l.pin(ctx)
	l.rememberTold(ctx, past)
	claimed := l.standing(ctx)
	prior := claimed.Prior
	if prior == nil || l.play == nil {
		return
	}
	switch prior.Stage {
	case recovery.Delivered:
		l.adopt(prior)
	case recovery.Dismissed:
		if run == "" {
			l.adopt(prior)
		}
	case recovery.Confirmed, recovery.NeedsPerson:
		l.adopt(prior)
		l.note(ctx, "An earlier run was cut short; what it left owing is made good.", "")
		l.enter(ctx, recovery.Confirmed, "")
		_, suppressed := prior.Proven("survey_mail")
		l.surveyMail = claimed.SurveyMail
		l.missing = missing{Remedy: true, Words: true, SurveyMail: l.surveyMail && l.facts.Email.Value != "" && !suppressed}
		l.takeUpByHand(prior)
		l.takeUp(ctx, claimed.Steps)
	}
}

// adopt makes the state on record this run's own.
func (l *life) adopt(prior *recovery.State) {
	seen := l.state.Seen
	l.state = *prior
	l.state.Seen.Merge(seen)
	if !prior.ConfirmedAt.IsZero() {
		l.value = recovery.Decide(l.play, prior.Seen, prior.ConfirmedAt).Value
	}
	for _, receipt := range prior.Receipts {
		kind, nth, ok := stepNamed(receipt.Step)
		if !ok {
			continue
		}
		l.tries[kind] = max(l.tries[kind], nth)
		if isChannel(kind) && receipt.Word != recovery.Pending && receipt.ID != "" && !l.wasTold(receipt.Step) {
			l.spent[recovery.Channel(kind)] = true
		}
	}
}

// rememberPlay takes over what an earlier run carried, and its play.
func (l *life) rememberPlay(past Recalled) {
	carried := new(Carried)
	if len(past.Input) > 0 && json.Unmarshal(past.Input, carried) == nil && carried.State.ID == l.state.ID {
		l.play, l.facts, l.parked, l.state.Seen = carried.Play, carried.Facts, carried.Parked, carried.State.Seen
	}
	if l.play == nil && past.Play != nil && past.Play.Trigger == l.state.Trigger && len(past.Play.Tiers) > 0 {
		l.play = past.Play
	}
}

// rememberTold takes in what an earlier run was told.
func (l *life) rememberTold(ctx workflow.Context, past Recalled) {
	if past.Left > 0 {
		l.problem(ctx, "An earlier run was cut short, and had seen more than can be taken over; its oldest observations were left out.")
	}
	for _, told := range past.Observed {
		l.take(ctx, told)
	}
	for _, told := range past.Complained {
		l.hearComplaint(ctx, told)
	}
	for _, told := range past.Corrected {
		correction := new(Retry)
		if correction.UnmarshalJSON(told) == nil {
			l.correctFacts(correction)
		}
	}
}
