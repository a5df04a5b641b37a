package activities

import (
	"context"
	"log/slog"
	"maps"
	"testing"
)

// What a call can come to, as the lanes see it.
var (
	worked      *Verdict
	refusedCall = &Verdict{Kind: Final, Code: "21211"}
	busy        = &Verdict{Kind: Busy, Code: "429"}
	undialled   = &Verdict{Kind: Busy, Code: codeUnreachable}
	silent      = &Verdict{Kind: Unknown, Code: codeNoAnswer}
	broken      = &Verdict{Kind: Replays, Code: "500"}
	badKey      = &Verdict{Kind: Paused, Code: "401", Why: "The key is not accepted."}
	noMoney     = &Verdict{Kind: Waiting, Code: "balance_insufficient", Why: "The balance is too low."}
)

func times(n int, verdict *Verdict) []*Verdict {
	all := make([]*Verdict, n)
	for i := range all {
		all[i] = verdict
	}
	return all
}

func calls(groups ...[]*Verdict) (all []*Verdict) {
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

// A lane waits at once where the key is bad, and after an outage: so many calls in a
// row without an answer, and none with one between them.
func TestWhenLanesPause(t *testing.T) {
	one := func(verdict *Verdict) []*Verdict { return times(1, verdict) }
	for _, test := range []struct {
		name  string
		calls []*Verdict
		want  map[string]string
	}{
		{"nothing yet", nil, nil},
		{"all works", times(50, worked), nil},
		{"a bad key", one(badKey), map[string]string{"twilio": "401"}},
		{"a refusal is an answer", times(50, refusedCall), nil},
		{"busy is an answer", times(50, busy), nil},
		{"almost an outage", times(outageAfter-1, silent), nil},
		{"an outage", times(outageAfter, silent), map[string]string{"twilio": codeOutage}},
		{"an outage of many kinds", calls(times(outageAfter/3, silent), times(outageAfter/3, broken), times(outageAfter/3, undialled)), map[string]string{"twilio": codeOutage}},
		{"one worked between", calls(times(outageAfter-1, silent), one(worked), times(outageAfter-1, silent)), nil},
		{"one was refused between", calls(times(outageAfter-1, silent), one(refusedCall), times(outageAfter-1, silent)), nil},
		{"a bad key, then a word", calls(one(badKey), one(worked)), nil},
		{"an outage, then a refusal", calls(times(outageAfter, silent), one(refusedCall)), nil},
		{"a bad key, then silence", calls(one(badKey), one(silent)), map[string]string{"twilio": codeOutage}},
		{"no money", one(noMoney), map[string]string{balance: "balance_insufficient"}},
		{"no money, and calls that work", calls(one(noMoney), times(5, worked)), map[string]string{balance: "balance_insufficient"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			lanes := &Lanes{Log: slog.New(slog.DiscardHandler)}
			for _, verdict := range test.calls {
				lanes.saw(context.Background(), "twilio", verdict)
			}
			if got := lanes.Paused(); !maps.Equal(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
			for _, provider := range []string{"twilio", "stripe"} {
				if _, want := test.want[provider]; lanes.IsPaused(provider) != want {
					t.Errorf("%s is paused: %v", provider, !want)
				}
			}
		})
	}
}

// What a worker cuts short as it stops is no outage, and one provider's silence is
// none of another's.
func TestWhatIsNoOutage(t *testing.T) {
	lanes := &Lanes{Log: slog.New(slog.DiscardHandler)}
	stopping, stop := context.WithCancel(context.Background())
	stop()
	for range 3 * outageAfter {
		lanes.saw(stopping, "sendgrid", silent)
	}
	for range outageAfter - 1 {
		lanes.saw(context.Background(), "twilio", silent)
		lanes.saw(context.Background(), "stripe", silent)
	}
	if got := lanes.Paused(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// Reads that work are no proof that a provider takes what we send; reads that fail
// count as any call.
func TestReadsDoNotResume(t *testing.T) {
	lanes := &Lanes{Log: slog.New(slog.DiscardHandler)}
	ctx := context.Background()
	lanes.saw(ctx, "twilio", badKey)
	for _, verdict := range []*Verdict{worked, refusedCall, busy} {
		lanes.sawRead(ctx, "twilio", verdict)
	}
	if !lanes.IsPaused("twilio") {
		t.Error("a read opened the lane")
	}
	lanes.saw(ctx, "twilio", worked)
	for range outageAfter - 1 {
		lanes.sawRead(ctx, "twilio", silent)
	}
	lanes.sawRead(ctx, "twilio", worked)
	lanes.sawRead(ctx, "twilio", silent)
	if lanes.IsPaused("twilio") {
		t.Error("a read that worked between is not counted")
	}
	for range outageAfter - 1 {
		lanes.sawRead(ctx, "twilio", silent)
	}
	if !lanes.IsPaused("twilio") {
		t.Error("reads that fail are not counted")
	}
}

// Whoever opens and closes the lane hears the latest word alone, and of each trial
// that failed.
func TestWatch(t *testing.T) {
	lanes := &Lanes{Log: slog.New(slog.DiscardHandler)}
	ctx := context.Background()
	twilio, stripe := lanes.Watch("twilio"), lanes.Watch("stripe")
	heard := func(want ...LaneState) {
		t.Helper()
		var got []LaneState
		for len(twilio) > 0 {
			got = append(got, <-twilio)
		}
		if len(got) != len(want) || len(want) > 0 && got[0] != want[0] {
			t.Errorf("heard %v, want %v", got, want)
		}
	}
	lanes.saw(ctx, "twilio", worked)
	heard()
	lanes.saw(ctx, "twilio", badKey)
	heard(LanePause)
	lanes.saw(ctx, "twilio", badKey) // the trial failed
	heard(LanePause)
	lanes.saw(ctx, "twilio", silent) // so did this one
	heard(LanePause)
	lanes.saw(ctx, "twilio", worked)
	lanes.saw(ctx, "twilio", badKey)
	lanes.saw(ctx, "twilio", worked)
	heard(LaneWorks)
	lanes.saw(ctx, "stripe", noMoney)
	if heard(); len(stripe) != 0 {
		t.Errorf("money that has run out closed a lane: %v", <-stripe)
	}
}
