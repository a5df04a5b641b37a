package workflows

import (
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// wordsOrder is the words on their way by one channel.
type wordsOrder struct {
	channel recovery.Channel
	step    activities.Step
	message recovery.Message
	quiet   time.Time // from when on they do not go out; zero: they may at any time
}

func (l *life) smsOrder(words wordsOrder) activities.SMSOrder {
	return activities.SMSOrder{
		Step: words.step, To: l.facts.Phone.Value, Body: words.message.Text, Ref: l.state.Ref, SentCounts: l.play.Apology.SentCounts,
		QuietFrom: words.quiet,
	}
}

func (l *life) emailOrder(words wordsOrder) activities.EmailOrder {
	return activities.EmailOrder{
		Step: words.step, To: l.facts.Email.Value, Subject: words.message.Subject, Text: words.message.Text, Ref: l.state.Ref,
		QuietFrom: words.quiet,
	}
}

// orderWords orders the words once, for a bounded time or without end where it is 0.
func (l *life) orderWords(ctx workflow.Context, words wordsOrder, bound time.Duration) workflow.Future {
	if words.channel == recovery.SMS {
		return workflow.ExecuteActivity(outside(ctx, activities.ProviderTwilio, "Apologize by text", bound), apologies.SMS, l.smsOrder(words))
	}
	return workflow.ExecuteActivity(outside(ctx, activities.ProviderSendGrid, "Apologize by e-mail", bound), apologies.Email, l.emailOrder(words))
}

// foundOut is what became of words whose sending did not come to an end in time. It
// returns false where that cannot be found out.
func (l *life) foundOut(ctx workflow.Context, words wordsOrder) (recovery.Receipt, bool) {
	receipt := l.lastLook(ctx, words)
	switch {
	case receipt.Word == recovery.Refused && receipt.ID == "":
		return l.noWords(ctx, words.channel, receipt), true
	case receipt.ID == "":
		l.blocked.Words = "Whether the " + spoken(words.channel) + " went out could not be found out in time."
		l.note(ctx, l.blocked.Words+" It is not sent again.", "")
		return recovery.Receipt{}, false
	}
	l.spoke(ctx, words.channel, receipt)
	if receipt.Word != recovery.Pending {
		return receipt, true
	}
	// The provider took it late: the play's time for the receipt begins there.
	left := receipt.At.Add(l.play.Apology.ReceiptWithin.Std()).Sub(workflow.Now(ctx))
	return l.awaitWords(ctx, words, receipt, max(left, time.Second))
}

// arrivedElsewhere looks at words that went out by another channel, unless it has just
// done so: they may have arrived by now.
func (l *life) arrivedElsewhere(ctx workflow.Context, channel recovery.Channel) bool {
	for _, other := range l.play.Apology.Channels {
		if other == channel || !l.unsure[other] || l.looked[other].Equal(workflow.Now(ctx)) {
			continue
		}
		words := wordsOrder{channel: other, step: l.again(string(other))}
		receipt := l.lastLook(ctx, words)
		switch {
		case receipt.Word == recovery.Refused && receipt.ID == "":
			l.noWords(ctx, other, receipt)
		case receipt.ID != "" && (receipt.Word != recovery.Pending || !l.isKept(receipt)):
			l.spoke(ctx, other, receipt)
		}
		if receipt.Word == recovery.Arrived {
			return true
		}
	}
	return false
}

// isKept says whether something is on record of a provider's message already.
func (l *life) isKept(receipt recovery.Receipt) bool {
	return slices.ContainsFunc(l.state.Receipts, func(known recovery.Receipt) bool { return known.Step == receipt.Step && known.ID == receipt.ID })
}

// lastLook asks once more what became of the words, before another channel is taken.
// Nothing bounds how long that waits for a worker: the time that the play gives the
// words may have passed while none got to ask.
func (l *life) lastLook(ctx workflow.Context, words wordsOrder) recovery.Receipt {
	if workflow.GetVersion(ctx, "last look", workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return recovery.Receipt{} // a recovery that came here before there was one
	}
	asking := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 2 * attempt,
		RetryPolicy:         &temporal.RetryPolicy{InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute},
		Summary:             "A last look: what became of the " + spoken(words.channel) + "?",
	})
	var answer workflow.Future
	if words.channel == recovery.SMS {
		answer = workflow.ExecuteActivity(asking, apologies.SMSLastLook, l.smsOrder(words))
	} else {
		answer = workflow.ExecuteActivity(asking, apologies.EmailLastLook, l.emailOrder(words))
	}
	var receipt recovery.Receipt
	err := answer.Get(ctx, &receipt)
	l.looked[words.channel] = workflow.Now(ctx)
	if err != nil {
		workflow.GetLogger(ctx).Error("a last look came to nothing", "error", err)
		return recovery.Receipt{}
	}
	return receipt
}
