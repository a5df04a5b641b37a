package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

var surveys *activities.Surveys

// trySurveyMail asks the mail provider, once and briefly, to keep its survey mail
// away. It may be repeated and is nearly always taken at once, so it runs beside
// the claim and costs nothing of its own; what it does not achieve is ordered.
func (l *life) trySurveyMail(ctx workflow.Context) {
	if !l.missing.SurveyMail {
		return
	}
	ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: 2 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{MaximumAttempts: 1},
		Summary:                "Keep survey mail away",
	})
	l.takeSurveyMail(ctx, workflow.ExecuteLocalActivity(ctx, surveys.KeepSurveyMailAway, l.surveyMailOrder()))
}

// orderSurveyMail asks again and again, for a bounded time or without end.
func (l *life) orderSurveyMail(ctx workflow.Context, within time.Duration) workflow.Future {
	if !l.missing.SurveyMail || l.blocked.SurveyMail != "" {
		return nil
	}
	return workflow.ExecuteActivity(outside(ctx, activities.ProviderSendGrid, "Keep survey mail away", within), surveys.KeepSurveyMailAway, l.surveyMailOrder())
}

func (l *life) surveyMailOrder() activities.SurveyMailOrder {
	return activities.SurveyMailOrder{Step: l.again("survey_mail"), Email: l.facts.Email.Value}
}

func (l *life) takeSurveyMail(ctx workflow.Context, ordered workflow.Future) {
	if ordered == nil {
		return
	}
	var receipt recovery.Receipt
	err := ordered.Get(ctx, &receipt)
	if refusal, refused := refusalOf(err); refused {
		l.blocked.SurveyMail = sentence(refusal.Why)
		l.note(ctx, "Survey mail could not be kept away: "+l.blocked.SurveyMail, refusal.Provider+" "+refusal.Code)
		return
	}
	if err == nil {
		l.missing.SurveyMail = false
		l.keep(ctx, receipt, "Survey mail is kept away.")
	}
}
