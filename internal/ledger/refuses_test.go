package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func testRefuses(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	ctx := t.Context()
	noID, noTime, noCustomer := state("x", recovery.Confirmed), state("x", recovery.Confirmed), state("x", recovery.Confirmed)
	noID.ID, noTime.OpenedAt, noCustomer.Customer = "", time.Time{}, ""
	farOff := state("x", recovery.Confirmed)
	farOff.ConfirmedAt = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	claim := func(s recovery.State) error { _, err := l.Claim(ctx, s, at(1)); return err }
	begin := func(d ledger.Delivery) error { _, _, err := l.Begin(ctx, d); return err }
	for name, err := range map[string]error{
		"claim without id":         claim(noID),
		"claim without time":       claim(noTime),
		"claim without customer":   claim(noCustomer),
		"claim far off":            claim(farOff),
		"record without id":        l.Record(ctx, noID),
		"record without time":      l.Record(ctx, noTime),
		"begin without recovery":   begin(ledger.Delivery{Step: "sms"}),
		"begin without step":       begin(ledger.Delivery{Recovery: "r"}),
		"settle without step":      l.Settle(ctx, "r", "", recovery.Receipt{Word: recovery.Arrived}),
		"settle, not text":         l.Settle(ctx, "r\x00", "sms", recovery.Receipt{Word: recovery.Arrived}),
		"suppress nobody":          l.Suppress(ctx, ledger.Suppression{Until: at(1)}),
		"suppress without end":     l.Suppress(ctx, ledger.Suppression{Customer: "c"}),
		"suppress, not text":       l.Suppress(ctx, ledger.Suppression{Customer: "c\xff", Until: at(1)}),
		"suppress, far off":        l.Suppress(ctx, ledger.Suppression{Customer: "c", Until: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)}),
		"begin, recovery not text": begin(ledger.Delivery{Recovery: "\xff", Step: "sms"}),
	} {
		var where *ledger.Error
		if !errors.Is(err, ledger.ErrNotKept) || !errors.As(err, &where) || where.Doing == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := l.Claim(ctx, state("unsurveyed", recovery.Confirmed), time.Time{}); err != nil {
		t.Errorf("a claim without a suppression: %v", err)
	}
}

// testOddBytes: what comes from outside does not keep a word out of the ledger.
func testOddBytes(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	odd := "a\x00b\xffc"
	s := state("odd", recovery.NeedsPerson)
	s.Why, s.Incident = odd, odd
	record(t, l, s)
	suppress(t, l, ledger.Suppression{Customer: "c", Reason: odd, Until: at(5)})
	begun, _ := begin(t, l, ledger.Delivery{Recovery: s.ID, Step: "sms", Provider: odd, Currency: odd})
	for _, word := range []recovery.Word{recovery.Pending, recovery.Arrived} {
		settle(t, l, begun, recovery.Receipt{Provider: odd, ID: odd, Status: odd, Code: odd, Word: word})
	}
	if got := delivery(t, l, s.ID, "sms"); got.Word != recovery.Arrived || got.Code != "a\uFFFDb\uFFFDc" || got.Earlier != "" {
		t.Errorf("%+v", got)
	}
}

func testCancelled(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := state("one", recovery.Confirmed)
	if err := l.Record(ctx, s); !errors.Is(err, context.Canceled) {
		t.Errorf("Record: %v", err)
	}
	if _, _, err := l.Recovery(ctx, s.ID); !errors.Is(err, context.Canceled) {
		t.Errorf("Recovery: %v", err)
	}
	if _, found, err := l.Recovery(t.Context(), s.ID); found || err != nil {
		t.Errorf("written though it was cancelled before: %v, %v", found, err)
	}
	if err := l.Ping(t.Context()); err != nil {
		t.Errorf("a cancelled call harmed the next: %v", err)
	}
}

func testClosed(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	if err := l.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	_, _, err := l.Recovery(t.Context(), "r")
	for name, err := range map[string]error{
		"Ping": l.Ping(t.Context()), "Record": l.Record(t.Context(), state("one", recovery.Confirmed)), "Recovery": err,
	} {
		if !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
