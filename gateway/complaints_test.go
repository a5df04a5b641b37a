package gateway_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"

	"makegood/recovery"
	"makegood/workflows"
)

// complained is a sound complaint about the good observation's recovery.
const complained = `{"id": "t-501", "trigger": "flight.delayed", "experience": "LO391-2026-11-21", "complained_at": "2026-11-21T11:30:00Z", "channel": "phone", "customer": {"id": "c-1042"}}`

func (o *office) complain(body string) *httptest.ResponseRecorder {
	return o.ask(http.MethodPost, "/v1/complaints", body, asJSON)
}

func (o *office) complaints(outcome string) string {
	series := `makegood_complaints_total{outcome="` + outcome + `"} `
	for line := range strings.Lines(o.ask(http.MethodGet, "/metrics", "").Body.String()) {
		if value, is := strings.CutPrefix(line, series); is {
			return strings.TrimSpace(value)
		}
	}
	return "0"
}

// recorded puts the good observation's recovery on record.
func (o *office) recorded(stage recovery.Stage, change func(*recovery.State)) {
	o.t.Helper()
	state := recovery.State{
		ID: goodRecovery, Ref: recovery.Ref(goodRecovery), Stage: stage, Trigger: "flight.delayed", Experience: "LO391-2026-11-21", Customer: "c-1042",
		OpenedAt: noon.Add(-3 * time.Hour),
	}
	if change != nil {
		change(&state)
	}
	if err := o.books.Record(o.t.Context(), state); err != nil {
		o.t.Fatal(err)
	}
}

// A complaint goes to the run that is there, else on the record of what has ended,
// else to a run that takes up what was left or waits for what is observed.
func TestComplaintFindsItsRecovery(t *testing.T) {
	ended, running := enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED, enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
	apologized := func(ago time.Duration) func(*recovery.State) {
		return func(s *recovery.State) { s.ApologyAt, s.First = noon.Add(-ago), recovery.FirstUs }
	}
	for _, test := range []struct {
		name   string
		stage  recovery.Stage // on record; empty where there is none
		change func(*recovery.State)
		status enumspb.WorkflowExecutionStatus
		says   string // of the answer, beside the recovery's id
		told   bool
		takes  any // the run whose work is taken up
	}{
		{"nothing is known", "", nil, 0, "", true, nil},
		{"it runs", recovery.Confirmed, nil, running, "", true, "run-1"},
		{"it runs again after its end", recovery.Delivered, apologized(time.Hour), running, "", true, "run-1"},
		{"it was delivered, and we were first", recovery.Delivered, apologized(time.Hour), ended, `"stage":"delivered","first":"us"`, false, nil},
		{"it was delivered, and the customer was first", recovery.Delivered, apologized(20 * time.Minute), ended, `"stage":"delivered","first":"customer"`, false, nil},
		{"it was delivered, and Temporal has forgotten it", recovery.Delivered, apologized(time.Hour), 0, `"stage":"delivered","first":"us"`, false, nil},
		{"it was dismissed", recovery.Dismissed, nil, ended, `"stage":"dismissed","first":"customer"`, false, nil},
		{"it was terminated", recovery.Confirmed, nil, enumspb.WORKFLOW_EXECUTION_STATUS_TERMINATED, "", true, "run-1"},
		{"it is with a person, and Temporal has forgotten it", recovery.NeedsPerson, nil, 0, "", true, nil},
		{"it ends just now", recovery.Confirmed, nil, ended, "", true, "run-1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := newOffice(t)
			o.temporal.status = test.status
			if test.stage != "" {
				o.recorded(test.stage, test.change)
			}
			answer := o.complain(complained)
			want := `{"recovery":"` + goodRecovery + `"}`
			if test.says != "" {
				want = `{"recovery":"` + goodRecovery + `",` + test.says + `}`
			}
			if got := strings.TrimSpace(answer.Body.String()); answer.Code != 202 || got != want {
				t.Errorf("%d: %s, want %s", answer.Code, got, want)
			}
			if o.complaints("taken") != "1" {
				t.Error("it is not counted")
			}
			state, _, err := o.books.Recovery(t.Context(), goodRecovery)
			if kept := state.Complaint == "t-501"; err != nil || kept == test.told {
				t.Errorf("on record: %v, %v", kept, err)
			}
			if told := len(o.temporal.calls); told != 0 != test.told {
				t.Fatalf("told %d times", told)
			}
			if !test.told {
				return
			}
			call := o.temporal.calls[0]
			written, err := json.Marshal(call.told)
			if err != nil || call.id != goodRecovery || call.signal != workflows.SignalComplain || !sameJSON(written, complained) {
				t.Errorf("told %s %s: %s, %v", call.id, call.signal, written, err)
			}
			if call.options.Memo[workflows.MemoResumes] != test.takes || call.options.Memo[workflows.MemoPlay] == nil {
				t.Errorf("with the memo %+v", call.options.Memo)
			}
		})
	}
}

func sameJSON(a []byte, b string) bool {
	var one, other any
	if json.Unmarshal(a, &one) != nil || json.Unmarshal([]byte(b), &other) != nil {
		return false
	}
	x, _ := json.Marshal(one)
	y, _ := json.Marshal(other)
	return string(x) == string(y)
}

