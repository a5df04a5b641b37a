package gateway_test

import (
	"context"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// nothingKept is the part of a ledger that most tests do not ask for.
type nothingKept struct{}

func (nothingKept) Hear(context.Context, string, []ledger.News, func(before, after ledger.Delivery, told ledger.News) bool) (ledger.Hearing, error) {
	return ledger.Hearing{}, nil
}
func (nothingKept) PassedOn(context.Context, string, []ledger.News) error { return nil }
func (nothingKept) Complain(context.Context, *recovery.Complaint) (recovery.State, bool, error) {
	return recovery.State{}, false, nil
}
