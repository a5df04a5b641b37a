package sandbox

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPaymentsAreSeeded(t *testing.T) {
	f := startOnDisk(t)
	f.pay(ada)
	f.pay(ada) // the same again
	f.pay(`[` + ada + `, {"id": "pi_bea", "amount": 1, "currency": "jpy"}]`)
	f = f.reopen()
	got := f.state("payments")
	if len(got) != 2 {
		t.Fatalf("payments: %v", got)
	}
	first := got[0].(map[string]any)
	if first["id"] != "pi_ada" || first["amount"] != 4960.0 || first["currency"] != "eur" || first["customer"] != "cus_ada" || first["amount_refunded"] != 0.0 {
		t.Errorf("payment: %v", first)
	}
	for body, want := range map[string]struct {
		status int
		field  string
	}{
		`{"id": "pi_ada", "amount": 1, "currency": "eur", "customer": "cus_ada"}`:                           {409, "id"},
		`[{"id": "pi_x", "amount": 1, "currency": "eur"}, {"id": "pi_x", "amount": 2, "currency": "eur"}]`:  {409, "1.id"},
		`{"id": "ch_x", "amount": 1, "currency": "eur"}`:                                                    {400, "id"},
		`{"id": "pi_x", "amount": 0, "currency": "eur"}`:                                                    {400, "amount"},
		`{"id": "pi_x", "amount": 1.5, "currency": "eur"}`:                                                  {400, "amount"},
		`{"id": "pi_x", "amount": 1, "currency": "EUR"}`:                                                    {400, "currency"},
		`{"id": "pi_x", "amount": 1, "currency": "eur", "customer": "ada"}`:                                 {400, "customer"},
		`{"id": "pi_x", "amount": 1, "currency": "eur", "behaviour": "odd"}`:                                {400, "behaviour"},
		`{"id": "pi_x", "amount": 1, "currency": "eur", "note": "x"}`:                                       {400, "note"},
		`[{"id": "pi_x", "amount": 1, "currency": "eur"}, {"id": "pi_y", "amount": 1, "currency": "nope"}]`: {400, "1.currency"},
	} {
		if out := f.must(want.status, "POST", "/sandbox/payments", body); out["field"] != want.field {
			t.Errorf("%s: %v, want %s", body, out, want.field)
		}
	}
	if n := len(f.state("payments")); n != 2 {
		t.Errorf("%d payments, want 2: what is refused is refused whole", n)
	}
}

func TestManyPaymentsAtOnce(t *testing.T) {
	f := startOnDisk(t)
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `,{"id": "pi_%d", "amount": 4960, "currency": "eur", "customer": "cus_%d"}`, i, i)
	}
	f.pay("[" + b.String()[1:] + "]")
	f = f.reopen()
	if n := len(f.state("payments")); n != 1000 {
		t.Errorf("%d payments, want 1000", n)
	}
}

func TestEmptyStateHasNoNulls(t *testing.T) {
	f := start(t)
	for _, list := range []string{
		"messages", "emails", "refunds", "coupons", "promotion_codes", "balance_transactions",
		"survey_suppressions", "global_suppressions", "payments", "faults",
	} {
		if got := f.state(list); got == nil || len(got) != 0 {
			t.Errorf("%s: %v", list, got)
		}
	}
}

func TestClock(t *testing.T) {
	f := startOnDisk(t)
	f.must(200, "POST", "/sandbox/clock", `{"advance": "25h"}`)
	f = f.reopen()
	out := f.must(200, "GET", "/sandbox/clock", "")
	if want := f.clock.now().Add(25 * time.Hour).Format(time.RFC3339); out["offset"] != "25h0m0s" || out["now"] != want {
		t.Errorf("got %v, want %s", out, want)
	}
	for _, body := range []string{`{"advance": "-1h"}`, `{"advance": "soon"}`, `{}`, `{"back": "1h"}`} {
		f.must(400, "POST", "/sandbox/clock", body)
	}
}

func TestHealth(t *testing.T) {
	f := start(t)
	f.must(200, "GET", "/healthz", "")
	_ = f.box.Close()
	f.must(503, "GET", "/healthz", "")
}

func TestAFileIsOneSandboxes(t *testing.T) {
	f := startOnDisk(t)
	if _, err := Open(context.Background(), Options{Path: f.path}); err == nil {
		t.Error("a second sandbox opened the file")
	}
}
