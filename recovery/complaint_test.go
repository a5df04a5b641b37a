package recovery_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/recovery"
)

func complaint(change func(*recovery.Complaint)) *recovery.Complaint {
	c := &recovery.Complaint{
		ID: "t-501", Trigger: "flight.delayed", Experience: "LO391-2026-11-21", ComplainedAt: now.Add(-time.Hour),
		Channel: "phone", Customer: recovery.Complains{ID: "c-1042"},
	}
	if change != nil {
		change(c)
	}
	return c
}

func TestCheckComplaint(t *testing.T) {
	type change = func(*recovery.Complaint)
	for _, test := range []struct {
		name   string
		change change
		fields []string
	}{
		{"sound", nil, nil},
		{"the channel is not known", func(c *recovery.Complaint) { c.Channel = "" }, nil},
		{"nothing at all", func(c *recovery.Complaint) { *c = recovery.Complaint{} }, []string{"id", "trigger", "experience", "customer.id", "complained_at"}},
		{"a clock that is a little fast", func(c *recovery.Complaint) { c.ComplainedAt = now.Add(5 * time.Minute) }, nil},
		{"the future", func(c *recovery.Complaint) { c.ComplainedAt = now.Add(5*time.Minute + 1) }, []string{"complained_at"}},
		{"before there were computers", func(c *recovery.Complaint) { c.ComplainedAt = now.AddDate(-100, 0, 0) }, []string{"complained_at"}},
		{"an id with a slash", func(c *recovery.Complaint) { c.ID = "a/b" }, []string{"id"}},
		{"an experience that is a path", func(c *recovery.Complaint) { c.Experience = ".." }, []string{"experience"}},
		{"a channel in words", func(c *recovery.Complaint) { c.Channel = "Ada called" }, []string{"channel"}},
		{"an address for a customer", func(c *recovery.Complaint) { c.Customer.ID = "ada@example.com" }, []string{"customer.id"}},
		{"a number for a customer", func(c *recovery.Complaint) { c.Customer.ID = "12025550143" }, []string{"customer.id"}},
		{"ids that are too long together", func(c *recovery.Complaint) {
			c.Trigger, c.Experience, c.Customer.ID = strings.Repeat("t", 190), strings.Repeat("e", 190), strings.Repeat("c", 190)
		}, []string{"experience"}},
	} {
		var problems recovery.Problems
		err := complaint(test.change).Check(now)
		if err != nil && !errors.As(err, &problems) {
			t.Fatal(err)
		}
		var fields []string
		for _, problem := range problems {
			fields = append(fields, problem.Field)
			if problem.Wrong == "" || problem.Right == "" {
				t.Errorf("%s: %+v", test.name, problem)
			}
		}
		if !slices.Equal(fields, test.fields) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// Who came first is decided by when the customer came.
func TestHearComplaint(t *testing.T) {
	apology := now
	for _, c := range []struct {
		name  string
		state recovery.State
		at    time.Time
		new   bool
		first string
		story string
	}{
		{"before our apology is out", recovery.State{Stage: recovery.Confirmed}, apology, true, recovery.FirstCustomer, ", before we told them."},
		{"before our apology was out", recovery.State{Stage: recovery.Delivered, ApologyAt: apology, First: recovery.FirstUs}, apology.Add(-1), true, recovery.FirstCustomer, ", before our apology went out; its words could not say so any more."},
		{"in the very moment of it", recovery.State{Stage: recovery.Delivered, ApologyAt: apology, First: recovery.FirstUs}, apology, true, recovery.FirstUs, "; our apology was there before."},
		{"after it", recovery.State{Stage: recovery.Delivered, ApologyAt: apology, First: recovery.FirstUs}, apology.Add(time.Hour), true, recovery.FirstUs, "; our apology was there before."},
		{"after a dismissal by the play", recovery.State{Stage: recovery.Dismissed}, apology, true, recovery.FirstCustomer, "; nothing was owed by the play."},
		{"after a dismissal by a person", recovery.State{Stage: recovery.Dismissed, DismissedBy: "sam"}, apology, true, recovery.FirstCustomer, ", before we told them."},
		{"the same complaint again", recovery.State{Complaint: "t-501", ComplainedAt: apology, First: recovery.FirstUs}, apology.Add(-time.Hour), false, recovery.FirstUs, ""},
		{"a later one", recovery.State{Complaint: "t-1", ComplainedAt: apology.Add(-time.Minute)}, apology, false, "", ""},
		{"one of the same moment", recovery.State{Complaint: "t-1", ComplainedAt: apology}, apology, false, "", ""},
	} {
		zone := time.FixedZone("", 7200)
		one := complaint(func(one *recovery.Complaint) { one.ComplainedAt = c.at.In(zone) })
		state := c.state
		if got := state.Hear(one); got != c.new || state.First != c.first {
			t.Errorf("%s: %v, first is %q", c.name, got, state.First)
		}
		if !c.new {
			if diff := cmp.Diff(c.state, state); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
			continue
		}
		if state.Complaint != "t-501" || state.ComplainedAt != c.at.UTC() {
			t.Errorf("%s: %+v", c.name, state)
		}
		want := "The customer came to us by phone at " + c.at.UTC().Format(time.DateTime) + " UTC" + c.story
		if got := state.Complained(one); got != want {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
	}
	if got := (&recovery.State{}).Complained(complaint(func(c *recovery.Complaint) { c.Channel = "" })); strings.Contains(got, " by ") {
		t.Error(got)
	}
}

// In whatever order complaints are heard, and however often, the same complaint
// counts and the same one was first.
func TestTheOrderOfComplaintsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := recovery.State{Stage: recovery.Delivered, ApologyAt: now, First: recovery.FirstUs}
		if rapid.Bool().Draw(t, "our apology is not out") {
			start.ApologyAt = time.Time{}
		}
		minutes := rapid.SliceOfNDistinct(rapid.IntRange(-5, 5), 1, 6, rapid.ID[int]).Draw(t, "minutes")
		hear := func(order []int) recovery.State {
			state := start
			for _, minute := range order {
				state.Hear(complaint(func(c *recovery.Complaint) {
					c.ID, c.ComplainedAt = now.Add(time.Duration(minute)*time.Minute).Format("t-1504"), now.Add(time.Duration(minute)*time.Minute)
				}))
			}
			return state
		}
		repeats := rapid.SliceOf(rapid.SampledFrom(minutes)).Draw(t, "repeats")
		other := rapid.Permutation(append(repeats, minutes...)).Draw(t, "another order")
		first := hear(minutes)
		if diff := cmp.Diff(first, hear(other)); diff != "" {
			t.Error(diff)
		}
		earliest := slices.Min(minutes)
		if want := start.ApologyAt.IsZero() || earliest < 0; (first.First == recovery.FirstCustomer) != want {
			t.Errorf("the customer was first: %v; the earliest came at %d", first.First, earliest)
		}
	})
}

