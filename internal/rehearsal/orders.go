package rehearsal

import (
	"context"
	"strconv"
	"strings"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"

	"makegood/activities"
	"makegood/recovery"
)

// register puts the providers in the place of the activities that call them, each
// under its own name.
func (p *providers) register(registry worker.ActivityRegistry) {
	for name, do := range map[string]any{
		"Refund": p.refund, "Credit": p.credit, "Coupon": p.coupon, "SMS": p.sms, "Email": p.email,
		"SMSLastLook": p.lookAtSMS, "EmailLastLook": p.lookAtEmail,
		"AwaitReceipt": p.await, "KeepSurveyMailAway": p.surveyMail,
	} {
		registry.RegisterActivityWithOptions(do, activity.RegisterOptions{Name: name})
	}
	registry.RegisterDynamicActivity(p.custom, activity.DynamicRegisterOptions{})
}

func (p *providers) refund(ctx context.Context, o activities.RefundOrder) (recovery.Receipt, error) {
	return p.take(ctx, activities.ProviderStripe, string(recovery.KindRefund), o.Step, o.Money, p.gives(string(recovery.KindRefund), o.Step, 0))
}

func (p *providers) credit(ctx context.Context, o activities.CreditOrder) (recovery.Receipt, error) {
	return p.take(ctx, activities.ProviderStripe, string(recovery.KindCredit), o.Step, o.Money, p.gives(string(recovery.KindCredit), o.Step, 0))
}

func (p *providers) coupon(ctx context.Context, o activities.CouponOrder) (recovery.Receipt, error) {
	return p.take(ctx, activities.ProviderStripe, string(recovery.KindCoupon), o.Step, o.Money, p.gives(string(recovery.KindCoupon), o.Step, o.Percent))
}

func (p *providers) sms(ctx context.Context, o activities.SMSOrder) (recovery.Receipt, error) {
	if err := p.quiet(o.Step, o.QuietFrom); err != nil {
		return recovery.Receipt{}, err
	}
	return p.take(ctx, activities.ProviderTwilio, string(recovery.SMS), o.Step, recovery.Money{}, p.says(o.Step, Message{Channel: recovery.SMS, To: o.To, Words: o.Body}))
}

func (p *providers) email(ctx context.Context, o activities.EmailOrder) (recovery.Receipt, error) {
	if err := p.quiet(o.Step, o.QuietFrom); err != nil {
		return recovery.Receipt{}, err
	}
	return p.take(ctx, activities.ProviderSendGrid, string(recovery.Email), o.Step, recovery.Money{}, p.says(o.Step, Message{Channel: recovery.Email, To: o.To, Subject: o.Subject, Words: o.Text}))
}

// quiet is the error for words that have not gone out when quiet hours begin.
func (p *providers) quiet(step activities.Step, from time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := step.Recovery + " " + step.Name
	p.quiets[key] = from
	known := p.orders[key]
	if from.IsZero() || p.now().Before(from) || known != nil && !known.taken.IsZero() {
		return nil
	}
	return temporal.NewNonRetryableApplicationError("Quiet hours have begun.", activities.FailQuiet, nil)
}

func (p *providers) surveyMail(ctx context.Context, o activities.SurveyMailOrder) (recovery.Receipt, error) {
	return p.take(ctx, activities.ProviderSendGrid, "survey_mail", o.Step, recovery.Money{}, func(*order) {})
}

func (p *providers) lookAtSMS(_ context.Context, o activities.SMSOrder) (recovery.Receipt, error) {
	return p.look(o.Step), nil
}

func (p *providers) lookAtEmail(_ context.Context, o activities.EmailOrder) (recovery.Receipt, error) {
	return p.look(o.Step), nil
}

// custom takes the place of an author's own activity: it does what it is asked, and
// says so.
func (p *providers) custom(ctx context.Context, arguments converter.EncodedValues) (recovery.Receipt, error) {
	var asked activities.CustomOrder[map[string]any]
	if err := arguments.Get(&asked); err != nil {
		return recovery.Receipt{}, err
	}
	name := activity.GetInfo(ctx).ActivityType.Name
	step := activities.Step{Recovery: asked.Recovery, Name: strings.TrimPrefix(asked.Key, asked.Recovery+"/")}
	return p.take(ctx, name, name, step, recovery.Money{}, p.gives(name, step, 0))
}

func (p *providers) gives(remedy string, step activities.Step, percent recovery.Percent) func(*order) {
	return func(o *order) {
		p.given = append(p.given, Gift{Recovery: step.Recovery, At: o.taken, Remedy: remedy, Money: o.receipt.Money, Percent: percent, order: o})
	}
}

func (p *providers) says(step activities.Step, message Message) func(*order) {
	return func(o *order) {
		message.Recovery, message.At, message.order = step.Recovery, o.taken, o
		p.said = append(p.said, message)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
