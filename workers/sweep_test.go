package workers

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// What runs or has ended by itself is left alone; what was cut short, or is owed and
// forgotten, is opened again, once.
func TestSweepOpens(t *testing.T) {
	temporal := &server{
		last: map[string]enumspb.WorkflowExecutionStatus{
			"runs": running, "done": completed, "killed": terminated, "late": timedOut, "fell": failed, "stopped": canceled, "again": running,
		},
		listed: [][]string{{"killed", "fell", "again", "killed"}, {"late", "stopped", "killed"}},
	}
	books := &book{open: map[recovery.Stage][]string{
		recovery.Confirmed: {"runs", "killed", "forgotten"}, recovery.NeedsPerson: {"done", "forgotten too"},
		recovery.Watching: {"watched"}, recovery.Delivered: {"delivered"},
	}}
	swept, err := sweepOf(temporal, books).Once(t.Context())
	want := []string{
		"killed after run-of-killed", "fell after run-of-fell", "late after run-of-late", "stopped after run-of-stopped",
		"forgotten after forgotten", "forgotten too after forgotten",
	}
	if err != nil || swept != (Swept{Opened: 6}) || !slices.Equal(temporal.opened, want) {
		t.Errorf("%+v, %v: %q", swept, err, temporal.opened)
	}
	for _, query := range temporal.queries {
		if !strings.HasSuffix(query, " AND TaskQueue = 'makegood'") {
			t.Error(query)
		}
		if !strings.Contains(query, "WorkflowType = 'Recovery'") || strings.Contains(query, "Completed") || strings.Contains(query, "Running") {
			t.Error(query)
		}
	}
	for _, filter := range books.filters {
		if age := time.Since(filter.Before); age < 2*time.Minute || age > 3*time.Minute {
			t.Errorf("what is %s old is not left to its workflow", age)
		}
	}
	if again, err := sweepOf(temporal, books).Once(t.Context()); err != nil || again != (Swept{}) {
		t.Errorf("once more: %+v, %v", again, err)
	}
}

// More than a page of what is owed is gone through to its end.
func TestSweepTurnsPages(t *testing.T) {
	var ids []string
	for i := range 2*atATime + 7 {
		ids = append(ids, fmt.Sprint("r", i))
	}
	swept, err := sweepOf(&server{}, &book{open: map[recovery.Stage][]string{recovery.NeedsPerson: ids}}).Once(t.Context())
	if err != nil || swept.Opened != len(ids) {
		t.Errorf("%+v, %v", swept, err)
	}
}

// Of several sweeps at once one opens it, and the others take that as done.
func TestSweepMeetsAnother(t *testing.T) {
	temporal := &server{starts: serviceerror.NewWorkflowExecutionAlreadyStarted("it runs", "", "")}
	swept, err := sweepOf(temporal, &book{open: map[recovery.Stage][]string{recovery.Confirmed: {"a", "b"}}}).Once(t.Context())
	if err != nil || swept != (Swept{}) {
		t.Errorf("%+v, %v", swept, err)
	}
}

// What was heard and not passed on is passed on, all of it, and not twice.
func TestSweepPassesOn(t *testing.T) {
	temporal, books := &server{}, &book{}
	for i := range atATime + 5 {
		books.waiting = append(books.waiting, news(fmt.Sprint("r", i), "sms"))
	}
	swept, err := sweepOf(temporal, books).Once(t.Context())
	if err != nil || swept != (Swept{Passed: atATime + 5}) || len(books.waiting) != 0 || temporal.told[0] != "r0 of sms" {
		t.Errorf("%+v, %v, %d wait", swept, err, len(books.waiting))
	}
	if age := time.Since(books.before); age < time.Minute || age > 2*time.Minute {
		t.Errorf("what is %s old is not left to whoever heard it", age)
	}
	if age := time.Since(books.forgotten); age < 7*24*time.Hour || age > 8*24*time.Hour {
		t.Errorf("what is %s old is forgotten", age)
	}
}

