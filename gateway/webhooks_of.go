package gateway

import (
	"makegood/config"
	"makegood/gateway/webhook"
)

// WebhooksOf takes the calls of every provider whose secret the settings have. None
// is taken where providers cannot reach us.
func WebhooksOf(s config.Settings) Webhooks {
	hooks := Webhooks{}
	if s.PublicURL == "" {
		return hooks
	}
	if s.StripeWebhookSecrets.Set() {
		hooks["stripe"] = webhook.Stripe{Secrets: s.StripeWebhookSecrets}
	}
	if s.TwilioWebhookTokens.Set() {
		hooks["twilio"] = webhook.Twilio{Tokens: s.TwilioWebhookTokens, PublicURL: s.PublicURL}
	}
	if s.SendGridWebhookKeys.Set() {
		hooks["sendgrid"] = webhook.SendGrid{Keys: s.SendGridWebhookKeys}
	}
	return hooks
}
