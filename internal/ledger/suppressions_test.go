package ledger_test

import (
	"testing"
	"time"

	"makegood/internal/ledger"
)

func suppress(t *testing.T, l *ledger.Ledger, s ledger.Suppression) {
	t.Helper()
	if err := l.Suppress(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func testSuppressions(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	short := ledger.Suppression{Customer: "c", Recovery: "r1", Experience: "e", Reason: "late", From: at(0), Until: at(10)}
	long := ledger.Suppression{Customer: "c", Recovery: "r2", Experience: "f", Reason: "lost", From: at(5), Until: at(20)}
	always := ledger.Suppression{Customer: "d", Reason: "asked for it", Until: at(10)}
	for _, s := range []ledger.Suppression{short, long, always} {
		suppress(t, l, s)
	}
	tick := time.Microsecond
	for _, c := range []struct {
		customer string
		at       time.Time
		want     ledger.Suppression
	}{
		{"c", at(0).Add(-tick), ledger.Suppression{}},
		{"c", at(0), short},
		{"c", at(5).Add(-tick), short},
		{"c", at(5), long},
		{"c", at(10), long},
		{"c", at(20).Add(-tick), long},
		{"c", at(20), ledger.Suppression{}},
		{"c", at(5).In(time.FixedZone("", -7200)), long},
		{"d", at(-1_000_000), always},
		{"e", at(5), ledger.Suppression{}},
	} {
		got, stands, err := l.Suppressed(t.Context(), c.customer, c.at)
		if err != nil || got != c.want || stands != (c.want != ledger.Suppression{}) {
			t.Errorf("%s at %s: %+v, %v, %v; want %+v", c.customer, c.at, got, stands, err, c.want)
		}
	}
}

func testSuppressionsGrow(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for i, c := range []struct{ from, until, wantFrom, wantUntil time.Time }{
		{at(5), at(10), at(5), at(10)},
		{at(7), at(8), at(5), at(10)},
		{at(7), at(12), at(5), at(12)},
		{at(3), at(4), at(3), at(12)},
		{time.Time{}, at(4), time.Time{}, at(12)},
		{at(1), at(2), time.Time{}, at(12)},
	} {
		suppress(t, l, ledger.Suppression{Customer: "c", Recovery: "r", From: c.from, Until: c.until})
		got, _, err := l.Suppressed(t.Context(), "c", at(9))
		if err != nil || got.From != c.wantFrom || got.Until != c.wantUntil {
			t.Errorf("%d: from %v until %v, %v", i, got.From, got.Until, err)
		}
	}
}
