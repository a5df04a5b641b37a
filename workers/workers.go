// Package workers wires the workflow and its activities to a task queue:
// registration, limits, versioning.
package workers

import (
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/config"
	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// Drain is how long a worker that is asked to stop lets running activities finish.
const Drain = 25 * time.Second

// Gather is how long a worker's ledger may wait with a write for others that share
// its flush to disk: little beside a provider's answer, and most flushes are saved.
const Gather = 20 * time.Millisecond

// Options is what a worker works with.
type Options struct {
	Client     client.Client
	Settings   config.Settings
	Playbook   *config.Playbook
	Ledger     *ledger.Ledger
	Logger     *slog.Logger
	Activities activities.Options // the zero value is right outside tests
}

// New makes a worker for the task queue of the settings; it does not start it.
func New(o Options) (worker.Worker, error) {
	w := worker.New(o.Client, o.Settings.TaskQueue, Tuning())
	if err := Register(w, o); err != nil {
		return nil, err
	}
	return w, nil
}

// Tuning is how a worker polls and how it stops.
func Tuning() worker.Options {
	pollers := worker.NewPollerBehaviorAutoscaling(worker.PollerBehaviorAutoscalingOptions{})
	return worker.Options{
		WorkerStopTimeout:          Drain,
		WorkflowTaskPollerBehavior: pollers,
		ActivityTaskPollerBehavior: pollers,
	}
}

// Register puts the workflow and every activity on a registry: a worker, a
// replayer or a test.
func Register(registry worker.Registry, o Options) error {
	RegisterWorkflow(registry)
	s := o.Settings
	if o.Activities.Lanes == nil {
		o.Activities.Lanes = &activities.Lanes{Log: o.Logger}
	}
	http := activities.NewHTTPClient()
	stripe := activities.NewStripe(s.StripeKey.Reveal(), s.StripeURL, http)
	var err error
	var twilio *activities.Twilio
	if s.TwilioAccount != "" {
		if twilio, err = activities.NewTwilio(s.TwilioAccount, s.TwilioToken.Reveal(), s.TwilioURL, http); err != nil {
			return fmt.Errorf("texts by Twilio: %w", err)
		}
	}
	var sendgrid *activities.SendGrid
	if s.SendGridKey.Set() {
		sendgrid = activities.NewSendGrid(s.SendGridKey.Reveal(), s.SendGridURL, http)
	}
	sender := activities.Sender{Phone: s.TwilioFrom, Mail: s.MailFrom} // receipts are read back; no provider is told to call
	if s.TwilioMessagingService != "" {
		sender.Phone = s.TwilioMessagingService
	}
	apologies, err := activities.NewApologies(twilio, sendgrid, sender, o.Ledger, o.Activities)
	if err != nil {
		return err
	}
	play := func(trigger string) *recovery.Play {
		found, _ := o.Playbook.Play(trigger)
		return found
	}
	registry.RegisterActivity(activities.NewRemedies(stripe, o.Ledger, o.Activities))
	registry.RegisterActivity(apologies)
	registry.RegisterActivity(activities.NewReceipts(stripe, twilio, sendgrid, o.Ledger, o.Activities))
	registry.RegisterActivity(activities.NewSurveys(sendgrid, s.SurveyGroup, o.Activities))
	registry.RegisterActivity(activities.NewRecords(play, o.Ledger, s.SurveyGroup != 0))
	return nil
}

// RegisterWorkflow puts the workflow alone on a registry, under its public name.
func RegisterWorkflow(registry worker.WorkflowRegistry) {
	registry.RegisterWorkflowWithOptions(workflows.Recovery, workflow.RegisterOptions{Name: workflows.TypeRecovery})
}
