package activities

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"go.temporal.io/sdk/activity"
)

// firstToSay asks the ledger whether another process has said it before. A ledger
// that cannot say is no reason to keep silent.
func (l *Lanes) firstToSay(ask func(context.Context) (bool, error)) (bool, error) {
	if l.Book == nil {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return ask(ctx)
}

// post tells the operator beside what is being done; a notice that cannot be sent
// stands in the log.
func (l *Lanes) post(text string) {
	if l.Notices == nil {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		for wait := time.Second; l.Notices.post(ctx, text) != nil; wait *= 2 {
			if pause(ctx, wait) != nil {
				l.log().Error("the operator could not be told", "of", text)
				return
			}
		}
	}()
}

func (l *Lanes) log() *slog.Logger {
	if l.Log == nil {
		return slog.Default()
	}
	return l.Log
}

func gauge(ctx context.Context, provider string, value float64) {
	if activity.IsActivity(ctx) {
		activity.GetMetricsHandler(ctx).WithTags(map[string]string{"provider": provider}).Gauge(LanePaused).Update(value)
	}
}

// pausedWords tells an operator what waits, why, and what to do about it.
func pausedWords(provider, code, why string) string {
	why = strings.TrimSuffix(strings.Replace(why, "; the operator has been told", "", 1), ".")
	words := fmt.Sprintf("%s turns us away (%s): %s. Nothing is lost: what needs it waits and goes on by itself, everything else is not held up.", named(provider), code, why)
	if mend := mends[provider]; mend != "" && code != codeOutage {
		words += " To mend it: " + mend + "."
	}
	return words
}

// named is a provider as people call it.
func named(provider string) string {
	switch provider {
	case ProviderStripe:
		return "Stripe"
	case ProviderTwilio:
		return "Twilio"
	case ProviderSendGrid:
		return "SendGrid"
	}
	return "Our Stripe balance"
}

// mends are what an operator does where a provider does not take our credentials.
var mends = map[string]string{
	ProviderStripe:   "set a valid STRIPE_API_KEY and restart the workers",
	ProviderTwilio:   "see to the account, or set a valid TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and restart the workers",
	ProviderSendGrid: "see to the sender, or set a valid SENDGRID_API_KEY and restart the workers",
	balance:          "add funds to the balance; nothing has to be restarted",
}
