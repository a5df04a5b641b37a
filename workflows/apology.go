package workflows

import (
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

var apologies *activities.Apologies

// A handset that could not be reached is tried once more after this long.
const laterTry = 10 * time.Minute

// findsOut is how long a channel is given at the least before the next is taken:
// after a lost answer the provider is looked at several times, and after a lost
// worker an attempt has to run out first.
const findsOut = 4 * time.Minute

// apologize sends the words on one channel after the other until they arrive. An
// outcome that stays unknown is never sent again on the same channel.
func (l *life) apologize(ctx workflow.Context) {
	if !l.missing.Words {
		return
	}
	if l.state.Tired {
		l.blocked.Words = "This customer has had as many apologies as the play allows; a person speaks to them. Resolve when that is done, or retry to send the play's words after all."
		return
	}
	channels := l.audibleFirst(ctx, l.reachable(ctx))
	if len(channels) == 0 {
		l.blocked.Words = "No way to reach the customer is known."
		if len(l.spent) > 0 {
			l.blocked.Words = "Every way to reach the customer that is known has been taken."
		}
		return
	}
	l.apologizing = true
	defer func() { l.apologizing = false }()
	for i, channel := range channels {
		last := i == len(channels)-1
		l.waitUntilAudible(ctx, channel)
		arrived := l.arrivedElsewhere(ctx, channel) || l.apologizeBy(ctx, channel, last)
		if l.tooQuiet && l.missing.Words {
			return
		}
		l.spent[channel] = true
		if arrived || !l.missing.Words { // a late receipt may have come for an earlier channel
			l.missing.Words, l.blocked.Words = false, ""
			return
		}
	}
	if l.arrivedElsewhere(ctx, channels[len(channels)-1]) {
		l.missing.Words, l.blocked.Words = false, ""
		return
	}
	l.blocked.Words = sentence("No channel is left (" + l.blocked.Words + ")")
}

// reachable is the play's channels that the words have not taken yet, and for which
// the customer's address is known.
func (l *life) reachable(ctx workflow.Context) []recovery.Channel {
	var reachable []recovery.Channel
	for _, channel := range l.play.Apology.Channels {
		missing := ""
		switch {
		case channel == recovery.SMS && l.facts.Phone.Value == "":
			missing = "No phone number is known: no text."
		case channel == recovery.Email && l.facts.Email.Value == "":
			missing = "No e-mail address is known: no mail."
		}
		switch {
		case l.spent[channel]:
		case missing == "":
			reachable = append(reachable, channel)
		case len(reachable) == 0: // it would have been the way
			l.note(ctx, missing, "")
		}
	}
	return reachable
}

// hasChannel says whether there is a channel that the words have not taken yet.
func (l *life) hasChannel() bool { return len(l.left()) > 0 }

// left is the channels that the words have not taken yet, and for which the customer's
// address is known.
func (l *life) left() (left []recovery.Channel) {
	for _, channel := range l.play.Apology.Channels {
		known := channel == recovery.SMS && l.facts.Phone.Value != "" || channel == recovery.Email && l.facts.Email.Value != ""
		if known && !l.spent[channel] {
			left = append(left, channel)
		}
	}
	return left
}

// apologizeBy takes one channel, and says whether the words arrived.
func (l *life) apologizeBy(ctx workflow.Context, channel recovery.Channel, last bool) bool {
	receipt, ok := l.send(ctx, channel, last)
	if !ok || receipt.Word != recovery.Refused {
		return ok && receipt.Word == recovery.Arrived
	}
	switch receipt.Then {
	case recovery.ThenLater:
		wait := min(laterTry, l.play.Apology.ReceiptWithin.Std())
		timer := workflow.NewTimerWithOptions(ctx, wait, workflow.TimerOptions{Summary: "Trying once more in " + recovery.Duration(wait).String() + ": " + receipt.Why})
		_ = timer.Get(ctx, nil)
	case recovery.ThenAgain:
	default:
		return false
	}
	if !l.ringsFirst(ctx, channel) {
		return false
	}
	l.waitUntilAudible(ctx, channel)
	if !l.missing.Words || l.arrivedElsewhere(ctx, channel) {
		return true // they have arrived by an earlier channel meanwhile
	}
	receipt, ok = l.send(ctx, channel, last)
	return ok && receipt.Word == recovery.Arrived
}

// send orders the words on a channel once, and waits for the receipt as long as
// the play allows. It returns false where no receipt came.
func (l *life) send(ctx workflow.Context, channel recovery.Channel, last bool) (recovery.Receipt, bool) {
	message, err := l.play.Words(l.telling())
	if err != nil {
		l.blocked.Words = "The play's words could not be put together."
		l.note(ctx, l.blocked.Words, "")
		return recovery.Receipt{}, false
	}
	within := l.play.Apology.ReceiptWithin.Std()
	bound := max(within, findsOut)
	if last {
		bound = 0 // there is no other channel to go to: wait for this one
	}
	words := wordsOrder{channel: channel, step: l.wordsStep(channel), message: message, quiet: l.quietFrom(ctx, channel)}
	l.state.Next = "Apologizing: " + spoken(channel) + "."
	var receipt recovery.Receipt
	err = l.orderWords(ctx, words, bound).Get(ctx, &receipt)
	if refusal, refused := refusalOf(err); refused {
		return l.noWords(ctx, channel, recovery.Receipt{
			Step: words.step.Name, Provider: refusal.Provider, Code: refusal.Code, Word: recovery.Refused, Then: refusal.Then, Why: refusal.Why,
		}), true
	}
	if isTooQuiet(err) {
		l.leaveForMorning(ctx, words)
		return recovery.Receipt{}, false
	}
	if err != nil {
		return l.foundOut(ctx, words)
	}
	l.spoke(ctx, channel, receipt)
	if receipt.Word == recovery.Pending {
		return l.awaitWords(ctx, words, receipt, within)
	}
	return receipt, true
}

// noWords puts on record that a provider did not take the words.
func (l *life) noWords(ctx workflow.Context, channel recovery.Channel, refused recovery.Receipt) recovery.Receipt {
	delete(l.unsure, channel)
	l.blocked.Words = sentence(refused.Why)
	l.note(ctx, "No "+spoken(channel)+": "+l.blocked.Words, strings.TrimSpace(refused.Provider+" "+refused.Code))
	return refused
}

// wordsStep names the step for a channel. Where it is not known what became of the
// one before, it is that one again, which looks before it sends; a new one only
// follows on a refusal, or on a corrected address.
func (l *life) wordsStep(channel recovery.Channel) activities.Step {
	if l.unsure[channel] {
		return l.again(string(channel))
	}
	l.unsure[channel] = true
	return l.step(string(channel))
}

// spoke puts on record that a provider took the words, and what it says of them.
func (l *life) spoke(ctx workflow.Context, channel recovery.Channel, receipt recovery.Receipt) {
	switch receipt.Word {
	case recovery.Arrived:
		l.keep(ctx, receipt, "The "+spoken(channel)+" arrived.")
	case recovery.Refused:
		delete(l.unsure, channel)
		l.blocked.Words = sentence(receipt.Why)
		l.keep(ctx, receipt, "The "+spoken(channel)+" did not arrive: "+l.blocked.Words)
	default:
		l.keep(ctx, receipt, "The "+spoken(channel)+" is on its way.")
	}
	if !l.state.ApologyAt.IsZero() || receipt.Word == recovery.Refused {
		return
	}
	l.state.ApologyAt = receipt.At
	// A lost answer may come after a complaint, and be older than it.
	if came := l.state.ComplainedAt; came.IsZero() || !came.Before(receipt.At) {
		l.state.First = recovery.FirstUs
	}
	workflow.GetMetricsHandler(ctx).WithTags(map[string]string{"play": l.playName()}).
		Timer("makegood_confirmation_to_apology").Record(receipt.At.Sub(l.state.ConfirmedAt))
}

// awaitWords reads a message back until it is final, within the play's time.
func (l *life) awaitWords(ctx workflow.Context, words wordsOrder, pending recovery.Receipt, within time.Duration) (recovery.Receipt, bool) {
	channel := words.channel
	l.state.Next = "Waiting until the " + spoken(channel) + " has arrived, at most " + recovery.Duration(within).String() + "."
	l.flush(ctx)
	receipt, err := l.await(ctx, "Has the "+spoken(channel)+" arrived?", pending, within)
	if err != nil {
		receipt = l.lastLook(ctx, words)
	}
	if err != nil && receipt.Word != recovery.Arrived && receipt.Word != recovery.Refused {
		l.blocked.Words = "No receipt for the " + spoken(channel) + " came within " + l.play.Apology.ReceiptWithin.String() + "."
		l.note(ctx, l.blocked.Words, pending.ID)
		return recovery.Receipt{}, false
	}
	l.spoke(ctx, channel, receipt)
	return receipt, true
}

func (l *life) telling() recovery.Telling {
	return recovery.Telling{
		Customer: l.facts.Customer(l.state.Customer), Experience: l.state.Experience, Incident: l.state.Incident,
		Attributes: l.facts.Attributes.Value, Value: l.value, Debt: l.toTell(), Progress: l.progress(), Parts: l.parts(), More: l.state.Added,
		Code: l.code(), Ref: l.state.Ref, Complained: l.state.First == recovery.FirstCustomer,
	}
}

func spoken(channel recovery.Channel) string {
	if channel == recovery.SMS {
		return "text"
	}
	return "e-mail"
}
