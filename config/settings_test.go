package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

// Keys that sign events, and one of another kind (Ed25519).
const (
	webhookKey     = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA=="
	nextWebhookKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEz84sXl0w4xUsgECDTsQ7WDjJ2pcTkH9VD0XM7fvEUlPjklylrW6hlKG0OsJHLSJNcdeNf6ZFU5iAQ+BvJHrYmA=="
	anotherKind    = "MCowBQYDK2VwAyEArk/4TZx2zJvgksgRP/ILmQ4ID2juvHnrorOf9GVfzfA="
)

func everything() []string {
	return []string{
		"STRIPE_API_KEY=sk_test_hush1", "STRIPE_WEBHOOK_SECRET=whsec_hush2, whsec_hush6", "MAKEGOOD_STRIPE_URL=http://127.0.0.1:8025/stripe",
		"TWILIO_ACCOUNT_SID=AC123", "TWILIO_AUTH_TOKEN=hush3", "TWILIO_WEBHOOK_TOKENS=hush3,hush7,", "TWILIO_FROM=+12025550143", "TWILIO_MESSAGING_SERVICE_SID=MG1", "MAKEGOOD_TWILIO_URL=http://localhost",
		"SENDGRID_API_KEY=SG.hush4", "SENDGRID_WEBHOOK_KEY=" + webhookKey + "," + nextWebhookKey, "MAKEGOOD_SENDGRID_URL=https://api.eu.sendgrid.com",
		"MAKEGOOD_MAIL_FROM=Example <sorry@example.com>", "MAKEGOOD_SURVEY_GROUP=12345",
		"MAKEGOOD_PLAYBOOKS=plays", "MAKEGOOD_DATABASE=postgres://u:hush5@db/makegood", "MAKEGOOD_PUBLIC_URL=https://makegood.example.com/in/",
		"MAKEGOOD_LISTEN=127.0.0.1:8081", "MAKEGOOD_METRICS_LISTEN=off", "MAKEGOOD_LOG=debug", "MAKEGOOD_TASK_QUEUE=other",
		"TEMPORAL_ADDRESS=localhost:7233", "PATH=/bin", "=C:=C:\\",
	}
}