// One part that fails keeps none of the others from being done, and what was not done
// the next sweep does.
func TestSweepGoesOn(t *testing.T) {
	away := serviceerror.NewUnavailable("away")
	for name, fail := range map[string]struct {
		fail, mend func(*server, *book)
		opened     int // all the same
		passed     int
	}{
		"visibility is away": {func(s *server, _ *book) { s.fails = map[string]error{"list": away} }, func(s *server, _ *book) { s.fails = nil }, 1, 1},
		"one cannot be looked at": {
			func(s *server, _ *book) { s.fails = map[string]error{"killed": away} },
			func(s *server, _ *book) { s.fails = nil }, 1, 1,
		},
		"nothing can be started":       {func(s *server, _ *book) { s.starts = away }, func(s *server, _ *book) { s.starts = nil }, 0, 0},
		"the ledger cannot be read":    {func(_ *server, b *book) { b.err = errors.New("disk full") }, func(_ *server, b *book) { b.err = nil }, 1, 0},
		"the ledger cannot be written": {func(_ *server, b *book) { b.cannot = errors.New("disk full") }, func(_ *server, b *book) { b.cannot = nil }, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			temporal := &server{last: map[string]enumspb.WorkflowExecutionStatus{"killed": terminated}, listed: [][]string{{"killed"}}}
			books := &book{open: map[recovery.Stage][]string{recovery.Confirmed: {"forgotten"}}, waiting: []ledger.News{news("r", "sms")}}
			sweep := sweepOf(temporal, books)
			fail.fail(temporal, books)
			swept, err := sweep.Once(t.Context())
			if err == nil || swept != (Swept{Opened: fail.opened, Passed: fail.passed}) {
				t.Errorf("%+v, %v", swept, err)
			}
			if books.forgotten.IsZero() {
				t.Error("what is old was not forgotten")
			}
			fail.mend(temporal, books)
			if again, err := sweep.Once(t.Context()); err != nil || again != (Swept{Opened: 2 - fail.opened, Passed: 1 - fail.passed}) {
				t.Errorf("then %+v, %v", again, err)
			}
		})
	}
}

// An entry that fails every time does not keep what comes after it from its turn; where
// everything fails the list is left early.
func TestSweepGoesPastWhatFails(t *testing.T) {
	away := serviceerror.NewUnavailable("away")
	temporal := &server{
		last:   map[string]enumspb.WorkflowExecutionStatus{"stuck": terminated, "killed": terminated},
		listed: [][]string{{"stuck", "killed"}},
		fails:  map[string]error{"stuck": away, "stuck too": away, "r1": away},
	}
	books := &book{
		open:    map[recovery.Stage][]string{recovery.NeedsPerson: {"stuck too", "forgotten"}},
		waiting: []ledger.News{news("r1", "sms"), news("r2", "sms")},
	}
	swept, err := sweepOf(temporal, books).Once(t.Context())
	if swept != (Swept{Opened: 2, Passed: 1}) || err == nil {
		t.Errorf("%+v, %v", swept, err)
	}
	for _, one := range []string{"stuck cannot", "stuck too cannot", "r1 cannot"} {
		if err == nil || !strings.Contains(err.Error(), one) {
			t.Errorf("%v does not name %q", err, one)
		}
	}

	var ids []string
	temporal = &server{fails: map[string]error{}}
	for i := range atATime {
		ids = append(ids, fmt.Sprint("r", i))
		temporal.fails[ids[i]] = away
	}
	_, err = sweepOf(temporal, &book{open: map[recovery.Stage][]string{recovery.Confirmed: ids}}).Once(t.Context())
	if lines := strings.Count(fmt.Sprint(err), "cannot be looked at"); lines != mostInARow {
		t.Errorf("%d were tried before it was taken that nothing goes", lines)
	}
}

// Another Makegood on the same Temporal has a task queue, and a ledger, of its own: what
// it did is not known here, and would be done twice.
func TestSweepLeavesAnothersAlone(t *testing.T) {
	temporal := &server{
		last:   map[string]enumspb.WorkflowExecutionStatus{"theirs": terminated, "ours": terminated},
		queues: map[string]string{"theirs": "trial"},
		listed: [][]string{{"theirs", "ours"}},
	}
	swept, err := sweepOf(temporal, &book{open: map[recovery.Stage][]string{recovery.Confirmed: {"theirs"}}}).Once(t.Context())
	if err != nil || swept.Opened != 1 || !slices.Equal(temporal.opened, []string{"ours after run-of-ours"}) {
		t.Errorf("%+v, %v: %q", swept, err, temporal.opened)
	}
}
