package ledger_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func begin(t *testing.T, l *ledger.Ledger, d ledger.Delivery) (ledger.Delivery, bool) {
	t.Helper()
	begun, first, err := l.Begin(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return begun, first
}

func settle(t *testing.T, l *ledger.Ledger, d ledger.Delivery, r recovery.Receipt) {
	t.Helper()
	if err := l.Settle(t.Context(), d.Recovery, d.Step, r); err != nil {
		t.Fatal(err)
	}
}

func delivery(t *testing.T, l *ledger.Ledger, id, step string) ledger.Delivery {
	t.Helper()
	all, err := l.Deliveries(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Step == step {
			return d
		}
	}
	t.Fatalf("no %s of %s", step, id)
	return ledger.Delivery{}
}

func testBegin(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	order := ledger.Delivery{
		Recovery: "r", Step: "refund", Provider: "stripe", Amount: 1240, Currency: "eur", BegunAt: at(1).Add(1999),
		ProviderID: "re_made_up", Word: recovery.Arrived, Tries: 7,
	}
	want := ledger.Delivery{
		Recovery: "r", Step: "refund", Provider: "stripe", Amount: 1240, Currency: "eur", BegunAt: at(1).Add(1000),
		Tries: 1, Generation: 1,
	}
	got, first := begin(t, l, order)
	if got != want || !first {
		t.Errorf("the first Begin: %+v, %v", got, first)
	}
	order.Amount, order.Currency, order.Provider, order.BegunAt = 9999, "usd", "twilio", at(2)
	got, first = begin(t, l, order)
	want.Tries = 2
	if got != want || first {
		t.Errorf("the second Begin: %+v, %v", got, first)
	}
	settle(t, l, order, recovery.Receipt{ID: "re_1", Word: recovery.Arrived, At: at(3)})
	got, first = begin(t, l, order)
	if got.Tries != 3 || first || got.Word != recovery.Arrived || got.ProviderID != "re_1" {
		t.Errorf("Begin after it arrived: %+v, %v", got, first)
	}
	if now, _ := begin(t, l, ledger.Delivery{Recovery: "r", Step: "sms"}); now.BegunAt.IsZero() {
		t.Error("a step without a time when it was begun")
	}
}

func testBeginsAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	const many = 32
	var firsts atomic.Int64
	var tries sync.Map
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			begun, first, err := ledgers[i%2].Begin(t.Context(), ledger.Delivery{Recovery: "r", Step: "refund"})
			if err != nil {
				t.Error(err)
				return
			}
			if first {
				firsts.Add(1)
			}
			if _, twice := tries.LoadOrStore(begun.Tries, true); twice {
				t.Errorf("two were told that theirs is try %d", begun.Tries)
			}
		})
	}
	all.Wait()
	if got := delivery(t, ledgers[0], "r", "refund"); firsts.Load() != 1 || got.Tries != many {
		t.Errorf("%d were first, and %d tries of %d are on record", firsts.Load(), got.Tries, many)
	}
}

