package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func testReopened(t *testing.T, k kind) {
	database := k.fresh(t)
	want := state("one", recovery.Confirmed)
	begun := ledger.Delivery{Recovery: want.ID, Step: "refund", Provider: "stripe", BegunAt: noon, Tries: 1, Generation: 1}
	for try := range 3 {
		l, err := ledger.Open(t.Context(), database)
		if err != nil {
			t.Fatal(err)
		}
		if prior := claim(t, l, want); (prior == nil) != (try == 0) {
			t.Errorf("opened %d times before: found %+v", try, prior)
		}
		begun.Tries = try + 1
		if got, _ := begin(t, l, begun); got != begun {
			t.Errorf("%+v, want %+v", got, begun)
		}
		if diff := cmp.Diff(want, find(t, l, want.ID)); diff != "" {
			t.Error(diff)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func testNewerSchema(t *testing.T, k kind) {
	database := k.fresh(t)
	open(t, database).Close()
	k.exec(t, database, `CREATE TABLE kept (id int)`)
	k.exec(t, database, `INSERT INTO ledger_schema (version_id, is_applied) VALUES (4711, `+truth(database)+`)`)
	_, err := ledger.Open(t.Context(), database)
	if !errors.Is(err, ledger.ErrNewer) || !strings.Contains(err.Error(), "4711") {
		t.Errorf("a newer schema: %v", err)
	}
}

func truth(database string) string {
	if strings.HasPrefix(database, "postgres") {
		return "true"
	}
	return "1"
}

// testManyAtOnce runs whole recoveries side by side, on the same customers and
// with readers in between.
func testManyAtOnce(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	ctx := t.Context()
	const workers, each = 16, 8
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			for i := range each {
				s := state(fmt.Sprintf("%d-%d", worker, i), recovery.Confirmed)
				s.Customer = fmt.Sprint("c-", i) // shared by the workers
				if err := wholeRecovery(ctx, l, s); err != nil {
					t.Error(err)
				}
				if _, stands, err := l.Suppressed(ctx, s.Customer, at(1)); err != nil || !stands {
					t.Errorf("%v, %v", stands, err)
				}
			}
		})
	}
	all.Wait()
	counts, err := l.Count(ctx)
	if diff := cmp.Diff(map[recovery.Stage]int64{recovery.Delivered: workers * each}, counts); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// wholeRecovery is what one recovery writes on its way.
func wholeRecovery(ctx context.Context, l *ledger.Ledger, s recovery.State) error {
	if prior, err := l.Claim(ctx, s, at(60)); err != nil || prior != nil {
		return fmt.Errorf("claim: %+v, %w", prior, err)
	}
	d := ledger.Delivery{Recovery: s.ID, Step: "refund", Provider: "stripe", Amount: 1240, Currency: "eur", BegunAt: noon}
	if _, first, err := l.Begin(ctx, d); err != nil || !first {
		return fmt.Errorf("begin: %v, %w", first, err)
	}
	arrived := recovery.Receipt{Step: "refund", Provider: "stripe", ID: "re_" + s.Experience, Status: "succeeded", Word: recovery.Arrived, At: at(1)}
	if err := l.Settle(ctx, s.ID, "refund", arrived); err != nil {
		return err
	}
	s.Stage, s.Receipts, s.EndedAt = recovery.Delivered, []recovery.Receipt{arrived}, at(2)
	return l.Record(ctx, s)
}