func TestLoadSettings(t *testing.T) {
	s, err := config.LoadSettings(everything())
	if err != nil {
		t.Fatal(err)
	}
	got := []string{
		s.StripeKey.Reveal(), revealed(s.StripeWebhookSecrets), s.StripeURL,
		s.TwilioAccount, s.TwilioToken.Reveal(), revealed(s.TwilioWebhookTokens), s.TwilioFrom, s.TwilioMessagingService, s.TwilioURL,
		s.SendGridKey.Reveal(), written(t, s.SendGridWebhookKeys), s.SendGridURL, s.MailFrom, fmt.Sprint(s.SurveyGroup),
		s.Playbooks, s.Database.Engine, s.Database.Source(), s.PublicURL, s.Listen, s.MetricsListen, s.Log.String(), s.TaskQueue,
	}
	want := []string{
		"sk_test_hush1", "whsec_hush2|whsec_hush6", "http://127.0.0.1:8025/stripe",
		"AC123", "hush3", "hush3|hush7", "+12025550143", "MG1", "http://localhost",
		"SG.hush4", webhookKey + "," + nextWebhookKey, "https://api.eu.sendgrid.com", "Example <sorry@example.com>", "12345",
		"plays", "postgres", "postgres://u:hush5@db/makegood", "https://makegood.example.com/in", "127.0.0.1:8081", "", "DEBUG", "other",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func revealed(secrets config.Secrets) string {
	var all []string
	for _, secret := range secrets {
		all = append(all, secret.Reveal())
	}
	return strings.Join(all, "|")
}

func written(t *testing.T, keys config.PublicKeys) string {
	t.Helper()
	text, err := keys.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Twilio signs with the account's token where no others are named.
func TestTwilioSignsWithTheAccountsToken(t *testing.T) {
	for variable, want := range map[string]string{"TWILIO_WEBHOOK_TOKENS=": "one", "TWILIO_WEBHOOK_TOKENS=,": "one", "TWILIO_WEBHOOK_TOKENS=two": "two"} {
		s, err := config.LoadSettings([]string{"TWILIO_AUTH_TOKEN=one", variable})
		if err != nil || revealed(s.TwilioWebhookTokens) != want {
			t.Errorf("%s: %v, %v", variable, s.TwilioWebhookTokens, err)
		}
	}
	if s, err := config.LoadSettings(nil); err != nil || s.TwilioWebhookTokens.Set() {
		t.Errorf("nothing is set, and yet %v, %v", s.TwilioWebhookTokens, err)
	}
}

func TestSettingsDefaults(t *testing.T) {
	for name, environ := range map[string][]string{
		"unset": nil,
		"empty": {"MAKEGOOD_DATABASE=", "MAKEGOOD_LISTEN= ", "MAKEGOOD_METRICS_LISTEN=", "MAKEGOOD_LOG=", "MAKEGOOD_TASK_QUEUE=", "MAKEGOOD_SURVEY_GROUP=", "STRIPE_API_KEY= "},
	} {
		s, err := config.LoadSettings(environ)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{s.Database.String(), s.Listen, s.MetricsListen, s.Log.String(), s.TaskQueue, s.Playbooks, fmt.Sprint(s.SurveyGroup), s.StripeKey.String()}
		want := []string{"sqlite:makegood.db", ":8080", ":9090", "INFO", "makegood", "", "0", "(not set)"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		book, err := s.LoadPlaybook()
		if err != nil || len(book.Plays()) == 0 {
			t.Errorf("%s: the plays that ship are not there: %v", name, err)
		}
	}
}

func TestSettingsNameTheirFolderOfPlays(t *testing.T) {
	s, err := config.LoadSettings([]string{"MAKEGOOD_PLAYBOOKS=does-not-exist"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadPlaybook(); err == nil {
		t.Error("the plays that ship stood in for a folder that is not there")
	}
}

func TestLoadSettingsRefuses(t *testing.T) {
	for _, c := range []struct{ variable, wrong string }{
		{"STRIPE_API_KEY=pk_live_hush", "this is a publishable key, which can give nothing back"},
		{"STRIPE_API_KEY=sk_hush hush", "this has spaces or other characters that no key has"},
		{"STRIPE_WEBHOOK_SECRET=whsec_hush\nx", "this has spaces or other characters that no key has"},
		{"TWILIO_AUTH_TOKEN=hush\thush", "this has spaces or other characters that no key has"},
		{"SENDGRID_API_KEY=hüsh", "this has spaces or other characters that no key has"},
		{"TWILIO_ACCOUNT_SID=hush", "this is not an account"},
		{"TWILIO_ACCOUNT_SID=AC-hush", "this is not an account"},
		{"TWILIO_MESSAGING_SERVICE_SID=AC1", "this is not a messaging service"},
		{"TWILIO_FROM=0202555", ""},
		{"TWILIO_FROM=2025550143hush", "this is not a sender"},
		{"TWILIO_FROM=+1", "this is not a sender"},
		{"TWILIO_FROM=Makegood Ltd", "this is not a sender"},
		{"TWILIO_FROM=Makegood", ""},
		{"MAKEGOOD_STRIPE_URL=api.stripe.com", "this is not an address on the web"},
		{"MAKEGOOD_TWILIO_URL=ftp://x", "this is not an address on the web"},
		{"MAKEGOOD_SENDGRID_URL=https://", "this is not an address on the web"},
		{"MAKEGOOD_PUBLIC_URL=https://u:hush@x", "this has more than a host and a path"},
		{"MAKEGOOD_PUBLIC_URL=https://x/?hush", "this has more than a host and a path"},
		{"MAKEGOOD_MAIL_FROM=sorry", "this is not a sender's address"},
		{"MAKEGOOD_SURVEY_GROUP=hush", "this is not a number"},
		{"MAKEGOOD_SURVEY_GROUP=-1", "this is not a group"},
		{"MAKEGOOD_DATABASE=makegood.db", "this names no database"},
		{"MAKEGOOD_DATABASE=sqlite:", "this names no database"},
		{"MAKEGOOD_DATABASE=postgres://", "this names no database"},
		{"MAKEGOOD_DATABASE=postgres://u:hush%zz@db/x", "this names no database"},
		{"MAKEGOOD_DATABASE=mysql://u:hush@db", "this names no database"},
		{"MAKEGOOD_LISTEN=8080", "this is not an address to listen on"},
		{"MAKEGOOD_LISTEN=:80800", "this is not an address to listen on"},
		{"MAKEGOOD_LISTEN=off", "this is not an address to listen on"},
		{"MAKEGOOD_METRICS_LISTEN=on", "this is not an address to listen on"},
		{"MAKEGOOD_LOG=loud", "this is not a level"},
		{"MAKEGOOD_TASK_QUEUE=make good", "this is not a task queue"},
		{"STRIPE_WEBHOOK_SECRET=whsec_1,whsec_hüsh", "number 2 of these has spaces or other characters that no key has"},
		{"STRIPE_WEBHOOK_SECRET=whsec_1 , whsec_2,", ""},
		{"TWILIO_WEBHOOK_TOKENS=hush hush", "this has spaces or other characters that no key has"},
		{"TWILIO_WEBHOOK_TOKENS=hush hush,x,y", "number 1 of these has spaces or other characters that no key has"},
		{"SENDGRID_WEBHOOK_KEY=hush", "this is not a key that signs events"},
		{"SENDGRID_WEBHOOK_KEY=" + anotherKind, "this is not a key that signs events"},
		{"SENDGRID_WEBHOOK_KEY=" + webhookKey + "," + webhookKey[4:], "number 2 of these is not a key that signs events"},
		{"SENDGRID_WEBHOOK_KEY=" + webhookKey + ", " + webhookKey, ""},
		{"MAKEGOOD_PLAYBOOK=plays", "there is no such setting"},
		{"MAKEGOOD_DATABSE=x", "there is no such setting"},
		{"MAKEGOOD_SOMETHING_ELSE=x", ""},
	} {
		_, err := config.LoadSettings([]string{c.variable})
		if c.wrong == "" {
			if err != nil {
				t.Errorf("%s: %v", c.variable, err)
			}
			continue
		}
		name, _, _ := strings.Cut(c.variable, "=")
		var all config.SettingErrors
		if !errors.As(err, &all) || len(all) != 1 || all[0].Name != name || all[0].Wrong != c.wrong || all[0].Right == "" {
			t.Errorf("%s: %v, want %q", c.variable, err, c.wrong)
			continue
		}
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("a value is repeated: %v", err)
		}
	}
}

func TestLoadSettingsSaysEverythingAtOnce(t *testing.T) {
	_, err := config.LoadSettings([]string{"MAKEGOOD_LOG=loud", "STRIPE_API_KEY=pk_x", "MAKEGOOD_PLAYBOKS=x", "MAKEGOOD_SURVEY_GROUP=x"})
	want := `MAKEGOOD_LOG: this is not a level; write debug, info, warn or error
MAKEGOOD_PLAYBOKS: there is no such setting; did you mean MAKEGOOD_PLAYBOOKS?
MAKEGOOD_SURVEY_GROUP: this is not a number; write the id of SendGrid's unsubscribe group, such as 12345
STRIPE_API_KEY: this is a publishable key, which can give nothing back; set the secret or a restricted one: sk_… or rk_…`
	if err == nil {
		t.Fatal("taken")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	s, err := config.LoadSettings(everything())
	if err != nil {
		t.Fatal(err)
	}
	var shown bytes.Buffer
	for _, value := range []any{s, &s, s.StripeKey, &s.StripeKey, s.StripeWebhookSecrets, &s.StripeWebhookSecrets, s.Database, &s.Database} {
		fmt.Fprintf(&shown, "%v %+v %#v %s %q %x %d\n", value, value, value, value, value, value, value)
		fmt.Fprintln(&shown, value)
		if err := json.NewEncoder(&shown).Encode(value); err != nil {
			t.Error(err)
		}
		slog.New(slog.NewTextHandler(&shown, nil)).Info("x", "value", value)
		slog.New(slog.NewJSONHandler(&shown, nil)).Info("x", "value", value)
	}
	for _, secret := range []string{"hush", fmt.Sprintf("%x", "hush")} {
		if strings.Contains(shown.String(), secret) {
			t.Errorf("a secret is shown: %s", shown.String())
		}
	}
	if !strings.Contains(shown.String(), "(set)") {
		t.Error("it is not even said that there is one")
	}
}

func TestDatabaseIsNamedWithoutItsPassword(t *testing.T) {
	for text, want := range map[string]string{
		"sqlite:makegood.db":                                "sqlite:makegood.db",
		"sqlite:/var/lib/makegood.db":                       "sqlite:/var/lib/makegood.db",
		"postgres://u:hush@db:5432/makegood":                "postgres://u:xxxxx@db:5432/makegood",
		"postgresql://db/makegood?password=hush&sslmode=on": "postgresql://db/makegood?sslmode=on",
		"postgres:///makegood?host=/run/postgresql":         "postgres:///makegood?host=/run/postgresql",
	} {
		database, err := config.ParseDatabase(text)
		if err != nil || database.String() != want {
			t.Errorf("%s: %s, %v", text, database, err)
		}
		if source := database.Source(); source != strings.TrimPrefix(text, "sqlite:") {
			t.Errorf("%s opens %s", text, source)
		}
	}
}

func TestSettingsForWorkerAndGateway(t *testing.T) {
	texting := recovery.Play{Name: "texting", Trigger: "a", Tiers: []recovery.Tier{{Remedy: recovery.Remedy{Coupon: &recovery.Coupon{}}}}, Apology: recovery.Apology{Channels: []recovery.Channel{recovery.SMS}}}
	mailing := recovery.Play{Name: "mailing", Trigger: "b", Tiers: []recovery.Tier{{Remedy: recovery.Remedy{Refund: &recovery.Refund{}}}}, Apology: recovery.Apology{Channels: []recovery.Channel{recovery.Email}}}
	both := []string{
		"STRIPE_API_KEY: mailing, texting", "TWILIO_ACCOUNT_SID: texting", "TWILIO_AUTH_TOKEN: texting", "TWILIO_FROM: texting",
		"SENDGRID_API_KEY: mailing", "MAKEGOOD_MAIL_FROM: mailing",
	}
	for _, c := range []struct {
		name    string
		environ []string
		plays   []*recovery.Play
		worker  []string
		gateway []string
	}{
		{"no plays", nil, nil, nil, nil},
		{"both, nothing set", nil, []*recovery.Play{&texting, &mailing}, both, nil},
		{"both, and providers call us", []string{"MAKEGOOD_PUBLIC_URL=https://x"}, []*recovery.Play{&texting, &mailing}, both, []string{"STRIPE_WEBHOOK_SECRET: mailing", "TWILIO_AUTH_TOKEN: texting", "SENDGRID_WEBHOOK_KEY: mailing"}},
		{"both, everything set", everything(), []*recovery.Play{&texting, &mailing}, nil, nil},
		{"texts only", []string{"MAKEGOOD_PUBLIC_URL=https://x"}, []*recovery.Play{&texting}, []string{"STRIPE_API_KEY: texting", "TWILIO_ACCOUNT_SID: texting", "TWILIO_AUTH_TOKEN: texting", "TWILIO_FROM: texting"}, []string{"TWILIO_AUTH_TOKEN: texting"}},
		{"texts only, the token unknown where they are signed by another", []string{"MAKEGOOD_PUBLIC_URL=https://x", "TWILIO_WEBHOOK_TOKENS=t"}, []*recovery.Play{&texting}, []string{"STRIPE_API_KEY: texting", "TWILIO_ACCOUNT_SID: texting", "TWILIO_AUTH_TOKEN: texting", "TWILIO_FROM: texting"}, nil},
		{"nothing but commas", []string{"MAKEGOOD_PUBLIC_URL=https://x", "STRIPE_WEBHOOK_SECRET=,", "SENDGRID_WEBHOOK_KEY= , ,", "TWILIO_WEBHOOK_TOKENS=,"}, []*recovery.Play{&texting, &mailing}, both, []string{"STRIPE_WEBHOOK_SECRET: mailing", "TWILIO_AUTH_TOKEN: texting", "SENDGRID_WEBHOOK_KEY: mailing"}},
		{"mail only", []string{"MAKEGOOD_PUBLIC_URL=https://x"}, []*recovery.Play{&mailing}, []string{"STRIPE_API_KEY: mailing", "SENDGRID_API_KEY: mailing", "MAKEGOOD_MAIL_FROM: mailing"}, []string{"STRIPE_WEBHOOK_SECRET: mailing", "SENDGRID_WEBHOOK_KEY: mailing"}},
		{"a messaging service sends", []string{"STRIPE_API_KEY=sk_1", "TWILIO_ACCOUNT_SID=AC1", "TWILIO_AUTH_TOKEN=t", "TWILIO_MESSAGING_SERVICE_SID=MG1"}, []*recovery.Play{&texting}, nil, nil},
		{"a survey group", []string{"STRIPE_API_KEY=sk_1", "TWILIO_ACCOUNT_SID=AC1", "TWILIO_AUTH_TOKEN=t", "TWILIO_FROM=+12025550143", "MAKEGOOD_SURVEY_GROUP=1"}, []*recovery.Play{&texting}, []string{"SENDGRID_API_KEY: MAKEGOOD_SURVEY_GROUP"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := config.LoadSettings(c.environ)
			if err != nil {
				t.Fatal(err)
			}
			book := config.NewPlaybook(c.plays...)
			missing(t, "worker", s.ForWorker(book), c.worker)
			missing(t, "gateway", s.ForGateway(book), c.gateway)
		})
	}
}

// missing compares what is missing with NAME: who needs it.
func missing(t *testing.T, who string, err error, want []string) {
	t.Helper()
	var all config.SettingErrors
	if err != nil && !errors.As(err, &all) {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, one := range all {
		found[one.Name+": "+strings.TrimPrefix(one.Wrong, "this is not set, and is needed by ")] = true
		if one.Right == "" {
			t.Errorf("%s: it is not said what would be right: %v", who, one)
		}
	}
	wanted := map[string]bool{}
	for _, one := range want {
		wanted[one] = true
	}
	if diff := cmp.Diff(wanted, found); diff != "" {
		t.Errorf("%s: %s", who, diff)
	}
}