func testSettle(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	word := func(id string, word recovery.Word, minute int) recovery.Receipt {
		return recovery.Receipt{Provider: "twilio", ID: id, Status: string(word) + "!", Code: "c" + id, Word: word, At: at(minute)}
	}
	for name, c := range map[string]struct {
		words                      []recovery.Receipt
		id                         string
		word                       recovery.Word
		earlier                    string
		acceptedMinute, settledMin int // -1: not
	}{
		"accepted":                     {[]recovery.Receipt{word("A", recovery.Pending, 1)}, "A", recovery.Pending, "", 1, -1},
		"accepted, arrived":            {[]recovery.Receipt{word("A", recovery.Pending, 1), word("A", recovery.Arrived, 2)}, "A", recovery.Arrived, "", 1, 2},
		"arrived at once":              {[]recovery.Receipt{word("A", recovery.Arrived, 1)}, "A", recovery.Arrived, "", 1, 1},
		"refused at once":              {[]recovery.Receipt{word("", recovery.Refused, 1)}, "", recovery.Refused, "", -1, 1},
		"accepted, refused":            {[]recovery.Receipt{word("A", recovery.Pending, 1), word("A", recovery.Refused, 2)}, "A", recovery.Refused, "", 1, 2},
		"arrived, late pending":        {[]recovery.Receipt{word("A", recovery.Arrived, 2), word("A", recovery.Pending, 3)}, "A", recovery.Arrived, "", 2, 2},
		"refused, late pending":        {[]recovery.Receipt{word("A", recovery.Refused, 2), word("A", recovery.Pending, 3)}, "A", recovery.Refused, "", -1, 2},
		"arrived twice":                {[]recovery.Receipt{word("A", recovery.Arrived, 2), word("A", recovery.Arrived, 9)}, "A", recovery.Arrived, "", 2, 2},
		"arrived, came back":           {[]recovery.Receipt{word("A", recovery.Arrived, 2), word("A", recovery.Refused, 5)}, "A", recovery.Refused, "", 2, 5},
		"came back, late arrived":      {[]recovery.Receipt{word("A", recovery.Refused, 5), word("A", recovery.Arrived, 6)}, "A", recovery.Refused, "", -1, 5},
		"refused, another accepted":    {[]recovery.Receipt{word("A", recovery.Pending, 1), word("A", recovery.Refused, 2), word("B", recovery.Pending, 3)}, "B", recovery.Pending, "A", 3, -1},
		"another, late refused":        {[]recovery.Receipt{word("A", recovery.Refused, 2), word("B", recovery.Pending, 3), word("A", recovery.Refused, 4)}, "B", recovery.Pending, "A", 3, -1},
		"another, first arrived":       {[]recovery.Receipt{word("A", recovery.Refused, 2), word("B", recovery.Pending, 3), word("A", recovery.Arrived, 4)}, "A", recovery.Arrived, "A\nB", 4, 4},
		"arrived, another accepted":    {[]recovery.Receipt{word("A", recovery.Arrived, 2), word("B", recovery.Pending, 3)}, "A", recovery.Arrived, "", 2, 2},
		"arrived, another arrived":     {[]recovery.Receipt{word("A", recovery.Arrived, 2), word("B", recovery.Arrived, 3)}, "A", recovery.Arrived, "", 2, 2},
		"arrived, another refused":     {[]recovery.Receipt{word("A", recovery.Arrived, 2), word("B", recovery.Refused, 3)}, "A", recovery.Arrived, "", 2, 2},
		"under way, another refused":   {[]recovery.Receipt{word("A", recovery.Pending, 2), word("B", recovery.Refused, 3)}, "A", recovery.Pending, "", 2, -1},
		"under way, another accepted":  {[]recovery.Receipt{word("A", recovery.Pending, 2), word("B", recovery.Pending, 3)}, "B", recovery.Pending, "A", 3, -1},
		"under way, another arrived":   {[]recovery.Receipt{word("A", recovery.Pending, 2), word("B", recovery.Arrived, 3)}, "B", recovery.Arrived, "A", 3, 3},
		"refused without id, accepted": {[]recovery.Receipt{word("", recovery.Refused, 2), word("B", recovery.Pending, 3)}, "B", recovery.Pending, "", 3, -1},
		"three tries, first late":      {[]recovery.Receipt{word("A", recovery.Refused, 1), word("B", recovery.Refused, 2), word("C", recovery.Refused, 3), word("A", recovery.Pending, 4)}, "C", recovery.Refused, "A\nB", -1, 3},
		"no word at all":               {[]recovery.Receipt{word("A", "", 1)}, "", "", "", -1, -1},
	} {
		t.Run(name, func(t *testing.T) {
			want := ledger.Delivery{
				Recovery: name, Step: "sms", Provider: "twilio", ProviderID: c.id, Word: c.word, Earlier: c.earlier,
				Tries: 1, Generation: 1, BegunAt: noon,
			}
			if c.word != "" {
				want.Status, want.Code = string(c.word)+"!", "c"+c.id
			}
			if c.acceptedMinute >= 0 {
				want.AcceptedAt = at(c.acceptedMinute)
			}
			if c.settledMin >= 0 {
				want.SettledAt = at(c.settledMin)
			}
			begun, _ := begin(t, l, ledger.Delivery{Recovery: name, Step: "sms", Provider: "twilio", BegunAt: noon})
			for _, word := range c.words {
				settle(t, l, begun, word)
			}
			if diff := cmp.Diff(want, delivery(t, l, name, "sms")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// testWordsAtOnce: in whatever order words come in, the last of them stands.
func testWordsAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	ledgers := []*ledger.Ledger{open(t, database), open(t, database)}
	for round := range 10 {
		id := fmt.Sprint("r", round)
		var all sync.WaitGroup
		for i, word := range []recovery.Word{recovery.Refused, recovery.Pending, recovery.Arrived, recovery.Pending} {
			all.Go(func() {
				if err := ledgers[i%2].Settle(t.Context(), id, "sms", recovery.Receipt{ID: "A", Word: word, At: at(i)}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := delivery(t, ledgers[0], id, "sms"); got.Word != recovery.Refused {
			t.Errorf("%+v", got)
		}
	}
}

func testSettleUnbegun(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	d := ledger.Delivery{Recovery: "r", Step: "by hand"}
	settle(t, l, d, recovery.Receipt{
		Provider: "makegood", ID: "proof", Word: recovery.Arrived, At: at(1),
		Money: recovery.Money{Amount: 500, Currency: "jpy"},
	})
	want := ledger.Delivery{
		Recovery: "r", Step: "by hand", Provider: "makegood", ProviderID: "proof", Word: recovery.Arrived,
		Amount: 500, Currency: "jpy", Tries: 1, Generation: 1, AcceptedAt: at(1), SettledAt: at(1),
	}
	if diff := cmp.Diff(want, delivery(t, l, "r", "by hand")); diff != "" {
		t.Error(diff)
	}
	if begun, first := begin(t, l, d); first || begun.Word != recovery.Arrived {
		t.Errorf("what had its word already was begun as the first: %+v", begun)
	}
}

func testNextGeneration(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	if _, err := l.NextGeneration(t.Context(), "r", "refund", 1); !errors.Is(err, ledger.ErrNotBegun) {
		t.Errorf("a step that was never begun: %v", err)
	}
	begin(t, l, ledger.Delivery{Recovery: "r", Step: "refund"})
	for _, c := range []struct{ from, want int }{{1, 2}, {1, 2}, {2, 3}, {1, 3}, {7, 3}} {
		if got, err := l.NextGeneration(t.Context(), "r", "refund", c.from); err != nil || got != c.want {
			t.Errorf("after %d: %d, %v; want %d", c.from, got, err, c.want)
		}
	}
	if begun, _ := begin(t, l, ledger.Delivery{Recovery: "r", Step: "refund"}); begun.Generation != 3 {
		t.Errorf("begun again: %+v", begun)
	}
}

func testGenerationsAtOnce(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	begin(t, l, ledger.Delivery{Recovery: "r", Step: "refund"})
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if got, err := l.NextGeneration(t.Context(), "r", "refund", 1); err != nil || got != 2 {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	all.Wait()
}

func testDeliveries(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for i, step := range []string{"suppress", "refund", "email", "sms"} {
		begin(t, l, ledger.Delivery{Recovery: "r", Step: step, BegunAt: at(i)})
	}
	settle(t, l, ledger.Delivery{Recovery: "r", Step: "by hand"}, recovery.Receipt{ID: "x", Word: recovery.Arrived, At: at(9)})
	begin(t, l, ledger.Delivery{Recovery: "another", Step: "refund"})
	all, err := l.Deliveries(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, d := range all {
		steps = append(steps, d.Step)
	}
	if diff := cmp.Diff([]string{"suppress", "refund", "email", "sms", "by hand"}, steps); diff != "" {
		t.Error(diff)
	}
	if none, err := l.Deliveries(t.Context(), "none"); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
}
