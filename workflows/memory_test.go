package workflows

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"

	"makegood/recovery"
)

func namedPlay(name string) *recovery.Play {
	play := flightPlay()
	play.Name = name
	return play
}

// What a run was told is recalled in its order, and that of the runs whose work it had
// taken up before it.
func TestRecallEarlierRun(t *testing.T) {
	task := &historypb.HistoryEvent{EventType: enumspb.EVENT_TYPE_WORKFLOW_TASK_STARTED}
	type memo = map[string]any
	for _, test := range []struct {
		name string
		runs map[string][]*historypb.HistoryEvent
		want Recalled
		asks []string
	}{
		{
			"all that a run was told",
			map[string][]*historypb.HistoryEvent{"run-1": {
				began("", memo{MemoPlay: namedPlay("v1")}), signalled(SignalObserve, `{"id":"a"}`), task, signalled(SignalReceipt, `{"step":"sms"}`),
				signalled(SignalComplain, `{"id":"t-1"}`), signalled(SignalObserve, `{"id":"b"}`), updated(UpdateConfirm, `{"who":"sam"}`),
				updated(UpdateRetry, `{"who":"kim"}`), updated(UpdateRetry, `{"who":"sam"}`), signalled("another", `{"id":"c"}`),
			}},
			Recalled{
				Play: namedPlay("v1"), Observed: rawTold(`{"id":"a"}`, `{"id":"b"}`), Complained: rawTold(`{"id":"t-1"}`),
				Corrected: rawTold(`{"who":"kim"}`, `{"who":"sam"}`),
			},
			[]string{"run-1"},
		},
		{"Temporal has forgotten it", nil, Recalled{}, []string{"run-1"}},
		{
			"nothing that can be read",
			map[string][]*historypb.HistoryEvent{"run-1": {
				began("", memo{MemoPlay: 5, MemoResumes: []int{1}}), signalled(SignalObserve), signalled(SignalObserve, `{"id"`), updated(UpdateRetry, ``),
			}},
			Recalled{Observed: rawTold(`null`, `null`), Corrected: rawTold(`null`)},
			[]string{"run-1"},
		},
		{
			"it continued another",
			map[string][]*historypb.HistoryEvent{
				"run-1": {began(`{"parked":[]}`, memo{MemoResumes: "run-0", MemoPlay: namedPlay("v1")}), signalled(SignalObserve, `{"id":"b"}`)},
				"run-0": {began("", nil), signalled(SignalObserve, `{"id":"a"}`)},
			},
			Recalled{Play: namedPlay("v1"), Input: json.RawMessage(`{"parked":[]}`), Observed: rawTold(`{"id":"b"}`)},
			[]string{"run-1"}, // what it continued is in its input
		},
		{
			"it had taken up another, which continued one",
			map[string][]*historypb.HistoryEvent{
				"run-1": {began("", memo{MemoResumes: "run-0"}), signalled(SignalObserve, `{"id":"c"}`), signalled(SignalComplain, `{"id":"t-2"}`), updated(UpdateRetry, `2`)},
				"run-0": {began(`{"parked":[1]}`, memo{MemoResumes: "run-00", MemoPlay: namedPlay("v1")}), signalled(SignalObserve, `{"id":"b"}`), signalled(SignalComplain, `{"id":"t-1"}`), updated(UpdateRetry, `1`)},
			},
			Recalled{
				Play: namedPlay("v1"), Input: json.RawMessage(`{"parked":[1]}`), Observed: rawTold(`{"id":"b"}`, `{"id":"c"}`),
				Complained: rawTold(`{"id":"t-1"}`, `{"id":"t-2"}`), Corrected: rawTold(`1`, `2`),
			},
			[]string{"run-1", "run-0"},
		},
		{
			"each had taken up another; the first one's play is pinned",
			map[string][]*historypb.HistoryEvent{
				"run-1": {began("", memo{MemoResumes: "run-2", MemoPlay: namedPlay("v3")}), signalled(SignalObserve, `3`)},
				"run-2": {began("", memo{MemoResumes: "run-3", MemoPlay: namedPlay("v2")}), signalled(SignalObserve, `2`)},
				"run-3": {began("", memo{MemoPlay: namedPlay("v1")}), signalled(SignalObserve, `1`)},
			},
			Recalled{Play: namedPlay("v1"), Observed: rawTold(`1`, `2`, `3`)},
			[]string{"run-1", "run-2", "run-3"},
		},
		{
			"of those before, some are forgotten",
			map[string][]*historypb.HistoryEvent{
				"run-1": {began("", memo{MemoResumes: "run-2", MemoPlay: namedPlay("v2")}), signalled(SignalObserve, `2`)},
			},
			Recalled{Play: namedPlay("v2"), Observed: rawTold(`2`)},
			[]string{"run-1", "run-2"},
		},
		{
			"the one before was forgotten when it began",
			map[string][]*historypb.HistoryEvent{"run-1": {began("", memo{MemoResumes: resumes("")}), signalled(SignalObserve, `2`)}},
			Recalled{Observed: rawTold(`2`)},
			[]string{"run-1"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := &histories{t: t, runs: test.runs}
			got, err := NewMemory(h).RecallEarlierRun(t.Context(), flightID, "run-1")
			got.before = ""
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(Recalled{})); err != nil || diff != "" {
				t.Errorf("%v: %s", err, diff)
			}
			if !slices.Equal(h.asked, test.asks) {
				t.Errorf("asked for %q", h.asked)
			}
		})
	}
}

