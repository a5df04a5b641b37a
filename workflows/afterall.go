package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// wordsAfterAll takes a provider's word on an apology that was settled before.
func (l *life) wordsAfterAll(ctx workflow.Context, channel recovery.Channel, now recovery.Receipt) {
	l.spoke(ctx, channel, now)
	if l.wasTold(now.Step) { // what is missing now are other words
		switch {
		case l.firstWordsMissing() && now.Word == recovery.Refused && !l.apologizing:
			l.askAboutFirstWords()
			l.reopen(ctx, "the apology came back.")
		case !l.firstWordsMissing() && l.blocked.Words == firstWords:
			l.missing.Words, l.blocked.Words = false, ""
		}
		return
	}
	switch {
	case now.Word == recovery.Arrived:
		l.missing.Words, l.blocked.Words = false, ""
	case now.Word == recovery.Refused && !l.spokenElsewhere(now.Step, recovery.Arrived):
		l.missing.Words = true
		if l.state.ByHand != nil {
			l.state.ByHand.Words = false
		}
		l.spent[channel] = true
		if l.hasChannel() && !l.spokenElsewhere(now.Step, recovery.Pending) {
			l.blocked.Words = ""
		}
		l.reopen(ctx, "the apology came back.")
	}
}

// firstWordsMissing says whether nothing of what the customer was told before more was
// added has arrived: what was said since speaks of what was added alone.
func (l *life) firstWordsMissing() bool {
	if l.wasTold("by_hand") || l.saidByHand() {
		return false
	}
	said := false
	for _, receipt := range l.state.Receipts {
		kind, _, ok := stepNamed(receipt.Step)
		if !ok || !isChannel(kind) || !l.wasTold(receipt.Step) {
			continue
		}
		if receipt.Word == recovery.Arrived {
			return false
		}
		said = true
	}
	return said
}

// askAboutFirstWords has a person tell what those words did not.
func (l *life) askAboutFirstWords() {
	l.missing.Words, l.blocked.Words = true, firstWords
}

const firstWords = "What was said first has not arrived, and what was said since speaks of what was added alone. Tell them the rest, and send resolve."

// spokenElsewhere says whether another step's words have arrived, or may still.
func (l *life) spokenElsewhere(step string, word recovery.Word) bool {
	for _, receipt := range l.state.Receipts {
		if kind, _, ok := stepNamed(receipt.Step); ok && isChannel(kind) && receipt.Step != step && receipt.Word == word && !l.wasTold(receipt.Step) {
			return true
		}
	}
	return false
}

// remedyAfterAll takes Stripe's word on money that was settled before: what has
// come back is owed again, and given another way where the play has one.
func (l *life) remedyAfterAll(ctx workflow.Context, now recovery.Receipt) {
	before := l.missing.Remedy
	l.takeRemedyReceipt(ctx, now)
	if l.missing.Remedy && !before {
		l.reopen(ctx, notKept)
	}
}

const notKept = "what was given back did not stay with the customer."

// reopen takes what was delivered back to work.
func (l *life) reopen(ctx workflow.Context, why string) {
	if l.state.Stage != recovery.Delivered {
		return
	}
	l.note(ctx, "Opened again: "+why, "")
	l.enter(ctx, recovery.Confirmed, "")
	l.state.EndedAt = time.Time{}
	l.record(ctx)
	l.flush(ctx)
}
