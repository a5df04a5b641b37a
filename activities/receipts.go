package activities

import (
	"context"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"
	"github.com/stripe/stripe-go/v76/client"
	"go.temporal.io/sdk/activity"

	"makegood/recovery"
)

// Receipts reads what was accepted back from its provider until it is final.
type Receipts struct {
	stripe   *client.API
	twilio   *Twilio
	sendgrid *SendGrid
	books    Books
	Options
}

// NewReceipts makes the receipts. A client may be nil where its provider is not
// in use.
func NewReceipts(stripe *client.API, twilio *Twilio, sendgrid *SendGrid, books Books, options Options) *Receipts {
	return &Receipts{stripe: stripe, twilio: twilio, sendgrid: sendgrid, books: books, Options: options.filled()}
}

// pendingWaits are the waits between two looks at something that is on its way.
var pendingWaits = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second,
	30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
}

// AwaitReceipt returns when the provider's word is final: arrived or refused.
// While it is not, it looks once and leaves with an error that says when to look
// again, so that it holds no worker, however long it takes.
//
// A message that its provider has called back about is settled in the ledger
// already, and not asked for again. Money always is: its provider's call only says
// that there is something to read.
func (r *Receipts) AwaitReceipt(ctx context.Context, order ReceiptOrder) (recovery.Receipt, error) {
	if receipt, settled := r.calledBack(ctx, order); settled {
		return receipt, nil
	}
	receipt, verdict := r.read(ctx, order)
	r.Lanes.sawRead(ctx, order.Provider, verdict)
	wait := beforeTheEnd(ctx, pendingWaits[min(attempt(ctx), len(pendingWaits))-1], r.Now())
	switch {
	case verdict == nil:
	case verdict.Kind == Final && verdict.Code == codeNotSetUp:
		return recovery.Receipt{}, verdict.failure()
	case verdict.Kind == Final && order.Provider == ProviderStripe:
		// What Stripe took it knows at once and for good: something is badly wrong.
		verdict.Then = recovery.ThenPerson
		return recovery.Receipt{}, verdict.failure()
	case verdict.Kind == Final:
		// A message that was accepted may not be shown yet. That is no word on it.
		return recovery.Receipt{}, again(FailPending, "Accepted, and the provider does not show it yet ("+verdict.Code+").", wait)
	default:
		verdict.Wait = max(verdict.Wait, wait)
		return recovery.Receipt{}, verdict.failure()
	}
	if receipt.Word == recovery.Pending {
		return recovery.Receipt{}, again(FailPending, "Accepted, and not yet known to have arrived.", wait)
	}
	receipt.Step, receipt.Provider = order.Step.Name, order.Provider
	if r.books.Settle(ctx, order.Step.Recovery, order.Step.Name, receipt) != nil {
		return recovery.Receipt{}, ledgerDown("keep a receipt")
	}
	return receipt, nil
}

// calledBack is the final word on a message that stands in the ledger. A ledger
// that cannot be read is no reason not to ask.
func (r *Receipts) calledBack(ctx context.Context, order ReceiptOrder) (recovery.Receipt, bool) {
	if order.Provider == ProviderStripe {
		return recovery.Receipt{}, false
	}
	rows, err := r.books.Deliveries(ctx, order.Step.Recovery)
	if err != nil {
		return recovery.Receipt{}, false
	}
	for i := range rows {
		if row := &rows[i]; row.Step == order.Step.Name && row.ProviderID == order.ID && row.Word != recovery.Pending {
			return toldBy(*row), row.Word != ""
		}
	}
	return recovery.Receipt{}, false
}

func (r *Receipts) read(ctx context.Context, order ReceiptOrder) (recovery.Receipt, *Verdict) {
	switch {
	case order.Provider == ProviderStripe && r.stripe != nil:
		return r.readStripe(ctx, order)
	case order.Provider == ProviderTwilio && r.twilio != nil:
		sms := &text{order: SMSOrder{Step: order.Step, SentCounts: order.SentCounts}, twilio: r.twilio, Options: r.Options}
		return sms.read(ctx, order.ID)
	case order.Provider == ProviderSendGrid && r.sendgrid != nil:
		return r.readMail(ctx, order)
	}
	return recovery.Receipt{}, notSet(order.Provider)
}

func (r *Receipts) readStripe(ctx context.Context, order ReceiptOrder) (recovery.Receipt, *Verdict) {
	switch {
	case strings.HasPrefix(order.ID, "promo_"):
		params := &stripe.PromotionCodeParams{}
		params.Context = ctx
		code, err := r.stripe.PromotionCodes.Get(order.ID, params)
		if err != nil {
			return recovery.Receipt{}, classifyStripe(err)
		}
		receipt, err := codeReceipt(code, r.Now())
		return receipt, classifyStripe(err)
	case strings.HasPrefix(order.ID, "cbtxn_"):
		// It stands on the balance from the moment it has an id; nothing can
		// become of it that reading it again would tell.
		return recovery.Receipt{Provider: ProviderStripe, ID: order.ID, Status: "applied", Word: recovery.Arrived, At: r.Now().UTC()}, nil
	}
	params := &stripe.RefundParams{}
	params.Context = ctx
	refund, err := r.stripe.Refunds.Get(order.ID, params)
	if err != nil {
		return recovery.Receipt{}, classifyStripe(err)
	}
	receipt, err := refundReceipt(refund, r.Now())
	return receipt, classifyStripe(err)
}

// readMail looks a mail up in the e-mail logs. They know it by a longer id than
// the one we were given, so they are searched by address where it is known.
func (r *Receipts) readMail(ctx context.Context, order ReceiptOrder) (recovery.Receipt, *Verdict) {
	is := func(logged *loggedMail) bool { return MessageID(logged.ID) == MessageID(order.ID) }
	var receipt recovery.Receipt
	var found bool
	var verdict *Verdict
	if order.To != "" {
		receipt, found, verdict = searchMail(ctx, r.sendgrid, r.Now(), order.To, order.Step.Since, is)
	} else {
		query := map[string]any{"limit": 10, "query": "sg_message_id = " + quoted(order.ID)}
		receipt, found, verdict = search(ctx, r.sendgrid, r.Now(), query, is)
	}
	if verdict == nil && !found {
		receipt = recovery.Receipt{ID: order.ID, Status: "queued", Word: recovery.Pending}
	}
	return receipt, verdict
}

// attempt is which attempt of the activity this is, from 1.
func attempt(ctx context.Context) int {
	if !activity.IsActivity(ctx) {
		return 1
	}
	return max(int(activity.GetInfo(ctx).Attempt), 1)
}

// beforeTheEnd is the wait, or less where it would outlast the time that the step is
// given: Temporal would then end it at once, and the last part of the time would
// never be looked at.
func beforeTheEnd(ctx context.Context, wait time.Duration, now time.Time) time.Duration {
	const lastLook = 2 * time.Second // before the end
	if !activity.IsActivity(ctx) {
		return wait
	}
	info := activity.GetInfo(ctx)
	if info.ScheduleToCloseTimeout <= 0 || info.ScheduledTime.IsZero() {
		return wait
	}
	left := info.ScheduledTime.Add(info.ScheduleToCloseTimeout - lastLook).Sub(now)
	if left <= 0 {
		return wait
	}
	return min(wait, left)
}
