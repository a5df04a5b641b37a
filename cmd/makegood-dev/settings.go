package main

import (
	"fmt"
	"strings"

	"makegood/config"
	"makegood/internal/sandbox"
	"makegood/workflows"
)

// sandboxSettings are credentials that only the sandbox takes.
func sandboxSettings(url string) config.Settings {
	token := config.NewSecret("sandbox")
	return config.Settings{
		StripeKey: config.NewSecret("sk_test_" + "sandbox"), StripeURL: url,
		TwilioAccount: "AC" + strings.Repeat("0", 32), TwilioToken: token, TwilioFrom: "+12025550199", TwilioURL: url,
		SendGridKey: config.NewSecret("SG." + "sandbox"), SendGridURL: url,
		MailFrom: "Customer care <care@example.com>", SurveyGroup: sandboxSurveyGroup,
		TaskQueue: workflows.TaskQueue,

		StripeWebhookSecrets: config.Secrets{config.NewSecret(sandboxStripeSecret)}, TwilioWebhookTokens: config.Secrets{token},
	}
}

const (
	// sandboxSurveyGroup is the unsubscribe group for surveys that the sandbox has from the start.
	sandboxSurveyGroup = 7001
	// sandboxStripeSecret signs what the sandbox's Stripe calls back with.
	sandboxStripeSecret = "whsec_" + "sandbox"
)

// settings are those of this house. Its providers call the gateway back, save where
// the house is bare: there what was sent is read back alone.
func (h *house) settings() (config.Settings, error) {
	settings := sandboxSettings(h.sandboxURL)
	settings.NoticeURL, settings.UIURL = config.NewSecret(h.place.notices), h.temporal.UIAddress()+"/namespaces/default/workflows"
	if h.place.bare {
		return settings, nil
	}
	settings.PublicURL = h.gatewayURL
	err := h.twins.SetWebhooks(
		sandbox.Webhook{Provider: "stripe", URL: h.gatewayURL + "/webhooks/stripe", Secrets: []string{sandboxStripeSecret}},
		sandbox.Webhook{Provider: "sendgrid", URL: h.gatewayURL + "/webhooks/sendgrid"},
	)
	if err != nil {
		return settings, err
	}
	hooks, err := h.twins.Webhooks()
	if err != nil {
		return settings, err
	}
	if err := settings.SendGridWebhookKeys.UnmarshalText([]byte(hooks.PublicKey)); err != nil {
		return settings, fmt.Errorf("the sandbox's key for events cannot be read: %w", err)
	}
	return settings, nil
}
