package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
	"makegood/workflows"
)

// signature is who asks for something, and why: both go on record.
type signature struct{ who, why string }

func (s *signature) flags(command *cobra.Command, why string) {
	command.Flags().StringVar(&s.who, "who", "", "who you are, for the record")
	command.Flags().StringVar(&s.why, "why", "", why)
	_ = command.MarkFlagRequired("who")
	_ = command.MarkFlagRequired("why")
}

func confirmCommand() *cobra.Command {
	var by signature
	var tier string
	command := asking("confirm", "Make it good now, though it is not bad enough by the play", func() any {
		return workflows.Confirm{Who: by.who, Why: by.why, Tier: workflows.TierName(tier)}
	})
	by.flags(command, "why it is bad enough")
	command.Flags().StringVar(&tier, "tier", "", "the tier owed, as the play writes it (default: the highest that is met, else the lowest)")
	return command
}

func dismissCommand() *cobra.Command {
	var by signature
	command := asking("dismiss", "End it: nothing is owed", func() any { return workflows.Dismiss{Who: by.who, Why: by.why} })
	by.flags(command, "why nothing is owed")
	return command
}

func retryCommand() *cobra.Command {
	var by signature
	var phone, email string
	var payment recovery.Payment
	var currency string
	command := asking("retry", "Send what needs a person back to the automatic ways, with what was wrong corrected", func() any {
		retry := workflows.Retry{Who: by.who, Why: by.why, Phone: phone, Email: email}
		payment.Currency = recovery.Currency(strings.ToLower(currency))
		if payment != (recovery.Payment{}) {
			retry.Payment = &payment
		}
		return retry
	})
	command.Example = `  makegood retry recovery/flight.delayed/LO391/c-1042 --who sam --why "found the number" --phone +12025550143`
	by.flags(command, "why it should work now")
	flags := command.Flags()
	flags.StringVar(&phone, "phone", "", "the right phone number, as +12025550143")
	flags.StringVar(&email, "email", "", "the right e-mail address")
	flags.StringVar(&payment.PaymentIntent, "payment-intent", "", "the right payment: pi_…")
	flags.StringVar(&payment.Charge, "charge", "", "or the charge: ch_…")
	flags.StringVar(&payment.Customer, "customer", "", "Stripe's customer: cus_…")
	flags.Int64Var(&payment.Amount, "amount", 0, "what was paid, in the currency's smallest unit")
	flags.StringVar(&currency, "currency", "", "the currency, as eur")
	return command
}

func resolveCommand() *cobra.Command {
	var by signature
	var proof string
	command := asking("resolve", "It was made good by hand", func() any { return workflows.Resolve{Who: by.who, Why: by.why, Proof: proof} })
	by.flags(command, "what was done")
	command.Flags().StringVar(&proof, "proof", "", "where that can be seen: a receipt number, a ticket")
	_ = command.MarkFlagRequired("proof")
	return command
}

// asking is a command that sends an update to one recovery, and prints the answer.
func asking(update, short string, argument func() any) *cobra.Command {
	return &cobra.Command{
		Use:   update + " RECOVERY",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			temporal, err := dialQuietly(cmd.Context())
			if err != nil {
				return err
			}
			defer temporal.Close()
			handle, err := ask(cmd.Context(), temporal, client.UpdateWorkflowOptions{
				WorkflowID: args[0], UpdateName: update, Args: []any{argument()}, WaitForStage: client.WorkflowUpdateStageCompleted,
			})
			if err != nil {
				return notAsked(args[0], err)
			}
			var answer string
			if err := handle.Get(cmd.Context(), &answer); err != nil {
				return notAsked(args[0], err)
			}
			fmt.Fprintln(cmd.OutOrStdout(), answer)
			return nil
		},
	}
}

// ask sends an update, and again where something else ended in the recovery at the
// very same moment: Temporal then takes nothing of it.
func ask(ctx context.Context, temporal client.Client, update client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	const times = 5
	for try := 1; ; try++ {
		handle, err := temporal.UpdateWorkflow(ctx, update)
		var notReady *serviceerror.WorkflowNotReady
		if !errors.As(err, &notReady) || try == times {
			return handle, err
		}
	}
}

// notAsked says why a recovery did not do what it was asked.
func notAsked(id string, err error) error {
	var unknown *serviceerror.NotFound
	if errors.As(err, &unknown) {
		return fmt.Errorf("no recovery %s is open; makegood show says how it ended, and makegood list which there are. One that was terminated while something is owed is taken up again within minutes: try again then", id)
	}
	var refused *temporal.ApplicationError
	if errors.As(err, &refused) {
		return errors.New(refused.Message())
	}
	return err
}
