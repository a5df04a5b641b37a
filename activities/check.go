package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/sendgrid/rest"
	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// CheckStripe asks Stripe for the balance, which changes nothing. The error says
// in plain words what is wrong and what to do.
func CheckStripe(ctx context.Context, way *client.API) error {
	params := &stripe.BalanceParams{}
	params.Context = ctx
	_, err := way.Balance.Get(params)
	return unfit("Stripe", classifyStripe(err), "set STRIPE_API_KEY to a secret key that may write refunds, coupons, promotion codes and customers' balances")
}

// Check asks Twilio for the account itself and for one message of it: without the
// right to read messages none is found again after a lost answer. It changes
// nothing. A sender is only looked at when it sends.
func (t *Twilio) Check(ctx context.Context) error {
	const right = "set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN as the Twilio console shows them"
	call, wire, cancel := t.call(ctx)
	defer cancel()
	account, err := call.FetchAccount(t.account)
	if verdict := classifyTwilio(err, wire); verdict != nil {
		return unfit("Twilio", verdict, right)
	}
	if account.Status != nil && *account.Status != "active" {
		return errors.New("the Twilio account is suspended or closed, so no text goes out: reactivate it in the Twilio console")
	}
	params := &api.ListMessageParams{}
	params.SetLimit(1)
	_, err = call.ListMessage(params)
	return unfit("Twilio", classifyTwilio(err, wire), right)
}

// mailScopes are what the key must be allowed to do, and why.
var mailScopes = []struct{ scope, why string }{
	{"mail.send", "no mail goes out"},
	{"messages.read", "no mail is found again after a lost answer, and none is known to have arrived"},
}

var surveyScopes = []struct{ scope, why string }{
	{"asm.groups.read", "the survey group cannot be checked, and so no survey is kept away"},
	{"asm.groups.suppressions.create", "no survey is kept away"},
}

// Check asks SendGrid what the key may do, and for the survey group where one is
// set. It changes nothing.
func (s *SendGrid) Check(ctx context.Context, surveyGroup int) error {
	const right = "set SENDGRID_API_KEY to a key with the rights Mail Send, Email Activity and, for surveys, Suppressions"
	response, verdict := s.call(ctx, rest.Get, "/v3/scopes", nil, http.StatusOK)
	if verdict != nil {
		return unfit("SendGrid", verdict, right)
	}
	var may struct {
		Scopes []string `json:"scopes"`
	}
	if err := json.Unmarshal([]byte(response.Body), &may); err != nil {
		return errors.New("SendGrid gave an answer that cannot be read: see that MAKEGOOD_SENDGRID_URL is right")
	}
	needed := mailScopes
	if surveyGroup != 0 {
		needed = slices.Concat(mailScopes, surveyScopes)
	}
	for _, need := range needed {
		if !slices.Contains(may.Scopes, need.scope) {
			return fmt.Errorf("the SendGrid key lacks the right %s, so %s: %s", need.scope, need.why, right)
		}
	}
	if surveyGroup == 0 {
		return nil
	}
	verdict = s.group(ctx, surveyGroup)
	if verdict != nil && verdict.Code == codeNoGroup {
		return fmt.Errorf("SendGrid has no unsubscribe group %d: set MAKEGOOD_SURVEY_GROUP to the group that surveys are sent with", surveyGroup)
	}
	return unfit("SendGrid", verdict, right)
}

// unfit is the error for a check that failed, or nil.
func unfit(name string, verdict *Verdict, do string) error {
	switch {
	case verdict == nil:
		return nil
	case verdict.Kind == Paused:
		return fmt.Errorf("%s does not accept the credentials (%s): %s", name, verdict.Code, do)
	case verdict.Code == codeUnreachable:
		return fmt.Errorf("%s cannot be reached: see that this machine may connect to it, and that its URL is right", name)
	case verdict.Kind == Unknown, verdict.Kind == Replays, verdict.Kind == Busy:
		return fmt.Errorf("%s gives no clear answer at the moment (%s): try again in a minute", name, verdict.Code)
	}
	return fmt.Errorf("%s refuses the check (%s): %s", name, verdict.Code, do)
}
