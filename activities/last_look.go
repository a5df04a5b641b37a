package activities

import (
	"context"
	"slices"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// SMSLastLook says what became of a text for whose receipt the time is over, before
// the words take another channel.
//
// That time may have passed while no worker got to ask: then "no receipt" would be our
// word, and not Twilio's. So this runs where nothing holds it up, on the recoveries'
// own task queue, until it has looked. What it could not find out it returns as
// pending: without an id where the text may or may not have gone out.
//
// A text that no attempt has begun to send by now is refused here and for good, so that
// no late attempt sends it beside the words that take the other channel.
func (a *Apologies) SMSLastLook(ctx context.Context, order SMSOrder) (recovery.Receipt, error) {
	if a.twilio == nil {
		return recovery.Receipt{Step: order.Step.Name, Word: recovery.Pending}, nil
	}
	return a.lastLook(ctx, order.Step, order.To, &text{order: order, twilio: a.twilio, sender: a.sender, Options: a.Options})
}

// EmailLastLook is SMSLastLook for a mail and SendGrid.
func (a *Apologies) EmailLastLook(ctx context.Context, order EmailOrder) (recovery.Receipt, error) {
	if a.sendgrid == nil {
		return recovery.Receipt{Step: order.Step.Name, Word: recovery.Pending}, nil
	}
	return a.lastLook(ctx, order.Step, order.To, &letter{order: order, sendgrid: a.sendgrid, from: a.sender.Mail, Options: a.Options})
}

func (a *Apologies) lastLook(ctx context.Context, step Step, to string, errand errand) (recovery.Receipt, error) {
	rows, err := a.books.Deliveries(ctx, step.Recovery)
	if err != nil {
		return recovery.Receipt{}, ledgerDown("read the recovery's messages")
	}
	at := slices.IndexFunc(rows, func(row ledger.Delivery) bool { return row.Step == step.Name })
	if at < 0 {
		return a.neverBegun(ctx, step, errand)
	}
	row := &rows[at]
	known := recovery.Receipt{Step: step.Name, Provider: row.Provider, ID: row.ProviderID, Status: row.Status, Word: recovery.Pending, At: row.AcceptedAt}
	switch {
	case row.Word == recovery.Arrived, row.Word == recovery.Refused:
		return toldBy(*row), nil
	case a.Lanes.IsPaused(errand.provider()):
		return known, nil // nobody answers there, and asking would hold up what can go on
	case row.ProviderID == "" && to == "":
		return known, nil // whom it went to is forgotten, and providers are searched by that
	}
	owned := ownedByOthers(step, rows)
	began := a.Now()
	for wait := a.FirstPoll; a.Now().Sub(began) < lastLookLasts; wait = min(4*wait, lastLookLasts/4) {
		receipt, found, verdict := ask(ctx, errand, row, owned)
		a.Lanes.sawRead(ctx, errand.provider(), verdict)
		switch {
		case found:
			return a.seen(ctx, step, row, receipt)
		case verdict == nil:
			return known, nil
		}
		_ = a.Sleep(ctx, wait) // one that is cut short makes the next try fail at once
	}
	return known, nil
}

// lastLookLasts is for how long a look that fails is tried again. One call more may
// follow on it, within the time that the workflow gives an attempt.
const lastLookLasts = 10 * time.Second

// ask reads a message by the id that we have of it, or looks for it.
func ask(ctx context.Context, errand errand, row *ledger.Delivery, owned func(string) bool) (recovery.Receipt, bool, *Verdict) {
	if row.ProviderID == "" {
		return errand.find(ctx, row.BegunAt, owned)
	}
	receipt, verdict := errand.read(ctx, row.ProviderID)
	return receipt, verdict == nil, verdict
}

// seen keeps what a last look has found: that the provider has it, and its word.
func (a *Apologies) seen(ctx context.Context, step Step, row *ledger.Delivery, receipt recovery.Receipt) (recovery.Receipt, error) {
	receipt.Step, receipt.Provider = step.Name, row.Provider
	if row.ProviderID == "" {
		accepted := receipt
		accepted.Word, accepted.Then, accepted.Why = recovery.Pending, "", ""
		if err := a.settle(ctx, step, accepted); err != nil {
			return recovery.Receipt{}, err
		}
	}
	if receipt.Word != recovery.Pending {
		return receipt, a.settle(ctx, step, receipt)
	}
	if !row.AcceptedAt.IsZero() {
		receipt.At = row.AcceptedAt
	}
	return receipt, nil
}

// neverBegun takes the sending, so that nobody else does, and does not send.
func (a *Apologies) neverBegun(ctx context.Context, step Step, errand errand) (recovery.Receipt, error) {
	row, first, err := a.books.Begin(ctx, ledger.Delivery{
		Recovery: step.Recovery, Step: step.Name, Provider: errand.provider(), BegunAt: a.Now().UTC(),
	})
	switch {
	case err != nil:
		return recovery.Receipt{}, ledgerDown("keep that it is not sent")
	case !first: // by another just now, or by an attempt of this look that was cut short
		return recovery.Receipt{Step: step.Name, Provider: row.Provider, Word: recovery.Pending}, nil
	}
	refused := refusedOutright(step, tooLate(errand.provider()), a.Now())
	return refused, a.settle(ctx, step, refused)
}
