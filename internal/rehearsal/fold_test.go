package rehearsal

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

// What happens again and again is told once, with how often, whatever stands between; a
// few repeats, and those with words under them, are told one by one.
func TestTheStoryFoldsRepeats(t *testing.T) {
	start := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	o := &Outcome{Scenario: &config.Scenario{Start: start}}
	state := recovery.State{Stage: recovery.Delivered}
	at := start
	add := func(times int, what, proof string) {
		for range times {
			at = at.Add(time.Minute)
			state.Story = append(state.Story, recovery.Happened{At: at, What: what, Proof: proof})
		}
	}
	add(1, "Confirmed.", "")
	add(4299, "Miles: accepted, not yet final.", "m-1")
	add(1, "Overdue: nobody has seen to it.", "")
	add(2, "Miles: accepted, not yet final.", "m-2")
	add(3, "Miles: the answer was lost.", "")
	add(1, "The e-mail arrived.", "mail-2")
	want := strings.Split(`        1m  Confirmed.
        2m  Miles: accepted, not yet final. [m-1]
  2d23h43m  … 4,300 times more
  2d23h44m  Miles: the answer was lost.
  2d23h45m  Miles: the answer was lost.
  2d23h46m  Miles: the answer was lost.
  2d23h47m  The e-mail arrived. [mail-2]`, "\n")
	if diff := cmp.Diff(want, o.chapter("recovery/a/b/c", &state)); diff != "" {
		t.Error(diff)
	}
}
