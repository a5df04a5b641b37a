package config

import (
	"log/slog"
)

// Settings is what the environment says. Temporal's own variables are not among
// them: they are read by its contrib/envconfig.
type Settings struct {
	StripeKey            Secret  `env:"STRIPE_API_KEY"`
	StripeWebhookSecrets Secrets `env:"STRIPE_WEBHOOK_SECRET"` // any of them signs
	StripeURL            string  `env:"MAKEGOOD_STRIPE_URL"`   // empty: Stripe's own

	TwilioAccount          string  `env:"TWILIO_ACCOUNT_SID"`
	TwilioToken            Secret  `env:"TWILIO_AUTH_TOKEN"`
	TwilioWebhookTokens    Secrets `env:"TWILIO_WEBHOOK_TOKENS"` // any of them signs; by default TwilioToken
	TwilioFrom             string  `env:"TWILIO_FROM"`
	TwilioMessagingService string  `env:"TWILIO_MESSAGING_SERVICE_SID"`
	TwilioURL              string  `env:"MAKEGOOD_TWILIO_URL"` // empty: Twilio's own

	SendGridKey         Secret     `env:"SENDGRID_API_KEY"`
	SendGridWebhookKeys PublicKeys `env:"SENDGRID_WEBHOOK_KEY"`  // any of them signs
	SendGridURL         string     `env:"MAKEGOOD_SENDGRID_URL"` // empty: SendGrid's own
	MailFrom            string     `env:"MAKEGOOD_MAIL_FROM"`
	SurveyGroup         int        `env:"MAKEGOOD_SURVEY_GROUP"` // 0: surveys are not sent through SendGrid

	Playbooks string   `env:"MAKEGOOD_PLAYBOOKS"` // a folder; empty: the plays that ship
	Database  Database `env:"MAKEGOOD_DATABASE" envDefault:"sqlite:makegood.db"`
	PublicURL string   `env:"MAKEGOOD_PUBLIC_URL"` // how providers reach the gateway, without a slash at the end; empty: they cannot

	StripeRate   float64 `env:"MAKEGOOD_STRIPE_RATE" envDefault:"25"` // calls a second, over all workers; 0: as fast as it goes
	TwilioRate   float64 `env:"MAKEGOOD_TWILIO_RATE"`
	SendGridRate float64 `env:"MAKEGOOD_SENDGRID_RATE"`
	BuildID      string  `env:"MAKEGOOD_BUILD_ID"`                  // the version that a worker is; empty: the program's own
	Promote      Promote `env:"MAKEGOOD_PROMOTE" envDefault:"auto"` // whether a worker that starts becomes the current version

	NoticeURL Secret `env:"MAKEGOOD_NOTICE_URL"` // a chat tool's incoming webhook, for the team; empty: notices go to the log
	UIURL     string `env:"MAKEGOOD_UI_URL"`     // the Temporal UI's page of workflows, for links in notices; may be empty

	Listen        string     `env:"MAKEGOOD_LISTEN" envDefault:":8080"`         // the gateway's address
	MetricsListen string     `env:"MAKEGOOD_METRICS_LISTEN" envDefault:":9090"` // the worker's metrics; empty where they are off
	Log           slog.Level `env:"MAKEGOOD_LOG" envDefault:"info"`
	TaskQueue     string     `env:"MAKEGOOD_TASK_QUEUE" envDefault:"makegood"`
}

// LoadPlaybook reads the plays that the settings name: a folder's, or those that
// ship.
func (s Settings) LoadPlaybook() (*Playbook, error) {
	if s.Playbooks == "" {
		return LoadPlaybookFS(Shipped())
	}
	return LoadPlaybook(s.Playbooks)
}