// What Temporal can carry is taken over, and of more than that the newest.
func TestRecallIsBounded(t *testing.T) {
	const many, size = 30, 100_000
	events := []*historypb.HistoryEvent{began("", nil)}
	for i := range many {
		events = append(events, signalled(SignalObserve, fmt.Sprintf(`"%03d%s"`, i, strings.Repeat("x", size-5))))
	}
	got, err := NewMemory(&histories{t: t, runs: map[string][]*historypb.HistoryEvent{"run-1": events}}).RecallEarlierRun(t.Context(), flightID, "run-1")
	if err != nil || len(got.Observed) != 12 || got.Left != many-12 || string(got.Observed[0][:4]) != `"018` {
		t.Errorf("%d taken over, %d left, %v", len(got.Observed), got.Left, err)
	}
	one := []*historypb.HistoryEvent{began("", nil), signalled(SignalObserve, `"`+strings.Repeat("x", 2_000_000)+`"`)}
	got, err = NewMemory(&histories{t: t, runs: map[string][]*historypb.HistoryEvent{"run-1": one}}).RecallEarlierRun(t.Context(), flightID, "run-1")
	if err != nil || len(got.Observed) != 0 || got.Left != 1 {
		t.Errorf("%d taken over, %d left, %v", len(got.Observed), got.Left, err)
	}
}

// Runs that name each other are not read for ever.
func TestRecallEnds(t *testing.T) {
	h := &histories{t: t, runs: map[string][]*historypb.HistoryEvent{"run-1": {began("", map[string]any{MemoResumes: "run-1"})}}}
	if _, err := NewMemory(h).RecallEarlierRun(t.Context(), flightID, "run-1"); err != nil || len(h.asked) > 20 {
		t.Errorf("%v, %d asked", err, len(h.asked))
	}
}

// A Temporal that cannot answer is asked again: half a memory is none. A run that is
// forgotten while it is read has told what it told.
func TestRecallFails(t *testing.T) {
	runs := map[string][]*historypb.HistoryEvent{
		"run-1": {began("", map[string]any{MemoResumes: "run-0"}), signalled(SignalObserve, `2`)}, "run-0": {signalled(SignalObserve, `1`)},
	}
	for _, run := range []string{"run-1", "run-0"} {
		h := &histories{t: t, runs: runs, fails: map[string]error{run: serviceerror.NewUnavailable("away")}}
		got, err := NewMemory(h).RecallEarlierRun(t.Context(), flightID, "run-1")
		var away *serviceerror.Unavailable
		if !errors.As(err, &away) || got.Observed != nil {
			t.Errorf("%s: %+v, %v", run, got, err)
		}
		h.fails = map[string]error{run: serviceerror.NewNotFound("no such run")}
		if got, err := NewMemory(h).RecallEarlierRun(t.Context(), flightID, "run-1"); err != nil || len(got.Observed) != 2 {
			t.Errorf("%s: %+v, %v", run, got, err)
		}
	}
}
