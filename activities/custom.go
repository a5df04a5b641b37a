package activities

import (
	"go.temporal.io/sdk/temporal"

	"makegood/recovery"
)

// CustomOrder is what a remedy of the author's own is asked to give: the argument of the
// activity that a play names. P is the type of the play's with.
//
// The activity runs on a worker of the author's, on the task queue that the play names,
// in any language that Temporal has an SDK for. It is called again and again until it
// answers, and may be called again after it has: Key is the same each time, so it must
// give nothing twice under one key. It answers with a recovery.Receipt: Word Arrived and
// an ID that proves it, or Word Pending and it is asked again later. What it refuses for
// good it refuses with [Refuse]; any other error is tried again.
type CustomOrder[P any] struct {
	Key        string            `json:"key"` // of this remedy: at most 500 characters
	Recovery   string            `json:"recovery"`
	Ref        string            `json:"ref"` // in the words to the customer
	Play       string            `json:"play"`
	Tier       string            `json:"tier"` // as the play writes it
	Trigger    string            `json:"trigger"`
	Experience string            `json:"experience"`
	Incident   string            `json:"incident,omitempty"`
	Customer   string            `json:"customer"` // the opaque id
	Value      float64           `json:"value"`    // of the play's measure; of open in seconds
	Payment    *recovery.Payment `json:"payment,omitempty"`
	With       P                 `json:"with"`
}

// Refuse is the error by which an author's activity says no for good: then says whether
// a person is to see to it (recovery.ThenPerson). The reason is shown to support leads;
// it must hold nothing personal.
func Refuse(code, why string) error {
	refusal := recovery.Refusal{Provider: "custom", Code: code, Then: recovery.ThenPerson, Why: why}
	return temporal.NewNonRetryableApplicationError(refusal.Error(), FailRefused, nil, refusal)
}
