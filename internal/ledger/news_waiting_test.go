package ledger_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// testForgetNews: what waits is kept, however old; what was passed on goes with time.
func testForgetNews(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	accepted(t, l, "s")
	done, waits := texted("r", "delivered", recovery.Arrived, 2), texted("s", "delivered", recovery.Arrived, 2)
	hear(t, l, "one", nobody, done)
	hear(t, l, "two", everyone, waits)
	forget := func(before time.Time) {
		t.Helper()
		if err := l.ForgetNews(t.Context(), before); err != nil {
			t.Fatal(err)
		}
	}
	forget(time.Now().Add(-time.Hour))
	if got := hear(t, l, "one", nobody, done); !got.Replay {
		t.Errorf("what is younger was forgotten: %+v", got)
	}
	forget(time.Now().Add(time.Hour))
	if got := hear(t, l, "one", nobody, done); got.Replay || got.Repeats != 0 {
		t.Errorf("it was not forgotten: %+v", got)
	}
	if got := waiting(t, l); len(got) != 1 || got[0] != onRecord(waits) {
		t.Errorf("what waits was not kept: %+v", got)
	}
}

// testWaiting: the oldest come first, at most so many, and only those heard before.
func testWaiting(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for i := range 5 {
		id := fmt.Sprint("r", i)
		accepted(t, l, id)
		hear(t, l, id, everyone, texted(id, "delivered", recovery.Arrived, 2))
		time.Sleep(2 * time.Microsecond) // the ledger keeps time to the microsecond
	}
	got, err := l.Waiting(t.Context(), time.Now().Add(time.Hour), 3)
	if err != nil || len(got) != 3 || got[0].Recovery != "r0" || got[2].Recovery != "r2" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := l.Waiting(t.Context(), time.Now().Add(-time.Hour), 3); err != nil || len(got) != 0 {
		t.Errorf("heard before an hour ago: %+v, %v", got, err)
	}
}

// testHearFails: a ledger that cannot keep it says so, and nothing is half kept.
func testHearFails(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	stands := delivery(t, l, "r", "sms")
	far := texted("r", "read", recovery.Arrived, 3)
	far.Receipt.ID, far.Receipt.At = "SM1", time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := l.Hear(t.Context(), "one", []ledger.News{texted("r", "sent", recovery.Pending, 2), far}, everyone)
	var where *ledger.Error
	if !errors.As(err, &where) || !errors.Is(err, ledger.ErrNotKept) {
		t.Errorf("%v", err)
	}
	if got := delivery(t, l, "r", "sms"); got != stands || len(waiting(t, l)) != 0 {
		t.Errorf("half of it was kept: %+v, %+v", got, waiting(t, l))
	}
}
