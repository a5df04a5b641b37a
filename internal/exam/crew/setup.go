// Package crew is the two processes that the exam examines: a worker and a gateway,
// wired as production wires them, with somebody looking on at each step. It links
// no Temporal server, so that a crew with a fault of our own is soon built.
package crew

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"makegood/config"
	"makegood/internal/ledger"
	"makegood/workers"
)

// Variable is the environment variable that carries a Setup to a process, as JSON.
const Variable = "MAKEGOOD_EXAM_CREW"

// Ready is the line that a process prints once it works.
const Ready = "ready"

// Setup is what a worker or a gateway is told.
type Setup struct {
	Name        string        `json:"name"` // of the crew; also its task queue
	Temporal    string        `json:"temporal"`
	Sandbox     string        `json:"sandbox"`
	Switchboard string        `json:"switchboard"` // empty: nobody looks on
	Database    string        `json:"database"`
	Playbooks   string        `json:"playbooks"`
	Listen      string        `json:"listen"`           // the gateway's address
	Called      *Called       `json:"called,omitempty"` // nil: providers do not call back
	Ahead       time.Duration `json:"ahead"`            // how far the worker's clock is ahead, as the sandbox's is
}

// Called is how providers call the gateway back, and by what they are believed.
type Called struct {
	PublicURL     string   `json:"public_url"`
	TwilioTokens  []string `json:"twilio_tokens"`
	StripeSecrets []string `json:"stripe_secrets"`
	SendGridKeys  string   `json:"sendgrid_keys"` // public halves, with commas between them
}

// Token is the account's at Twilio: the sandbox signs callbacks with that of the call.
const Token = "exam"

// Environ is the setup as a variable of the environment.
func (s Setup) Environ() string {
	text, _ := json.Marshal(s) // plain fields: it cannot fail
	return Variable + "=" + string(text)
}

// Run is a crew's process, named "worker" or "gateway", until the context ends.
func Run(ctx context.Context, role string, out io.Writer) error {
	var setup Setup
	if err := json.Unmarshal([]byte(os.Getenv(Variable)), &setup); err != nil {
		return fmt.Errorf("the exam starts this program itself, with %s set: %w", Variable, err)
	}
	switch role {
	case "worker":
		return work(ctx, setup, out)
	case "gateway":
		return open(ctx, setup, out)
	}
	return fmt.Errorf("a crew has a worker and a gateway, and no %q", role)
}

// means is what both processes work with.
type means struct {
	log      *slog.Logger
	temporal client.Client
	ledger   *ledger.Ledger
	playbook *config.Playbook
}

func (s Setup) means(ctx context.Context) (m means, err error) {
	m.log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if m.playbook, err = config.LoadPlaybook(s.Playbooks); err != nil {
		return m, err
	}
	if m.ledger, err = ledger.Open(ctx, s.Database); err != nil {
		return m, err
	}
	m.ledger.Gather(workers.Gather)
	m.temporal, err = client.DialContext(ctx, client.Options{HostPort: s.Temporal, Logger: sdklog.NewStructuredLogger(m.log)})
	return m, err
}

// settings are credentials that only the sandbox takes.
func (s Setup) settings() (config.Settings, error) {
	settings := config.Settings{
		StripeKey: config.NewSecret("sk_test_" + "exam"), StripeURL: s.Sandbox,
		TwilioAccount: "AC" + strings.Repeat("0", 32), TwilioToken: config.NewSecret(Token), TwilioFrom: "+12025550199", TwilioURL: s.Sandbox,
		SendGridKey: config.NewSecret("SG." + "exam"), SendGridURL: s.Sandbox,
		MailFrom: "Customer care <care@example.com>", SurveyGroup: 7001,
		TaskQueue: s.Name,
	}
	if s.Called == nil {
		return settings, nil
	}
	settings.PublicURL = s.Called.PublicURL
	settings.TwilioWebhookTokens = secrets(s.Called.TwilioTokens)
	settings.StripeWebhookSecrets = secrets(s.Called.StripeSecrets)
	err := settings.SendGridWebhookKeys.UnmarshalText([]byte(s.Called.SendGridKeys))
	return settings, err
}

func secrets(values []string) (all config.Secrets) {
	for _, value := range values {
		all = append(all, config.NewSecret(value))
	}
	return all
}
