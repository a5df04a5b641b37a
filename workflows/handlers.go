package workflows

import (
	"errors"
	"fmt"
	"strings"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// handleUpdates offers what people may ask for. Each answer is a sentence; each
// refusal says what would be right.
func (l *life) handleUpdates(ctx workflow.Context) error {
	return errors.Join(
		workflow.SetQueryHandlerWithOptions(ctx, QueryState, func() (recovery.State, error) { return l.state, nil },
			workflow.QueryHandlerOptions{Description: "Where this recovery stands, with its story and its proofs."}),
		workflow.SetUpdateHandlerWithOptions(ctx, UpdateConfirm, l.onConfirm, workflow.UpdateHandlerOptions{
			Validator:   l.mayConfirm,
			Description: `It is bad enough: make it good now. {"who": "you", "why": "…", "tier": "180"}; tier is optional.`,
		}),
		workflow.SetUpdateHandlerWithOptions(ctx, UpdateDismiss, l.onDismiss, workflow.UpdateHandlerOptions{
			Validator:   l.mayDismiss,
			Description: `Nothing is owed: end it. {"who": "you", "why": "…"}. Only while nothing is confirmed.`,
		}),
		workflow.SetUpdateHandlerWithOptions(ctx, UpdateRetry, l.onRetry, workflow.UpdateHandlerOptions{
			Validator:   l.mayRetry,
			Description: `Try the automatic ways again, with what was wrong corrected. {"who": "you", "why": "…", "phone": "+1…", "email": "…", "payment": {…}}; the last three are optional.`,
		}),
		workflow.SetUpdateHandlerWithOptions(ctx, UpdateResolve, l.onResolve, workflow.UpdateHandlerOptions{
			Validator:   l.mayResolve,
			Description: `It was made good by hand. {"who": "you", "why": "what was done", "proof": "where that can be seen"}.`,
		}),
	)
}

// errDismissing answers what is asked while a dismissal is put on record, which
// may take as long as the ledger is away.
var errDismissing = errors.New("it is being dismissed just now; look again in a moment")

func (l *life) isConfirmed() bool { return !l.state.ConfirmedAt.IsZero() }

func (l *life) mayConfirm(ask Confirm) error {
	switch {
	case l.isConfirmed():
		return errors.New("this is confirmed already; nothing more has to be done")
	case l.state.Stage == recovery.Dismissed:
		return errDismissing
	case l.orders.any():
		return errors.New("another order is being carried out; look again in a moment")
	case l.play == nil:
		return errors.New("no play answers to this trigger, so nothing is known to be owed; add a play, then retry")
	case l.state.Seen.Nothing():
		return errors.New("nothing usable was observed yet, so there is no customer to make it good to")
	}
	if _, err := l.tierNamed(string(ask.Tier)); err != nil {
		return err
	}
	return signed(ask.Who, ask.Why)
}

func (l *life) onConfirm(ctx workflow.Context, ask Confirm) (string, error) {
	tier, err := l.tierNamed(string(ask.Tier))
	if err != nil {
		return "", err
	}
	l.note(ctx, fmt.Sprintf("%s confirmed it: %s", ask.Who, sentence(ask.Why)), "")
	l.state.ConfirmedBy = ask.Who
	l.orders.verdict = &recovery.Decision{Verdict: recovery.MakeIt, Reason: recovery.ThresholdMet, Tier: tier, Value: l.valueNow(ctx), At: workflow.Now(ctx)}
	return "Confirmed; it is being made good: " + l.play.Gives(tier) + ".", nil
}

// tierNamed is the tier that a person named, or the one met, or the lowest.
func (l *life) tierNamed(label string) (int, error) {
	var labels []string
	for i := range l.play.Tiers {
		if l.play.Label(i) == label {
			return i, nil
		}
		labels = append(labels, l.play.Label(i))
	}
	if label != "" {
		return 0, fmt.Errorf("the play has no tier %s; its tiers are %s", label, strings.Join(labels, ", "))
	}
	return max(l.holding, 0), nil
}

func (l *life) mayDismiss(ask Dismiss) error {
	switch {
	case l.isConfirmed():
		return errors.New("something is owed here, and a debt is not dismissed; use resolve when it was made good by hand")
	case l.state.Stage == recovery.Dismissed:
		return errDismissing
	case l.orders.any():
		return errors.New("another order is being carried out; look again in a moment")
	}
	return signed(ask.Who, ask.Why)
}

func (l *life) onDismiss(ctx workflow.Context, ask Dismiss) (string, error) {
	l.note(ctx, fmt.Sprintf("%s dismissed it: %s", ask.Who, sentence(ask.Why)), "")
	l.orders.dismissedBy = &ask
	l.orders.verdict = &recovery.Decision{Verdict: recovery.LetItGo, Tier: -1, Value: l.valueNow(ctx), At: workflow.Now(ctx)}
	return "Dismissed; nothing is sent.", nil
}

// valueNow is the measure as it stands.
func (l *life) valueNow(ctx workflow.Context) float64 {
	if l.play == nil {
		return 0
	}
	return recovery.Decide(l.play, l.state.Seen, workflow.Now(ctx)).Value
}

func (l *life) mayRetry(ask Retry) error {
	switch {
	case l.state.Stage != recovery.NeedsPerson:
		return l.goesOn()
	case l.orders.any():
		return errors.New("another order is being carried out; look again in a moment")
	}
	if !l.isConfirmed() && (ask.Phone != "" || ask.Email != "" || ask.Payment != nil) {
		return errors.New("what came in could not be used at all, so there is nothing to correct; have it reported again, rightly, or dismiss or confirm")
	}
	check := recovery.Observation{Customer: recovery.Customer{Phone: ask.Phone, Email: ask.Email}, Payment: ask.Payment}
	if err := check.CheckCorrection(); err != nil {
		return err
	}
	return signed(ask.Who, ask.Why)
}

// goesOn answers what only someone who is needed may ask.
func (l *life) goesOn() error {
	if l.state.Stage == recovery.Watching {
		return errors.New("nobody is needed here at the moment; it is watched by itself. Use confirm, when something is owed already, or dismiss, when nothing is")
	}
	return errors.New("nobody is needed here at the moment; it goes on by itself")
}

func (l *life) onRetry(_ workflow.Context, ask Retry) (string, error) {
	l.orders.retry = &ask
	return "It goes back to the automatic ways.", nil
}

func (l *life) mayResolve(ask Resolve) error {
	switch {
	case l.state.Stage != recovery.NeedsPerson:
		return l.goesOn()
	case !l.isConfirmed():
		return errors.New("nothing is confirmed here; use confirm, when something is owed, or dismiss")
	case l.orders.any():
		return errors.New("another order is being carried out; look again in a moment")
	case strings.TrimSpace(ask.Proof) == "":
		return errors.New("proof is missing; say where it can be seen, such as a receipt number or a ticket")
	}
	return signed(ask.Who, ask.Why)
}

func (l *life) onResolve(_ workflow.Context, ask Resolve) (string, error) {
	l.orders.resolve, l.orders.asked = &ask, l.asked()
	return "On record: it was made good by hand.", nil
}

// signed wants every order to say who gave it, and why.
func signed(who, why string) error {
	if strings.TrimSpace(who) == "" || strings.TrimSpace(why) == "" {
		return errors.New("who and why are both needed, for the record")
	}
	return nil
}
