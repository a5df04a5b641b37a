package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"

	"makegood/activities"
	"makegood/config"
	"makegood/workflows"
)

func setupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "setup",
		Short: "Register the search attributes, check every credential, say what is missing",
		Long: `Registers the search attributes at Temporal and checks, with calls that change
nothing at the providers, the ledger (which it makes, where there is none), every
credential and the survey group. It can be run again at any time; it ends with 0 only if everything is there.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return setup(cmd.Context(), cmd.OutOrStdout()) },
	}
}

func setup(ctx context.Context, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	list := checklist{out: out}
	s, err := settings()
	list.add("settings", "", err)
	if err != nil {
		return list.result()
	}
	playbook, err := s.LoadPlaybook()
	list.add("plays", "", err)
	if err == nil {
		list.add("what the plays need", "", s.ForWorker(playbook))
		list.add("what providers call back with", calledBack(s), s.ForGateway(playbook))
	}
	list.add(checkLedger(ctx, s))
	list.add(checkTemporal(ctx))
	if s.StripeKey.Set() {
		stripe := activities.NewStripe(s.StripeKey.Reveal(), s.StripeURL, activities.NewHTTPClient())
		list.add("Stripe", "the key is good", activities.CheckStripe(ctx, stripe))
	}
	if s.TwilioAccount != "" {
		list.add(checkTwilio(ctx, s))
	}
	if s.SendGridKey.Set() {
		sendgrid := activities.NewSendGrid(s.SendGridKey.Reveal(), s.SendGridURL, activities.NewHTTPClient())
		said := "the key is good"
		if s.SurveyGroup != 0 {
			said += fmt.Sprintf(", and survey group %d is there", s.SurveyGroup)
		}
		list.add("SendGrid", said, sendgrid.Check(ctx, s.SurveyGroup))
	}
	return list.result()
}

// calledBack says what is given up by not letting providers call.
func calledBack(s config.Settings) string {
	if s.PublicURL == "" {
		return "nothing, since MAKEGOOD_PUBLIC_URL is not set: receipts are read back, and a refund that fails after its recovery has ended is not heard of"
	}
	return ""
}

func checkTwilio(ctx context.Context, s config.Settings) (what, said string, err error) {
	twilio, err := activities.NewTwilio(s.TwilioAccount, s.TwilioToken.Reveal(), s.TwilioURL, activities.NewHTTPClient())
	if err != nil {
		return "Twilio", "", err
	}
	return "Twilio", "the credentials are good", twilio.Check(ctx)
}

func checkLedger(ctx context.Context, s config.Settings) (what, said string, err error) {
	books, err := openLedger(ctx, s)
	if err != nil {
		return "ledger", "", err
	}
	defer books.Close()
	return "ledger", s.Database.String(), books.Ping(ctx)
}

// checkTemporal registers what is missing of the search attributes.
func checkTemporal(ctx context.Context) (what, said string, err error) {
	temporal, err := dialQuietly(ctx)
	if err != nil {
		return "Temporal", "", err
	}
	defer temporal.Close()
	options, err := envconfig.LoadDefaultClientOptions()
	if err != nil {
		return "Temporal", "", err
	}
	namespace := options.Namespace
	if namespace == "" {
		namespace = client.DefaultNamespace
	}
	there, err := temporal.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: namespace})
	if err != nil {
		return "Temporal", "", fmt.Errorf("search attributes of namespace %s cannot be read: %w", namespace, reason(err))
	}
	missing := map[string]enumspb.IndexedValueType{}
	for _, key := range workflows.SearchAttributes() {
		kind, known := there.GetCustomAttributes()[key.GetName()]
		switch {
		case !known:
			missing[key.GetName()] = key.GetValueType()
		case kind != key.GetValueType():
			return "Temporal", "", fmt.Errorf("search attribute %s is a %s there, and must be a %s", key.GetName(), kind, key.GetValueType())
		}
	}
	said = fmt.Sprintf("namespace %s has every search attribute", namespace)
	if len(missing) == 0 {
		return "Temporal", said, nil
	}
	if _, err := temporal.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: namespace, SearchAttributes: missing}); err != nil {
		return "Temporal", "", fmt.Errorf("search attributes %q cannot be registered: %w", slices.Sorted(maps.Keys(missing)), reason(err))
	}
	return "Temporal", fmt.Sprintf("%s now; registered %d", said, len(missing)), nil
}

// checklist tells what is fit and what is missing, one line each.
type checklist struct {
	out     io.Writer
	checked int
	failed  int
}

func (c *checklist) add(what, said string, err error) {
	c.checked++
	if err != nil {
		c.failed++
		fmt.Fprintf(c.out, "✗ %s\n    %s\n", what, strings.ReplaceAll(err.Error(), "\n", "\n    "))
		return
	}
	if said != "" {
		what += ": " + said
	}
	fmt.Fprintf(c.out, "✓ %s\n", what)
}

func (c *checklist) result() error {
	if c.failed > 0 {
		return fmt.Errorf("%d of %d checks failed; mend them and run it again", c.failed, c.checked)
	}
	fmt.Fprintln(c.out, "\nEverything is there.")
	return nil
}