// FuzzParseComplaint holds that whatever comes in, it is either refused by field and
// reason, or is the same complaint when it is written and read again.
func FuzzParseComplaint(f *testing.F) {
	for _, seed := range []string{
		`{"id":"t-501","trigger":"flight.delayed","experience":"LO391-2026-11-21","complained_at":"2026-11-21T17:05:00Z","channel":"phone","customer":{"id":"c-1042"}}`,
		`null`, `nonsense`, `{"customer":"c-1"}`, `{"id":"a","id":"b"}`, `[{}]`, `{"name":1}`, "{\"channel\":\"\xff\"}", `{"complained_at":"0000-01-01T00:00:00Z"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := recovery.ParseComplaint(data)
		if err != nil {
			var problems recovery.Problems
			if got != nil || !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("%+v, %v", got, err)
			}
			for _, problem := range problems {
				if problem.Wrong == "" || problem.Right == "" || strings.Contains(problem.Right, "observation") || strings.Contains(problem.Right, "attributes") {
					t.Errorf("%+v", problem)
				}
			}
			return
		}
		if got.Check(now) != nil {
			return
		}
		written, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		again, err := recovery.ParseComplaint(written)
		if diff := cmp.Diff(got, again); err != nil || diff != "" {
			t.Errorf("%v: %s", err, diff)
		}
		if _, sound := recovery.ParseID(got.RecoveryID()); !sound {
			t.Errorf("it belongs to no recovery: %s", got.RecoveryID())
		}
	})
}
