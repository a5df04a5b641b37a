package workflows

import (
	"cmp"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	compare "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/recovery"
)

// TestSequences is the exam of the workflow: a random play, random providers and a
// random schedule of what happens to one recovery, held to laws that are written
// down without looking at how the workflow is made. Each law is a file beside this.
//
//	go test ./workflows -run Sequences -rapid.checks=20000
func TestSequences(t *testing.T) {
	unlessAsked(t, "300")
	rapid.Check(t, func(t *rapid.T) {
		plan := drawPlan(t)
		w := play(t, plan, once)
		for _, law := range laws {
			if broken := law(w); broken != "" {
				t.Fatalf("%s\n\n%s", broken, w)
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "told twice") > 0 {
			return
		}
		again := play(t, plan, twice)
		if diff := compare.Diff(inOneOrder(w.final), inOneOrder(again.final)); diff != "" {
			t.Fatalf("told everything twice, it ends otherwise: %s\n\n%s\n\nTOLD TWICE\n%s", diff, w, again)
		}
	})
}

// inOneOrder is the state with what happened at one moment in one order: of two answers
// that come together, either may be read first, and a person be asked after each: what
// for is left out. So is when an observation was read once this was confirmed, which
// waits for what is being done; what was seen is compared all the same.
func inOneOrder(state recovery.State) recovery.State {
	state.Receipts = slices.Clone(state.Receipts)
	state.Story = slices.DeleteFunc(slices.Clone(state.Story), func(line recovery.Happened) bool {
		read := line.At.After(state.ConfirmedAt) && strings.HasPrefix(line.What, "Observed")
		return read || strings.HasPrefix(line.What, "A person is needed. ")
	})
	slices.SortFunc(state.Story, func(a, b recovery.Happened) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.What, b.What))
	})
	slices.SortFunc(state.Receipts, func(a, b recovery.Receipt) int { return strings.Compare(a.Step, b.Step) })
	return state
}

// A law looks at what happened and says in words how it was broken, or nothing.
var laws = []func(*world) string{
	itEnds, theVerdict, theRecord, whoWasFirst, ordersArePossible, acceptedOrdersAreDone,
	claimFirst, moneyOnce, moneyIsProven, sameStepSameOrder, noWayIsForgotten, callsAreHeard,
	wordsOnce, whatArrivedIsNotSaidAgain, wordsAreProven, couponsAreTold, surveyMailIsProven, theLane,
}

// unlessAsked is how many sequences an ordinary run of the tests plays.
func unlessAsked(t *testing.T, checks string) {
	asked := os.Getenv("RAPID_CHECKS") != ""
	flag.Visit(func(given *flag.Flag) { asked = asked || given.Name == "rapid.checks" })
	if asked {
		return
	}
	before := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Set("rapid.checks", checks); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", before) })
}

// itEnds: it never fails, and ends delivered or dismissed and in no other way.
func itEnds(w *world) string {
	switch {
	case w.failed != nil:
		return "a recovery never fails: " + w.failed.Error()
	case w.wrong != "":
		return w.wrong
	case w.ending.Stage != recovery.Delivered && w.ending.Stage != recovery.Dismissed:
		return "it ended " + string(w.ending.Stage)
	case w.final.EndedAt.IsZero():
		return "it ended, and does not say when"
	case w.ending.Stage != w.final.Stage:
		return "it ended " + string(w.ending.Stage) + " and says " + string(w.final.Stage)
	}
	return ""
}
