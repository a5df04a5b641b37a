package workflows

import (
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// Carried is what a run that continues another takes over. All of it is bounded,
// whatever comes in: Temporal carries two megabytes at the most.
type Carried struct {
	Play   *recovery.Play          `json:"play,omitempty"`
	State  recovery.State          `json:"state"`
	Facts  recovery.Facts          `json:"facts"`
	Parked []*recovery.Observation `json:"parked,omitempty"`

	// Once it is confirmed:
	Missing    missing                   `json:"missing,omitzero"`
	Blocked    blocked                   `json:"blocked,omitzero"`
	Unsure     map[recovery.Channel]bool `json:"unsure,omitempty"`
	Spent      map[recovery.Channel]bool `json:"spent,omitempty"`
	Tries      map[string]int            `json:"tries,omitempty"`
	Answerless map[string]bool           `json:"answerless,omitempty"`
	Value      float64                   `json:"value,omitzero"`
	Covered    *covered                  `json:"covered,omitempty"`
	Noticed    bool                      `json:"noticed,omitempty"`
	SurveyMail bool                      `json:"survey_mail,omitempty"`
	News       []recovery.Receipt        `json:"news,omitempty"`
}

// carriedIn is what the run before handed over. An argument that somebody else
// gave is left alone: what matters comes by signals.
func carriedIn(ctx workflow.Context, argument converter.RawValue) *Carried {
	if workflow.GetInfo(ctx).ContinuedExecutionRunID == "" {
		return nil
	}
	carried := new(Carried)
	if err := converter.GetDefaultDataConverter().FromPayload(argument.Payload(), carried); err != nil || carried.State.ID != workflow.GetInfo(ctx).WorkflowExecution.ID {
		return nil
	}
	return carried
}

// takeOver goes on where the run before stopped.
func (l *life) takeOver(from *Carried) {
	l.play, l.state, l.facts, l.parked = from.Play, from.State, from.Facts, from.Parked
	l.missing, l.blocked, l.value, l.noticed, l.surveyMail = from.Missing, from.Blocked, from.Value, from.Noticed, from.SurveyMail
	l.covered, l.news.unread = from.Covered, from.News
	if from.Unsure != nil {
		l.unsure = from.Unsure
	}
	if from.Spent != nil {
		l.spent = from.Spent
	}
	if from.Answerless != nil {
		l.answerless = from.Answerless
	}
	if from.Tries != nil {
		l.tries = from.Tries
	}
}

// continueIfLong hands over to a fresh run where the history has grown long. An
// order that came meanwhile is carried out first.
func (l *life) continueIfLong(ctx workflow.Context) error {
	if !workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
		return nil
	}
	_ = workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
	l.drain(ctx)
	l.takeCalls(ctx)
	if l.orders.any() || len(l.news.reading) > 0 || l.beside != (beside{}) {
		return nil
	}
	return workflow.NewContinueAsNewError(ctx, TypeRecovery, &Carried{
		Play: l.play, State: l.state, Facts: l.facts, Parked: l.parked,
		Missing: l.missing, Blocked: l.blocked, Unsure: l.unsure, Spent: l.spent, Tries: l.tries, Answerless: l.answerless, Value: l.value, Covered: l.covered,
		Noticed: l.noticed, SurveyMail: l.surveyMail, News: l.news.unread,
	})
}
