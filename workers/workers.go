// Package workers wires the workflow and its activities to a task queue:
// registration, limits, versioning.
package workers

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/config"
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
	Ledger     Ledger
	Logger     *slog.Logger
	Activities activities.Options // the zero value is right outside tests

	HTTP         *http.Client                    // for every provider; by default activities.NewHTTPClient
	Interceptors []interceptor.WorkerInterceptor // what looks on as activities run
}

// Ledger is what the activities ask of the ledger; *ledger.Ledger is one.
type Ledger interface {
	activities.Books
	activities.Claims
}

// New makes a worker for the task queue of the settings; it does not start it.
func New(o Options) (worker.Worker, error) {
	tuning := Tuning()
	tuning.Interceptors = o.Interceptors
	w := worker.New(o.Client, o.Settings.TaskQueue, tuning)
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
	if o.HTTP == nil {
		o.HTTP = activities.NewHTTPClient()
	}
	stripe := activities.NewStripe(s.StripeKey.Reveal(), s.StripeURL, o.HTTP)
	var err error
	var twilio *activities.Twilio
	if s.TwilioAccount != "" {
		if twilio, err = activities.NewTwilio(s.TwilioAccount, s.TwilioToken.Reveal(), s.TwilioURL, o.HTTP); err != nil {
			return fmt.Errorf("texts by Twilio: %w", err)
		}
	}
	var sendgrid *activities.SendGrid
	if s.SendGridKey.Set() {
		sendgrid = activities.NewSendGrid(s.SendGridKey.Reveal(), s.SendGridURL, o.HTTP)
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
