package config

import (
	"net"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The forms of what providers hand out, as far as they are known to be fixed.
var (
	twilioAccount = regexp.MustCompile(`^AC[0-9A-Za-z]+$`)
	twilioService = regexp.MustCompile(`^MG[0-9A-Za-z]+$`)
	phoneNumber   = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|[0-9]{3,8})$`)
	senderName    = regexp.MustCompile(`^[0-9A-Za-z ]*[A-Za-z][0-9A-Za-z ]*$`)
	buildID       = regexp.MustCompile(`^[0-9A-Za-z._-]{1,100}$`)
	queueName     = regexp.MustCompile(`^[0-9A-Za-z._:/-]{1,200}$`)
)

// check refuses values that cannot be right, whoever needs them. No value is
// repeated: what stands in the wrong variable may be a secret.
func (s *Settings) check(errs *SettingErrors) {
	for name, keys := range map[string]Secrets{
		"STRIPE_API_KEY": {s.StripeKey}, "STRIPE_WEBHOOK_SECRET": s.StripeWebhookSecrets,
		"TWILIO_AUTH_TOKEN": {s.TwilioToken}, "TWILIO_WEBHOOK_TOKENS": s.TwilioWebhookTokens, "SENDGRID_API_KEY": {s.SendGridKey},
	} {
		for i, key := range keys {
			if strings.ContainsFunc(key.Reveal(), notInKeys) {
				errs.add(name, which(i, len(keys))+" has spaces or other characters that no key has", "copy it again, on one line")
			}
		}
	}
	if strings.HasPrefix(s.StripeKey.Reveal(), "pk_") {
		errs.add("STRIPE_API_KEY", "this is a publishable key, which can give nothing back", "set the secret or a restricted one: sk_… or rk_…")
	}
	for name, address := range map[string]string{"MAKEGOOD_STRIPE_URL": s.StripeURL, "MAKEGOOD_TWILIO_URL": s.TwilioURL, "MAKEGOOD_SENDGRID_URL": s.SendGridURL, "MAKEGOOD_PUBLIC_URL": s.PublicURL, "MAKEGOOD_UI_URL": s.UIURL} {
		errs.url(name, address)
	}
	errs.form("TWILIO_ACCOUNT_SID", s.TwilioAccount, twilioAccount.MatchString, "an account", "write AC and the letters and digits after it, as Twilio shows it")
	errs.form("TWILIO_MESSAGING_SERVICE_SID", s.TwilioMessagingService, twilioService.MatchString, "a messaging service", "write MG and the letters and digits after it, as Twilio shows it")
	errs.form("TWILIO_FROM", s.TwilioFrom, canSend, "a sender", "write a number such as +12025550143, a short code, or a name of up to 11 letters")
	errs.form("MAKEGOOD_MAIL_FROM", s.MailFrom, isAddress, "a sender's address", "write sorry@example.com or Example <sorry@example.com>")
	errs.form("MAKEGOOD_LISTEN", s.Listen, canListen, "an address to listen on", "write :8080 or 127.0.0.1:8080")
	if s.MetricsListen != "off" {
		errs.form("MAKEGOOD_METRICS_LISTEN", s.MetricsListen, canListen, "an address to listen on", "write :9090, 127.0.0.1:9090 or off")
	}
	errs.form("MAKEGOOD_TASK_QUEUE", s.TaskQueue, queueName.MatchString, "a task queue", "write a name such as makegood")
	errs.form("MAKEGOOD_BUILD_ID", s.BuildID, buildID.MatchString, "a version", "write letters, digits and . _ -")
	for name, rate := range map[string]float64{"MAKEGOOD_STRIPE_RATE": s.StripeRate, "MAKEGOOD_TWILIO_RATE": s.TwilioRate, "MAKEGOOD_SENDGRID_RATE": s.SendGridRate} {
		if !(rate >= 0 && rate <= 1e6) {
			errs.add(name, "this is not a rate", "write how many calls a second may be made, such as 25, or 0 for no limit")
		}
	}
	if notices := s.NoticeURL.Reveal(); notices != "" {
		if address, err := url.Parse(notices); err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Hostname() == "" {
			errs.add("MAKEGOOD_NOTICE_URL", "this is not an address on the web", "write the chat tool's incoming webhook: https://…")
		}
	}
	if s.SurveyGroup < 0 {
		errs.add("MAKEGOOD_SURVEY_GROUP", "this is not a group", "write the id of SendGrid's unsubscribe group, such as 12345")
	}
}

// form refuses a value that is set and has not the form of what it should be.
func (es *SettingErrors) form(name, value string, fits func(string) bool, what, right string) {
	if value != "" && !fits(value) {
		es.add(name, "this is not "+what, right)
	}
}

func (es *SettingErrors) url(name, value string) {
	if value == "" {
		return
	}
	address, err := url.Parse(value)
	const right = "write http:// or https:// and a host, such as https://makegood.example.com"
	switch {
	case err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Hostname() == "":
		es.add(name, "this is not an address on the web", right)
	case address.User != nil || address.RawQuery != "" || address.Fragment != "":
		es.add(name, "this has more than a host and a path", right)
	}
}

func notInKeys(r rune) bool { return r <= ' ' || r > '~' }

func canSend(from string) bool {
	return phoneNumber.MatchString(from) || len(from) <= 11 && senderName.MatchString(from)
}

func isAddress(from string) bool {
	_, err := mail.ParseAddress(from)
	return err == nil
}

func canListen(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil || strings.ContainsAny(host, "/ ") {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}
