package webhook

import (
	"encoding/json"
	"strings"

	"github.com/stripe/stripe-go/v76"

	"makegood/activities"
	"makegood/recovery"
)

// Stripe's names for what can happen to a refund. v76 has no constant for the last.
const (
	refundCreated       = string(stripe.EventTypeRefundCreated)
	refundUpdated       = string(stripe.EventTypeRefundUpdated)
	chargeRefundUpdated = string(stripe.EventTypeChargeRefundUpdated)
	refundFailed        = "refund.failed"
	chargeRefunded      = string(stripe.EventTypeChargeRefunded)
)

// stripeEvent is the little of an event that every API version has alike. An
// endpoint may speak a later one than the SDK does.
type stripeEvent struct {
	ID      string `json:"id"`
	Created int64  `json:"created"`
	Data    struct {
		Object json.RawMessage `json:"object"`
	} `json:"data"`
}

type stripeRefund struct {
	ID            string            `json:"id"`
	Status        string            `json:"status"`
	FailureReason string            `json:"failure_reason"`
	Amount        int64             `json:"amount"`
	Currency      string            `json:"currency"`
	Metadata      map[string]string `json:"metadata"`
}

func hearStripe(body []byte) ([]Heard, error) {
	var kind struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(body, &kind) != nil {
		return nil, unreadable("it is no event")
	}
	switch kind.Type {
	case refundCreated, refundUpdated, chargeRefundUpdated, refundFailed, chargeRefunded:
	default:
		return nil, nil
	}
	var event stripeEvent
	if json.Unmarshal(body, &event) != nil {
		return nil, unreadable("it is no event")
	}
	if kind.Type == chargeRefunded {
		return event.ofCharge()
	}
	var refund stripeRefund
	if json.Unmarshal(event.Data.Object, &refund) != nil {
		return nil, unreadable("its object is no refund")
	}
	return event.of(event.ID, refund)
}

// ofCharge hears each of the refunds in a charge. Since API version 2022-11-15
// there are none in it, and a refund's own events tell.
func (e *stripeEvent) ofCharge() ([]Heard, error) {
	var charge struct {
		Refunds struct {
			Data []stripeRefund `json:"data"`
		} `json:"refunds"`
	}
	if json.Unmarshal(e.Data.Object, &charge) != nil {
		return nil, unreadable("its object is no charge")
	}
	var all []Heard
	for _, refund := range charge.Refunds.Data {
		heard, err := e.of(e.ID+":"+refund.ID, refund)
		if err != nil {
			return nil, err
		}
		all = append(all, heard...)
	}
	return all, nil
}

// of hears one refund, and nothing where it is not ours.
func (e *stripeEvent) of(news string, refund stripeRefund) ([]Heard, error) {
	id, step := refund.Metadata[activities.MetaRecovery], refund.Metadata[activities.MetaStep]
	if !ours(id, step) {
		return nil, nil
	}
	at, dated := moment(e.Created)
	if e.ID == "" || refund.ID == "" || !dated {
		return nil, unreadable("the event or its refund lacks an id or a time")
	}
	receipt := recovery.Receipt{
		Step: step, Provider: "stripe", ID: refund.ID, Status: refund.Status, At: at,
		Money: recovery.Money{Amount: refund.Amount, Currency: recovery.Currency(strings.ToLower(refund.Currency))},
	}
	return []Heard{{Event: news, Recovery: id, Step: step, Receipt: activities.RefundStatus(receipt, refund.FailureReason)}}, nil
}
