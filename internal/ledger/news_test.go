package ledger_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// The deciders of whether anyone has to be told.
type decider = func(before, after ledger.Delivery, told ledger.News) bool

func everyone(ledger.Delivery, ledger.Delivery, ledger.News) bool { return true }
func nobody(ledger.Delivery, ledger.Delivery, ledger.News) bool   { return false }

// texted is what Twilio calls in with about the text SM1 of a recovery.
func texted(id, status string, word recovery.Word, minute int) ledger.News {
	return ledger.News{
		Provider: "twilio", Event: "SM1:" + status + ":" + id, Recovery: id, Believed: true,
		Receipt: recovery.Receipt{Step: "sms", Provider: "twilio", ID: "SM1", Status: status, Word: word, At: at(minute)},
	}
}

func hear(t *testing.T, l *ledger.Ledger, request string, needs decider, news ...ledger.News) ledger.Hearing {
	t.Helper()
	hearing, err := l.Hear(t.Context(), request, news, needs)
	if err != nil {
		t.Fatal(err)
	}
	return hearing
}

func passOn(t *testing.T, l *ledger.Ledger, request string, news ...ledger.News) {
	t.Helper()
	if err := l.PassedOn(t.Context(), request, news); err != nil {
		t.Fatal(err)
	}
}

func waiting(t *testing.T, l *ledger.Ledger) []ledger.News {
	t.Helper()
	all, err := l.Waiting(t.Context(), time.Now().Add(time.Hour), 100)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// onRecord is news as they are listed while they wait: what they are about, alone.
func onRecord(one ledger.News) ledger.News {
	return ledger.News{
		Provider: one.Provider, Event: one.Event, Recovery: one.Recovery,
		Receipt: recovery.Receipt{Step: one.Receipt.Step, Provider: one.Provider, ID: one.Receipt.ID},
	}
}

func accepted(t *testing.T, l *ledger.Ledger, id string) {
	t.Helper()
	begun, _ := begin(t, l, ledger.Delivery{Recovery: id, Step: "sms", Provider: "twilio", BegunAt: noon})
	settle(t, l, begun, recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "queued", Word: recovery.Pending, At: at(1)})
}

// testHear: the first hearing settles, and every other changes nothing.
func testHear(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	news := texted("r", "delivered", recovery.Arrived, 2)
	var before, after ledger.Delivery
	var told ledger.News
	hearing := hear(t, l, "first", func(b, a ledger.Delivery, n ledger.News) bool {
		before, after, told = b, a, n
		return false
	}, news)
	if diff := cmp.Diff(ledger.Hearing{}, hearing); diff != "" {
		t.Error(diff)
	}
	settled := delivery(t, l, "r", "sms")
	if settled.Word != recovery.Arrived || settled.Status != "delivered" || !settled.SettledAt.Equal(at(2)) {
		t.Errorf("it is not settled: %+v", settled)
	}
	if before.Word != recovery.Pending || before.Status != "queued" || told != news || after != settled {
		t.Errorf("asked with %+v, %+v, %+v", before, after, told)
	}

	never := func(ledger.Delivery, ledger.Delivery, ledger.News) bool {
		t.Error("a repeat was asked about")
		return true
	}
	if got := hear(t, l, "first", never, news); !got.Replay {
		t.Errorf("the very same request: %+v", got)
	}
	late := news
	late.Receipt.Word, late.Receipt.Status = recovery.Refused, "undelivered" // the same event says nothing new
	if got := hear(t, l, "another", never, late); got.Replay || got.Repeats != 1 || got.Waiting != nil {
		t.Errorf("the same event in another request: %+v", got)
	}
	if got := hear(t, l, "another", never, late); !got.Replay {
		t.Errorf("that request once more: %+v", got)
	}
	if got := delivery(t, l, "r", "sms"); got != settled {
		t.Errorf("a repeat changed it to %+v", got)
	}
	if got := hear(t, l, "later", nobody, texted("r", "sent", recovery.Pending, 3)); got.Repeats != 0 || delivery(t, l, "r", "sms") != settled {
		t.Errorf("an older word that came late: %+v, %+v", got, delivery(t, l, "r", "sms"))
	}
	if got := hear(t, l, "none", never); got.Replay || got.Repeats != 0 {
		t.Errorf("a request without news: %+v", got)
	}
}

