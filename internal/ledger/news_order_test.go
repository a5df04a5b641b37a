package ledger_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// courses are what can become of one text: the words in their order, each with the
// minute the provider names, and what stands in the end.
var courses = [][]ledger.News{
	{status("queued", recovery.Pending, 1), status("sent", recovery.Pending, 2), status("delivered", recovery.Arrived, 3)},
	{status("queued", recovery.Pending, 1), status("sending", recovery.Pending, 2), status("sent", recovery.Pending, 3), status("undelivered", recovery.Refused, 4)},
	{status("sent", recovery.Pending, 1), status("delivered", recovery.Arrived, 2), status("failed", recovery.Refused, 3)}, // it came back
	{status("delivered", recovery.Arrived, 1)},
}

func status(status string, word recovery.Word, minute int) ledger.News {
	return texted("", status, word, minute)
}

// testHearInAnyOrder: whatever the order and however often each word comes, split
// over whatever requests, the same row stands in the end.
func testHearInAnyOrder(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		id := fmt.Sprint("run", runs)
		course := rapid.SampledFrom(courses).Draw(rt, "course")
		var all []ledger.News
		for _, one := range course {
			one.Recovery, one.Event = id, one.Event+id
			for range rapid.IntRange(1, 3).Draw(rt, "copies") {
				all = append(all, one)
			}
		}
		all = rapid.Permutation(all).Draw(rt, "order")
		if rapid.Bool().Draw(rt, "our own answer came first") {
			accepted(t, l, id)
		} else {
			begin(t, l, ledger.Delivery{Recovery: id, Step: "sms", Provider: "twilio", BegunAt: noon})
		}
		finals := 0
		needs := func(before, after ledger.Delivery, _ ledger.News) bool {
			if after.Word != before.Word && after.Word != recovery.Pending {
				finals++
			}
			return false
		}
		for request := 0; len(all) > 0; request++ {
			many := rapid.IntRange(1, len(all)).Draw(rt, "in one request")
			hear(t, l, fmt.Sprint(id, request), needs, all[:many]...)
			all = all[many:]
		}
		last := course[len(course)-1].Receipt
		got := delivery(t, l, id, "sms")
		if got.Word != last.Word || got.Status != last.Status || !got.SettledAt.Equal(last.At) || got.ProviderID != "SM1" || got.Earlier != "" || got.Tries != 1 {
			rt.Errorf("%+v, want %+v", got, last)
		}
		if finals < 1 || finals > 2 {
			rt.Errorf("it became final %d times", finals)
		}
	})
}

// testHearAtOnce: many hear the same requests, in two processes; it is settled once
// where it is believed, and whoever has to be told is told at least once.
func testHearAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	for round := range 8 {
		id, believed := fmt.Sprint("r", round), round%2 == 0
		accepted(t, ledgers[0], id)
		delivered, sent := texted(id, "delivered", recovery.Arrived, 2), texted(id, "sent", recovery.Pending, 1)
		delivered.Believed, sent.Believed = believed, believed
		requests := [][]ledger.News{{delivered}, {delivered, sent}}
		needs := func(before, _ ledger.Delivery, told ledger.News) bool { return before.Word != told.Receipt.Word }
		var told atomic.Int64
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				l, which := ledgers[i%2], i%3/2
				request, news := fmt.Sprint(id, which), requests[which]
				hearing, err := l.Hear(t.Context(), request, news, needs)
				if err != nil || hearing.Repeats+len(hearing.Waiting) > len(news) {
					t.Errorf("of %d news: %+v, %v", len(news), hearing, err)
				}
				if len(hearing.Waiting) > 0 {
					told.Add(1)
					if err := l.PassedOn(t.Context(), request, hearing.Waiting); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if told.Load() < 1 || len(waiting(t, ledgers[0])) != 0 {
			t.Errorf("told %d times, and %+v waits", told.Load(), waiting(t, ledgers[0]))
		}
		want := recovery.Pending
		if believed {
			want = recovery.Arrived
		}
		if got := delivery(t, ledgers[1], id, "sms"); got.Word != want || got.Earlier != "" || believed && !got.SettledAt.Equal(at(2)) {
			t.Errorf("%+v", got)
		}
		for which, news := range requests {
			if got := hear(t, ledgers[1], fmt.Sprint(id, which), everyone, news...); !got.Replay {
				t.Errorf("afterwards: %+v", got)
			}
		}
	}
}
