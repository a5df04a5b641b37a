package gateway_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"makegood/recovery"
	"makegood/workflows"
)

// A recovery is told exactly of what it would not find out by itself in a moment.
func TestWhoIsTold(t *testing.T) {
	const none, another = recovery.Word("no row"), recovery.Word("another text was refused")
	young, old := 5*time.Second, 5*time.Second+time.Millisecond
	text := func(status string) provided { return byTwilio("SM1", status) }
	refund := func(status string) provided { return byStripe("evt_1", status) }
	for _, test := range []struct {
		before recovery.Word
		call   func(string) provided
		status string
		young  bool // told though it was begun just now
		old    bool
		after  recovery.Word
	}{
		{none, text, "delivered", false, false, none},
		{none, text, "undelivered", false, false, none},
		{none, refund, "failed", false, false, none},
		{"", text, "sent", false, false, recovery.Pending}, // before our own answer
		{"", text, "delivered", false, false, recovery.Arrived},
		{"", text, "undelivered", false, false, recovery.Refused},
		{recovery.Pending, text, "queued", false, false, recovery.Pending},
		{recovery.Pending, text, "delivered", false, true, recovery.Arrived},
		{recovery.Pending, text, "undelivered", false, true, recovery.Refused},
		{recovery.Arrived, text, "sent", false, false, recovery.Arrived},
		{recovery.Arrived, text, "delivered", false, false, recovery.Arrived},
		{recovery.Arrived, text, "failed", true, true, recovery.Refused}, // it came back
		{recovery.Refused, text, "sent", false, false, recovery.Refused},
		{recovery.Refused, text, "failed", false, false, recovery.Refused},
		{recovery.Refused, text, "delivered", false, false, recovery.Refused},
		{another, text, "sent", false, false, recovery.Pending},
		{another, text, "delivered", true, true, recovery.Arrived}, // it arrived after all
		{another, text, "failed", false, false, recovery.Refused},

		// What Stripe says is read back, and settles nothing by itself.
		{"", refund, "pending", false, false, ""},
		{"", refund, "succeeded", false, false, ""},
		{"", refund, "failed", true, true, ""}, // be it that our own answer is still on its way
		{recovery.Pending, refund, "pending", false, false, recovery.Pending},
		{recovery.Pending, refund, "succeeded", false, true, recovery.Pending},
		{recovery.Pending, refund, "failed", true, true, recovery.Pending},
		{recovery.Arrived, refund, "pending", false, false, recovery.Arrived},
		{recovery.Arrived, refund, "succeeded", false, false, recovery.Arrived},
		{recovery.Arrived, refund, "failed", true, true, recovery.Arrived},
		{recovery.Arrived, refund, "canceled", true, true, recovery.Arrived},
		{recovery.Refused, refund, "failed", false, false, recovery.Refused},
		{recovery.Refused, refund, "succeeded", false, false, recovery.Refused},
	} {
		for age, told := range map[time.Duration]bool{young: test.young, old: test.old} {
			call := test.call(test.status)
			t.Run(fmt.Sprintf("%s before, %s, %s old, %s", test.before, call.target[:14], age, test.status), func(t *testing.T) {
				o := newOffice(t)
				provider, step, id := "twilio", "sms", "SM1"
				if call.target == "/webhooks/stripe" {
					provider, step, id = "stripe", "refund", "re_1"
				}
				switch test.before {
				case none:
				case another:
					o.begun(provider, step, "SM0", recovery.Refused, age)
				default:
					o.begun(provider, step, id, test.before, age)
				}
				if answer := o.call(call); answer.Code != 204 {
					t.Fatalf("%d: %s", answer.Code, answer.Body)
				}
				if got := len(o.temporal.calls) == 1; got != told {
					t.Errorf("told: %v, want %v", got, told)
				}
				row, there := o.row(step)
				if test.after == none {
					if there {
						t.Errorf("a step that was never begun has a row: %+v", row)
					}
				} else if row.Word != test.after {
					t.Errorf("it is %q, want %q: %+v", row.Word, test.after, row)
				}
			})
		}
	}
}

// A run that was cut short is taken up by the one that is told; where Temporal has
// forgotten it, the ledger alone is.
func TestWhoeverIsToldTakesUpWhatWasLeft(t *testing.T) {
	for status, want := range map[enumspb.WorkflowExecutionStatus]string{
		enumspb.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED: "forgotten",
		enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING:     "run-1",
		enumspb.WORKFLOW_EXECUTION_STATUS_TERMINATED:  "run-1",
	} {
		o := newOffice(t)
		o.temporal.status = status
		o.begun("twilio", "sms", "SM1", recovery.Pending, time.Hour)
		o.call(byTwilio("SM1", "delivered"))
		if len(o.temporal.calls) != 1 {
			t.Fatalf("%s: told %d times", status, len(o.temporal.calls))
		}
		options := o.temporal.calls[0].options
		if options.Memo[workflows.MemoResumes] != want || options.WorkflowIDConflictPolicy != enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING || options.WorkflowIDReusePolicy != enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE {
			t.Errorf("%s: %+v", status, options)
		}
	}
}

// In every order, and however often each comes, the calls about one text leave the
// same row, and its recovery is told once of each final word that is new.
func TestCallsInEveryOrder(t *testing.T) {
	for _, course := range []struct {
		statuses []string
		last     recovery.Word
		told     [2]int // at least, at most
	}{
		{[]string{"delivered"}, recovery.Arrived, [2]int{1, 1}},
		{[]string{"sent", "delivered"}, recovery.Arrived, [2]int{1, 1}},
		{[]string{"queued", "sent", "delivered"}, recovery.Arrived, [2]int{1, 1}},
		{[]string{"queued", "sending", "sent", "undelivered"}, recovery.Refused, [2]int{1, 1}},
		{[]string{"queued", "sent", "delivered", "failed"}, recovery.Refused, [2]int{1, 2}}, // it came back
		{[]string{"queued", "sent"}, recovery.Pending, [2]int{0, 0}},
	} {
		o, texts := newOffice(t), 0
		for copies := 1; copies <= 5; copies++ {
			for order := range permutations(course.statuses) {
				texts++
				step, sid := fmt.Sprint("sms:", texts), fmt.Sprint("SM", texts)
				o.begun("twilio", step, sid, recovery.Pending, time.Hour)
				o.temporal.calls = nil
				for round := range copies {
					for _, status := range order {
						want := 204
						if round > 0 {
							want = 409
						}
						if answer := o.call(byTwilioOf(step, sid, status)); answer.Code != want {
							t.Errorf("%v: copy %d of %s: %d", order, round, status, answer.Code)
						}
					}
				}
				row, _ := o.row(step)
				last := course.statuses[len(course.statuses)-1]
				if row.Word != course.last || row.ProviderID != sid || row.Earlier != "" || course.last != recovery.Pending && row.Status != last {
					t.Errorf("%d of %v: %+v", copies, order, row)
				}
				if told := len(o.temporal.calls); told < course.told[0] || told > course.told[1] {
					t.Errorf("%d of %v: told %d times", copies, order, told)
				}
			}
		}
	}
}

func permutations(all []string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		if len(all) == 0 {
			yield(nil)
			return
		}
		for i, first := range all {
			for rest := range permutations(slices.Delete(slices.Clone(all), i, i+1)) {
				if !yield(append([]string{first}, rest...)) {
					return
				}
			}
		}
	}
}
