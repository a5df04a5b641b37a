package workflows

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

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
		if rapid.IntRange(0, 4).Draw(t, "told twice") > 0 || plan.failsToRead() {
			return
		}
		again := play(t, plan, twice)
		if diff := compare.Diff(inOneOrder(w.final), inOneOrder(again.final)); diff != "" {
			t.Fatalf("told everything twice, it ends otherwise: %s\n\n%s\n\nTOLD TWICE\n%s", diff, w, again)
		}
	})
}

// inOneOrder is what a recovery came to, whenever that was: of two answers that come at
// one moment either may be read first, so that what follows is told earlier or later, and
// a person asked in between or not.
func inOneOrder(state recovery.State) recovery.State {
	state.ApologyAt, state.EndedAt = time.Time{}, time.Time{}
	state.Receipts = slices.Clone(state.Receipts)
	for i := range state.Receipts {
		state.Receipts[i].At = time.Time{}
	}
	slices.SortFunc(state.Receipts, func(a, b recovery.Receipt) int { return strings.Compare(a.Step, b.Step) })
	var story []recovery.Happened
	for _, line := range state.Story {
		passing := slices.ContainsFunc([]string{"Observed", "A person is needed. ", "Overdue: "}, func(begins string) bool { return strings.HasPrefix(line.What, begins) })
		if !passing {
			story = append(story, recovery.Happened{What: line.What, Proof: line.Proof})
		}
	}
	slices.SortFunc(story, func(a, b recovery.Happened) int { return strings.Compare(a.What+a.Proof, b.What+b.Proof) })
	state.Story = story
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
