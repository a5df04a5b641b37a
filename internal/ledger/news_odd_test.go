package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// testHearOdd: what nobody could have begun keeps nothing else from being heard.
func testHearOdd(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	odd := texted("r", "delivered", recovery.Arrived, 2)
	odd.Receipt.Step, odd.Event = "sms\x00\xff", "SM1\x00"
	got := hear(t, l, "one", everyone, odd, texted("r", "delivered", recovery.Arrived, 2))
	if got.Unknown != 1 || len(got.Waiting) != 1 || delivery(t, l, "r", "sms").Word != recovery.Arrived {
		t.Errorf("%+v", got)
	}
	if got := hear(t, l, "two", everyone, odd); got.Repeats != 1 {
		t.Errorf("once more: %+v", got)
	}
}

// testHearTwiceInOne: a batch that has an event twice tells of it once.
func testHearTwiceInOne(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	news := texted("r", "delivered", recovery.Arrived, 2)
	for _, want := range []ledger.Hearing{{Waiting: []ledger.News{news}, Repeats: 1}, {Waiting: []ledger.News{news}, Repeats: 1}} {
		if diff := cmp.Diff(want, hear(t, l, "one", everyone, news, news)); diff != "" {
			t.Error(diff)
		}
	}
	passOn(t, l, "one", news)
	if got := hear(t, l, "two", everyone, news, news); got.Repeats != 2 || got.Waiting != nil {
		t.Errorf("once it is passed on: %+v", got)
	}
}