// testHearThenPassOn: what was heard waits until it is passed on, whatever is
// between the two.
func testHearThenPassOn(t *testing.T, k kind) {
	database := k.fresh(t)
	l := open(t, database)
	accepted(t, l, "r")
	accepted(t, l, "s")
	news := []ledger.News{texted("r", "delivered", recovery.Arrived, 2), texted("s", "failed", recovery.Refused, 2)}
	want := []ledger.News{onRecord(news[0]), onRecord(news[1])}
	if diff := cmp.Diff(news, hear(t, l, "one", everyone, news...).Waiting); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, waiting(t, l)); diff != "" {
		t.Error(diff)
	}

	crashed := open(t, database) // as a process that comes after one that did not live to pass it on
	again := hear(t, crashed, "one", nobody, news...)
	if diff := cmp.Diff(news, again.Waiting); diff != "" || again.Replay || again.Repeats != 0 {
		t.Error(again, diff)
	}
	passOn(t, crashed, "", news[0])
	if got := waiting(t, l); len(got) != 1 || got[0] != want[1] {
		t.Errorf("waiting after half of it: %+v", got)
	}
	passOn(t, crashed, "one", again.Waiting...)
	if got := waiting(t, l); len(got) != 0 {
		t.Errorf("waiting after all of it: %+v", got)
	}
	if got := hear(t, l, "one", everyone, news...); !got.Replay {
		t.Errorf("heard again after all of it: %+v", got)
	}
}

// testReplayOnlyWhenPassedOn: a request counts as heard only with the last of its
// news.
func testReplayOnlyWhenPassedOn(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	accepted(t, l, "s")
	news := []ledger.News{texted("r", "delivered", recovery.Arrived, 2), texted("s", "delivered", recovery.Arrived, 2)}
	onlyS := func(_, _ ledger.Delivery, told ledger.News) bool { return told.Recovery == "s" }
	if got := hear(t, l, "one", onlyS, news...).Waiting; len(got) != 1 || got[0].Recovery != "s" {
		t.Fatalf("waiting: %+v", got)
	}
	got := hear(t, l, "one", onlyS, news...)
	if got.Replay || got.Repeats != 1 || len(got.Waiting) != 1 {
		t.Errorf("before it is passed on: %+v", got)
	}
	passOn(t, l, "", news[1]) // as the sweep does, which knows of no request
	if got := hear(t, l, "one", onlyS, news...); got.Replay || got.Repeats != 2 || got.Waiting != nil {
		t.Errorf("after the sweep: %+v", got)
	}
	if got := hear(t, l, "one", onlyS, news...); !got.Replay {
		t.Errorf("once all of it is known to be passed on: %+v", got)
	}
	passOn(t, l, "two")
	if got := hear(t, l, "two", nobody, texted("r", "sent", recovery.Pending, 1)); got.Replay {
		t.Error("nothing was passed on, and yet it counts as a request heard")
	}
	if got := waiting(t, l); len(got) != 0 {
		t.Errorf("still waiting: %+v", got)
	}
}

// testHearUnknown: a step that was never begun here is counted, and makes no row.
func testHearUnknown(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	got := hear(t, l, "one", everyone, texted("x", "delivered", recovery.Arrived, 2), texted("r", "delivered", recovery.Arrived, 2))
	if got.Unknown != 1 || got.Repeats != 0 || len(got.Waiting) != 1 || got.Waiting[0].Recovery != "r" {
		t.Errorf("%+v", got)
	}
	if rows, err := l.Deliveries(t.Context(), "x"); err != nil || len(rows) != 0 {
		t.Errorf("%+v, %v", rows, err)
	}
	if got := hear(t, l, "two", everyone, texted("x", "delivered", recovery.Arrived, 2)); got.Unknown != 0 || got.Repeats != 1 {
		t.Errorf("once more: %+v", got)
	}
}

// testHearUnbelieved: news that are no proof settle nothing, and are asked about
// all the same.
func testHearUnbelieved(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	accepted(t, l, "r")
	stands := delivery(t, l, "r", "sms")
	news := texted("r", "delivered", recovery.Arrived, 2)
	news.Believed = false
	asked := 0
	got := hear(t, l, "one", func(before, after ledger.Delivery, told ledger.News) bool {
		asked++
		return before == stands && after == stands && told == news
	}, news)
	if asked != 1 || len(got.Waiting) != 1 || delivery(t, l, "r", "sms") != stands {
		t.Errorf("asked %d times, %+v, %+v", asked, got, delivery(t, l, "r", "sms"))
	}
}
