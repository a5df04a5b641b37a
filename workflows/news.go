package workflows

import (
	"time"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/workflow"

	"makegood/activities"
	"makegood/recovery"
)

// news is what providers and customers call in with while a recovery runs.
type news struct {
	receipts, complaints workflow.ReceiveChannel
	unread               []recovery.Receipt // about steps, not yet read back
	awaited              map[string]bool    // the steps that are being waited for just now
	reading              map[string]bool    // the steps that are being read back just now
	deaf                 bool               // an earlier run's work is being taken up: what comes waits until that is known
}

// listen takes calls at every stage, beside whatever the recovery is doing.
func (l *life) listen(ctx workflow.Context) {
	workflow.Go(ctx, func(ctx workflow.Context) {
		for {
			_ = workflow.Await(ctx, func() bool { return !l.news.deaf && (l.news.receipts.Len() > 0 || l.news.complaints.Len() > 0) })
			l.takeCalls(ctx)
			l.readNews(ctx)
			l.tell(ctx)
		}
	})
}

// takeCalls takes in every call that has come.
func (l *life) takeCalls(ctx workflow.Context) {
	for {
		var raw converter.RawValue
		if !l.news.receipts.ReceiveAsync(&raw) {
			break
		}
		l.hear(ctx, raw)
	}
	for {
		var raw converter.RawValue
		if !l.news.complaints.ReceiveAsync(&raw) {
			break
		}
		l.hearComplaint(ctx, raw.Payload().GetData())
	}
}

// hear notes that a provider has news of a step. What the news are is read back at
// the provider, so nothing that is signalled here can make something true.
func (l *life) hear(ctx workflow.Context, raw converter.RawValue) {
	const most = 50 // there are a handful of steps
	var receipt recovery.Receipt
	if err := converter.GetDefaultDataConverter().FromPayload(raw.Payload(), &receipt); err != nil || receipt.Step == "" {
		l.problem(ctx, "A receipt could not be read: it has to name step, provider and id.")
		return
	}
	for _, one := range l.news.unread {
		if one.Step == receipt.Step && one.ID == receipt.ID {
			return
		}
	}
	if len(l.news.unread) < most {
		l.news.unread = append(l.news.unread, receipt)
	}
}

// newsOf says whether there is unread news of a step, and takes it.
func (l *life) newsOf(step string) bool {
	for i, one := range l.news.unread {
		if one.Step == step {
			l.news.unread = append(l.news.unread[:i:i], l.news.unread[i+1:]...)
			return true
		}
	}
	return false
}

func (l *life) hasNewsOf(step string) bool {
	for _, one := range l.news.unread {
		if one.Step == step {
			return true
		}
	}
	return false
}

// readNews reads back what the news are about, save the step that is being waited
// for: whoever waits reads it. What is not known here yet stays unread.
func (l *life) readNews(ctx workflow.Context) {
	for _, receipt := range l.state.Receipts {
		step := receipt.Step
		if kind, _, given := stepNamed(step); !given || kind == string(recovery.KindCustom) { // a person's proof, say: no provider can tell more about it
			continue
		}
		if l.news.awaited[step] || receipt.ID == "" || l.news.reading[step] || l.isWeighed(ctx, step) || !l.newsOf(step) {
			continue
		}
		l.news.reading[step] = true
		workflow.Go(ctx, func(ctx workflow.Context) {
			l.readBack(ctx, receipt)
			delete(l.news.reading, step)
			l.readNews(ctx) // of the same step there may be more by now
		})
	}
}

// isWeighed says whether news of a step wait: what came back is weighed with what is on
// order, and so once that is answered. Else what may have been given under one order
// could be ordered again by another.
func (l *life) isWeighed(ctx workflow.Context, step string) bool {
	kind, _, _ := stepNamed(step)
	if l.onOrder == "" || isChannel(kind) {
		return false
	}
	return len(l.state.Told) > 0 || step != l.onOrder && goesOnBeside(ctx)
}

// settleNews returns when everything that was called in is read back, so that
// nothing is overlooked at the end.
func (l *life) settleNews(ctx workflow.Context) {
	for {
		l.takeCalls(ctx)
		l.readNews(ctx)
		if len(l.news.reading) == 0 {
			return
		}
		_ = workflow.Await(ctx, func() bool { return len(l.news.reading) == 0 })
	}
}

// readBack asks the provider once more about something that was settled.
func (l *life) readBack(ctx workflow.Context, known recovery.Receipt) {
	var now recovery.Receipt
	within := time.Duration(0) // what was final is so again
	if known.Word == recovery.Pending {
		within = findsOut // it may never be final, and the end waits for what is being read
	}
	asked := outside(ctx, known.Provider, "News of the "+spokenStep(known.Step)+": what has become of it?", within)
	if err := workflow.ExecuteActivity(asked, receipts.AwaitReceipt, l.receiptOrder(known)).Get(ctx, &now); err != nil || now.Word == l.wordOn(known) {
		return // nothing new, or nothing that can be known
	}
	if l.isWeighed(ctx, known.Step) {
		l.news.unread = append(l.news.unread, known)
		return
	}
	if kind, _, words := stepNamed(known.Step); words && isChannel(kind) {
		l.wordsAfterAll(ctx, recovery.Channel(kind), now)
		return
	}
	l.remedyAfterAll(ctx, now)
}

// wordOn is what is known of a receipt by now.
func (l *life) wordOn(known recovery.Receipt) recovery.Word {
	for _, receipt := range l.state.Receipts {
		if receipt.Step == known.Step && receipt.ID == known.ID {
			return receipt.Word
		}
	}
	return known.Word
}

func (l *life) receiptOrder(known recovery.Receipt) activities.ReceiptOrder {
	order := activities.ReceiptOrder{
		Step:     activities.Step{Recovery: l.state.ID, Name: known.Step, Since: l.state.ConfirmedAt},
		Provider: known.Provider, ID: known.ID, SentCounts: l.play != nil && l.play.Apology.SentCounts,
	}
	if kind, _, _ := stepNamed(known.Step); kind == string(recovery.Email) {
		order.To = l.facts.Email.Value
	}
	return order
}