// Whatever is away, the answer is 503, and the same complaint is then taken.
func TestComplaintIsTakenByARepeat(t *testing.T) {
	unreachable := serviceerror.NewUnavailable("connection refused")
	for _, test := range []struct {
		name string
		fail func(*office, error)
		err  error
		says string
	}{
		{"the ledger", func(o *office, err error) { o.books.complain = err }, errors.New("disk full"), "the ledger cannot be written: nothing was acknowledged"},
		{"Temporal, asked", func(o *office, err error) { o.temporal.describe = err }, unreachable, "Temporal cannot be reached: nothing was acknowledged"},
		{"Temporal, told", func(o *office, err error) { o.temporal.takes = err }, unreachable, "Temporal cannot be reached: nothing was acknowledged"},
		{"Temporal's word", func(o *office, err error) { o.temporal.takes = err }, serviceerror.NewPermissionDenied("no", ""), "Temporal refuses this; whoever runs Makegood has to look: nothing was acknowledged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := newOffice(t)
			test.fail(o, test.err)
			answer := o.complain(complained)
			if wrong := refusalIn(t, answer).Errors[0].Wrong; answer.Code != 503 || answer.Header().Get("Retry-After") != "5" || wrong != test.says {
				t.Errorf("%d, Retry-After %q: %s", answer.Code, answer.Header().Get("Retry-After"), wrong)
			}
			test.fail(o, nil)
			if answer := o.complain(complained); answer.Code != 202 || len(o.temporal.calls) != 1 {
				t.Errorf("then %d, told %d times", answer.Code, len(o.temporal.calls))
			}
			if o.complaints("unavailable") != "1" || o.complaints("taken") != "1" {
				t.Errorf("counted %s and %s", o.complaints("unavailable"), o.complaints("taken"))
			}
		})
	}
}

// What is wrong is named by its field, all of it at once, and nothing is told.
func TestComplaintRefused(t *testing.T) {
	but := func(old, new string) string {
		if !strings.Contains(complained, old) {
			panic(old)
		}
		return strings.Replace(complained, old, new, 1)
	}
	for _, test := range []struct {
		body   string
		status int
		fields []string
	}{
		{"", 400, []string{""}},
		{"null", 400, []string{""}},
		{"[]", 400, []string{""}},
		{complained + complained, 400, []string{""}},
		{but(`"t-501"`, `501`), 400, []string{"id"}},
		{but(`"id"`, `"name": "Ada", "id"`), 400, []string{"name"}},
		{but(`{"id": "c-1042"}`, `{"id": "c-1042", "phone": "+12025550143"}`), 400, []string{"customer.phone"}},
		{but(`{"id": "c-1042"}`, `"ada@example.com"`), 400, []string{"customer"}},
		{but(`2026-11-21T11:30:00Z`, `half past eleven`), 400, []string{"complained_at"}},
		{but(`"c-1042"`, `"ada@example.com"`), 422, []string{"customer.id"}},
		{but(`"c-1042"`, `"+12025550143"`), 422, []string{"customer.id"}},
		{but(`"phone"`, `"by phone, Ada"`), 422, []string{"channel"}},
		{but(`2026-11-21T11:30:00Z`, `2026-11-21T12:06:00Z`), 422, []string{"complained_at"}},
		{but(`LO391-2026-11-21`, `LO/391`), 422, []string{"experience"}},
		{but(`flight.delayed`, `flight.lost`), 422, []string{"trigger"}},
		{`{}`, 422, []string{"id", "trigger", "experience", "customer.id", "complained_at"}},
		{but(`t-501`, strings.Repeat("a", 1<<20)), 413, []string{""}},
	} {
		o := newOffice(t)
		answer := o.complain(test.body)
		seen := refusalIn(t, answer)
		if answer.Code != test.status || !slices.Equal(seen.fields(), test.fields) {
			t.Errorf("%.80s: %d %+v", test.body, answer.Code, seen)
		}
		if strings.Contains(answer.Body.String(), "Ada") || strings.Contains(answer.Body.String(), "ada@") || strings.Contains(answer.Body.String(), "observation") {
			t.Errorf("%.80s: %s", test.body, answer.Body)
		}
		if len(o.temporal.calls) != 0 || o.complaints("refused") != "1" {
			t.Errorf("%.80s: told %d times, counted %s", test.body, len(o.temporal.calls), o.complaints("refused"))
		}
	}
}

func TestComplaintOfNoPlayListsTheTriggers(t *testing.T) {
	answer := newOffice(t).complain(strings.Replace(complained, "flight.delayed", "flight.lost", 1))
	if right := refusalIn(t, answer).Errors[0].Right; right != "send one of: flight.delayed, line.dropped" {
		t.Error(right)
	}
}

// What a complaint is said to be is what it is read as.
func TestComplaintsAreJSON(t *testing.T) {
	o := newOffice(t)
	for _, other := range []string{"Content-Type: text/plain", "Content-Type: application/x-ndjson", "Content-Type: application/x-www-form-urlencoded"} {
		if answer := o.ask(http.MethodPost, "/v1/complaints", complained, other); answer.Code != http.StatusUnsupportedMediaType || !strings.Contains(answer.Body.String(), "application/json") {
			t.Errorf("%s: %d %s", other, answer.Code, answer.Body)
		}
	}
}
