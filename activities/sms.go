package activities

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"makegood/recovery"
)

// SMS texts the words, once. The receipt is pending where Twilio has not said
// within the patience what became of them.
func (a *Apologies) SMS(ctx context.Context, order SMSOrder) (recovery.Receipt, error) {
	if a.twilio == nil {
		return recovery.Receipt{}, notSet(ProviderTwilio).failure()
	}
	return a.deliver(ctx, order.Step, &text{order: order, twilio: a.twilio, sender: a.sender, Options: a.Options})
}

// text is one SMS on its way.
type text struct {
	order  SMSOrder
	twilio *Twilio
	sender Sender
	Options
}

func (t *text) provider() string       { return ProviderTwilio }
func (t *text) looks() []time.Duration { return t.SMSLooks }
func (t *text) quietFrom() time.Time   { return t.order.QuietFrom }

func (t *text) send(ctx context.Context, number int) (recovery.Receipt, *Verdict) {
	params := &api.CreateMessageParams{}
	params.SetTo(t.order.To)
	params.SetBody(t.order.Body)
	// A typographic quote or dash from a template would make the whole text UCS-2
	// and more than double its parts; Twilio then puts the plain one in its place.
	params.SetSmartEncoded(true)
	// No ValidityPeriod: Twilio's ten hours are right for an apology, and one that
	// expires is reported as 30036, which certainly never went out.
	if service := t.sender.service(); service != "" {
		params.SetMessagingServiceSid(service)
	} else {
		params.SetFrom(t.sender.Phone)
	}
	if callback := t.sender.Callback(t.order.Step, number, t.order.SentCounts); callback != "" {
		params.SetStatusCallback(callback)
	}
	call, wire, cancel := t.twilio.call(ctx)
	defer cancel()
	message, err := call.CreateMessage(params)
	if verdict := classifyTwilio(err, wire); verdict != nil {
		return recovery.Receipt{}, verdict
	}
	return t.receipt(message, wire)
}

// dateSlack allows for Twilio's dates being cut to the second and for its clock
// and ours being apart.
const dateSlack = 10 * time.Second

func (t *text) find(ctx context.Context, since time.Time, owned func(id string) bool) (recovery.Receipt, bool, *Verdict) {
	params := &api.ListMessageParams{}
	params.SetTo(t.order.To)
	params.SetPageSize(1000)
	if t.sender.service() == "" { // a service chooses among its numbers
		params.SetFrom(t.sender.Phone)
	}
	call, wire, cancel := t.twilio.call(ctx)
	defer cancel()
	// Page by page, and not by the SDK's ListMessage: that takes an answer without
	// a list, such as {} or a redirect, for an empty list.
	for next := (url.Values{}); next != nil; {
		page, err := call.PageMessage(params, next.Get("PageToken"), next.Get("Page"))
		if verdict := classifyTwilio(err, wire); verdict != nil {
			return recovery.Receipt{}, false, verdict
		}
		if wire.status != http.StatusOK || page.Messages == nil {
			return recovery.Receipt{}, false, unclear(wire)
		}
		for i := range page.Messages {
			if t.is(&page.Messages[i], since) && !owned(*page.Messages[i].Sid) {
				receipt, verdict := t.receipt(&page.Messages[i], wire)
				return receipt, verdict == nil, verdict
			}
		}
		next = pageAfter(page)
	}
	return recovery.Receipt{}, false, nil
}

// is says whether a message has our words and may be from this sending: a date
// that cannot be read speaks for it.
func (t *text) is(message *api.ApiV2010Message, since time.Time) bool {
	created, dated := twilioTime(message.DateCreated)
	return message.Sid != nil && message.Body != nil && strings.Contains(*message.Body, t.order.Ref) &&
		(!dated || !created.Before(since.Add(-dateSlack)))
}

// pageAfter is where the list goes on, or nil.
func pageAfter(page *api.ListMessageResponse) url.Values {
	if page.NextPageUri == nil {
		return nil
	}
	at, err := url.Parse(*page.NextPageUri)
	if err != nil || !at.Query().Has("PageToken") {
		return nil
	}
	return at.Query()
}

// unclear is for an answer that parsed and said nothing.
func unclear(seen *wire) *Verdict {
	return twilioTable.noAnswer(seen.retryAfter)
}

func (t *text) read(ctx context.Context, id string) (recovery.Receipt, *Verdict) {
	call, wire, cancel := t.twilio.call(ctx)
	defer cancel()
	message, err := call.FetchMessage(id, nil)
	if verdict := classifyTwilio(err, wire); verdict != nil {
		return recovery.Receipt{}, verdict
	}
	return t.receipt(message, wire)
}

// receipt reads a message's status.
func (t *text) receipt(message *api.ApiV2010Message, seen *wire) (recovery.Receipt, *Verdict) {
	if message == nil || message.Sid == nil || *message.Sid == "" {
		return recovery.Receipt{}, unclear(seen)
	}
	receipt := recovery.Receipt{Provider: ProviderTwilio, ID: *message.Sid, Word: recovery.Pending, At: t.Now().UTC()}
	if message.Status != nil {
		receipt.Status = *message.Status
	}
	code := 0
	if message.ErrorCode != nil {
		code = *message.ErrorCode
	}
	return TwilioStatus(receipt, code, t.order.SentCounts), nil
}

// TwilioStatus reads what a message's status and error code come to. It is for
// what Twilio answers and for what it calls back with alike.
func TwilioStatus(receipt recovery.Receipt, code int, sentCounts bool) recovery.Receipt {
	receipt.Word = recovery.Pending
	switch receipt.Status {
	case "delivered", "read":
		receipt.Word = recovery.Arrived
	case "sent":
		if sentCounts { // on routes without delivery receipts it is the last word
			receipt.Word = recovery.Arrived
		}
	case "undelivered", "failed", "canceled":
		return twilioTable.verdict(0, 0, nonZero(code), receipt.Status).refusedReceipt(receipt)
	}
	return receipt
}
