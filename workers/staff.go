package workers

import (
	"fmt"

	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/internal/hearing"
	"makegood/workflows"
)

// staff is every activity, ready to be registered.
type staff struct {
	lanes *activities.Lanes
	ear   *hearing.Ear
	all   []any
}

// hire makes the activities over the providers that are set up.
func hire(o *Options) (*staff, error) {
	s := o.Settings
	notices := activities.NewNotices(s.NoticeURL.Reveal(), s.UIURL, nil, o.Logger)
	if o.Activities.Lanes == nil {
		o.Activities.Lanes = &activities.Lanes{Log: o.Logger, Book: o.Ledger, Notices: notices}
	}
	stripe := activities.NewStripe(s.StripeKey.Reveal(), s.StripeURL, o.HTTP)
	var err error
	var twilio *activities.Twilio
	if s.TwilioAccount != "" {
		if twilio, err = activities.NewTwilio(s.TwilioAccount, s.TwilioToken.Reveal(), s.TwilioURL, o.HTTP); err != nil {
			return nil, fmt.Errorf("texts by Twilio: %w", err)
		}
	}
	var sendgrid *activities.SendGrid
	if s.SendGridKey.Set() {
		sendgrid = activities.NewSendGrid(s.SendGridKey.Reveal(), s.SendGridURL, o.HTTP)
	}
	sender := activities.Sender{Phone: s.TwilioFrom, Mail: s.MailFrom, Webhook: s.PublicURL}
	if s.TwilioMessagingService != "" {
		sender.Phone = s.TwilioMessagingService
	}
	apologies, err := activities.NewApologies(twilio, sendgrid, sender, o.Ledger, o.Activities)
	if err != nil {
		return nil, err
	}
	ear := hearing.New(o.Ledger, o.Logger)
	records := activities.NewRecords(o.Playbook, o.Ledger, s.SurveyGroup != 0)
	records.Ear = ear
	surveysByLane := s.Rate(activities.ProviderSendGrid) > 0
	return &staff{lanes: o.Activities.Lanes, ear: ear, all: []any{
		activities.NewRemedies(stripe, o.Ledger, o.Activities),
		apologies,
		activities.NewReceipts(stripe, twilio, sendgrid, o.Ledger, o.Activities),
		activities.NewSurveys(sendgrid, s.SurveyGroup, surveysByLane, o.Activities),
		records,
		notices,
		workflows.NewMemory(o.Client),
		activities.NewMonitors(o.Playbook.Plays(), o.Ledger, workflows.Visible{Temporal: o.Client, TaskQueue: s.TaskQueue}, notices, o.Logger, o.Activities.Now),
	}}, nil
}

// register puts every activity on a worker. Each worker knows them all; which it
// gets, its task queue decides.
func (s *staff) register(registry worker.ActivityRegistry) {
	for _, activities := range s.all {
		registry.RegisterActivity(activities)
	}
}

// RegisterWorkflow puts the workflow alone on a registry, under its public name.
func RegisterWorkflow(registry worker.WorkflowRegistry) {
	registry.RegisterWorkflowWithOptions(workflows.Recovery, workflow.RegisterOptions{Name: workflows.TypeRecovery})
}

func registerMonitors(registry worker.WorkflowRegistry) {
	registry.RegisterWorkflowWithOptions(workflows.Monitors, workflow.RegisterOptions{Name: workflows.TypeMonitors})
}
