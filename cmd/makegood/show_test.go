package main

import (
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

// What a person is needed for is told with what is done already, so that nobody does it
// again; what is piped is not broken up.
func TestAStoryIsTold(t *testing.T) {
	at := time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)
	state := recovery.State{
		ID: "recovery/flight.delayed/LO391/c-1042", Stage: recovery.NeedsPerson, Why: strings.Repeat("No channel is left. ", 10),
		Receipts: []recovery.Receipt{
			{Step: "refund", ID: "re_1", Word: recovery.Arrived, Money: recovery.Money{Amount: 1240, Currency: "eur"}},
			{Step: "sms", ID: "SM1", Word: recovery.Refused},
		},
		Story: []recovery.Happened{{At: at, What: "The text did not arrive.", Proof: "SM1"}},
	}
	var out strings.Builder
	tell(&out, &state)
	for _, line := range []string{"  why         " + state.Why, "  done        refund of 12.40 EUR [re_1]", "  2026-11-21 18:00:00  The text did not arrive.  [SM1]"} {
		if !strings.Contains(out.String(), line+"\n") {
			t.Errorf("%q is missing in:\n%s", line, out.String())
		}
	}
}

func TestLongLinesAreWrappedToTheTerminal(t *testing.T) {
	got := wrapped("one two three four five six seven eight nine ten eleven twelve", 44, 14)
	if want := "one two three four five six\n              seven eight nine ten eleven\n              twelve"; got != want {
		t.Errorf("got\n%s", got)
	}
	if long := wrapped(strings.Repeat("x ", 300), 0, 14); strings.Contains(long, "\n") {
		t.Error("what is piped is broken up")
	}
}
