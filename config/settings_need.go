package config

import (
	"slices"
	"strings"

	"makegood/recovery"
)

// ForWorker says what is missing for carrying out these plays: SettingErrors with
// every variable and the plays that need it, or nil.
func (s Settings) ForWorker(book *Playbook) error {
	n := needs{book: book}
	n.secret("STRIPE_API_KEY", s.StripeKey, n.remedies(), "set the secret or a restricted key: sk_… or rk_…")
	texting := n.channel(recovery.SMS)
	n.twilio(s, texting)
	if s.TwilioFrom == "" && s.TwilioMessagingService == "" {
		n.missing("TWILIO_FROM", texting, "set a number such as +12025550143, or TWILIO_MESSAGING_SERVICE_SID")
	}
	mailing := n.channel(recovery.Email)
	if s.SurveyGroup > 0 && len(mailing) == 0 {
		mailing = []string{"MAKEGOOD_SURVEY_GROUP"}
	}
	n.secret("SENDGRID_API_KEY", s.SendGridKey, mailing, "set one that may send mail: SG.…")
	if s.MailFrom == "" {
		n.missing("MAKEGOOD_MAIL_FROM", n.channel(recovery.Email), "set the sender: sorry@example.com or Example <sorry@example.com>")
	}
	return n.errs.sorted()
}

// ForGateway says what is missing for taking in the receipts of these plays:
// SettingErrors with every variable and the plays that need it, or nil. Nothing
// is, where no MAKEGOOD_PUBLIC_URL lets providers call. Where they can, their word
// must be told from anyone else's.
func (s Settings) ForGateway(book *Playbook) error {
	n := needs{book: book}
	if s.PublicURL == "" {
		return nil
	}
	n.secret("STRIPE_WEBHOOK_SECRET", s.StripeWebhookSecrets, n.refunds(), "set the signing secret of Stripe's webhook endpoint: whsec_…")
	n.secret("TWILIO_AUTH_TOKEN", s.TwilioWebhookTokens, n.channel(recovery.SMS), "set the account's token, which signs its callbacks, or TWILIO_WEBHOOK_TOKENS")
	n.secret("SENDGRID_WEBHOOK_KEY", s.SendGridWebhookKeys, n.channel(recovery.Email), "set the verification key of SendGrid's event webhook")
	return n.errs.sorted()
}

// needs gathers what plays need and the settings lack.
type needs struct {
	book *Playbook
	errs SettingErrors
}

func (n *needs) twilio(s Settings, plays []string) {
	if s.TwilioAccount == "" {
		n.missing("TWILIO_ACCOUNT_SID", plays, "set the account: AC…")
	}
	n.secret("TWILIO_AUTH_TOKEN", s.TwilioToken, plays, "set the account's token")
}

func (n *needs) secret(name string, value interface{ Set() bool }, by []string, right string) {
	if !value.Set() {
		n.missing(name, by, right)
	}
}

// missing notes a variable where somebody needs it.
func (n *needs) missing(name string, by []string, right string) {
	if len(by) > 0 {
		n.errs.add(name, "this is not set, and is needed by "+strings.Join(by, ", "), right)
	}
}

// plays is the names of the plays that are of a kind, sorted.
func (n *needs) plays(are func(*recovery.Play) bool) []string {
	var names []string
	if n.book == nil {
		return nil
	}
	for _, play := range n.book.Plays() {
		if are(play) {
			names = append(names, play.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (n *needs) channel(channel recovery.Channel) []string {
	return n.plays(func(p *recovery.Play) bool { return slices.Contains(p.Apology.Channels, channel) })
}

// Every remedy there is goes through Stripe.
func (n *needs) remedies() []string {
	return n.plays(func(p *recovery.Play) bool { return len(p.Tiers) > 0 })
}

// Only refunds can change after Stripe has answered.
func (n *needs) refunds() []string {
	return n.plays(func(p *recovery.Play) bool {
		return slices.ContainsFunc(p.Tiers, func(t recovery.Tier) bool { return t.Remedy.Kind() == recovery.KindRefund })
	})
}
