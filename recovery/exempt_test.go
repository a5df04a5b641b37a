package recovery

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCausesOfAnObservation(t *testing.T) {
	exempt := Exempt{"cause": {"weather", "Strike"}, "code": {"41", "true"}}
	for name, c := range map[string]struct {
		attributes map[string]any
		want       Causes
	}{
		"nothing said":                 {nil, nil},
		"of something else":            {map[string]any{"colour": "weather"}, nil},
		"a cause that exempts":         {map[string]any{"cause": "weather"}, Causes{"cause": "weather"}},
		"in other letters":             {map[string]any{"cause": " WEATHER "}, Causes{"cause": "weather"}},
		"as the play writes it":        {map[string]any{"cause": "strike"}, Causes{"cause": "Strike"}},
		"a cause that exempts none":    {map[string]any{"cause": "crew"}, Causes{"cause": ""}},
		"taken back":                   {map[string]any{"cause": nil}, Causes{"cause": ""}},
		"a number":                     {map[string]any{"code": 41.0}, Causes{"code": "41"}},
		"true":                         {map[string]any{"code": true}, Causes{"code": "true"}},
		"a list is no cause":           {map[string]any{"cause": []any{"weather"}}, Causes{"cause": ""}},
		"two, of which one is a cause": {map[string]any{"cause": "crew", "code": 41.0}, Causes{"cause": "", "code": "41"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, exempt.of(c.attributes)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExempt(t *testing.T) {
	said := func(s Sighting, cause string) Sighting { return because(s, cause) }
	for name, c := range map[string]struct {
		seen Seen
		now  float64
		want Decision
	}{
		"for a cause nothing is owed": {
			SeenOf(said(reading("a", 0, 200), "weather")), 60,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 200, Until: at(36 * 60)},
		},
		"the latest word counts": {
			SeenOf(said(reading("a", 0, 200), "weather"), said(reading("b", 30, 200), "")), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(40)},
		},
		"a word on the cause alone": {
			SeenOf(said(reading("a", 0, 200), "weather"), said(Sighting{ID: "b", At: at(30)}, "")), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(40)},
		},
		"silence leaves it standing": {
			SeenOf(said(reading("a", 0, 200), "weather"), reading("b", 30, 200)), 60,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 200, Until: at(36 * 60)},
		},
		"known during the hold": {
			SeenOf(reading("a", 0, 200), said(reading("b", 9, 200), "weather")), 60,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 200, Until: at(36 * 60)},
		},
		"known too late": {
			SeenOf(reading("a", 0, 200), said(reading("b", 11, 200), "weather")), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(10)},
		},
		"over, and that is why": {
			SeenOf(said(over(reading("a", 0, 200)), "weather")), 60,
			Decision{Verdict: LetItGo, Reason: Exempted, Tier: -1, Value: 200, At: at(0)},
		},
		"over, and not bad enough anyway": {
			SeenOf(said(over(reading("a", 0, 20)), "weather")), 60,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 20, At: at(0)},
		},
		"closed, and that is why": {
			SeenOf(said(reading("a", 0, 200), "weather")), 36 * 60,
			Decision{Verdict: LetItGo, Reason: Exempted, Tier: -1, Value: 200, At: at(36 * 60)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Decide(delayPlay(10*60e9), c.seen, at(c.now)); got != c.want {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// An occurrence that a cause exempts is none; the others count.
func TestExemptOccurrences(t *testing.T) {
	var seen Seen
	for i := range 4 {
		call := Sighting{ID: fmt.Sprint(i), At: at(float64(i))}
		if i == 1 {
			call = because(call, "maintenance")
		}
		seen.Add(call)
	}
	if got := Decide(callsPlay(), seen, at(2)); got.Verdict != Watch || got.Value != 2 {
		t.Errorf("three, one of them exempt: %+v", got)
	}
	if got := Decide(callsPlay(), seen, at(3)); got.Verdict != MakeIt || got.Value != 3 || !got.At.Equal(at(3)) {
		t.Errorf("four, one of them exempt: %+v", got)
	}
}

// What was said of causes, and when it began, outlasts the sightings that said it.
func TestFoldingKeepsCausesAndTheBeginning(t *testing.T) {
	play := delayPlay(0)
	seen := SeenOf(because(Sighting{ID: "a", At: at(0), Occurred: at(-90)}, "weather"), reading("b", 1, 20), reading("c", 2, 30), reading("d", 3, 40))
	if !seen.foldAllBut(1, play, at(4)) {
		t.Fatal("nothing was folded")
	}
	if got := seen.Causes().String(); got != "cause: weather" {
		t.Errorf("the cause is %q", got)
	}
	if got := seen.Happened(); !got.Equal(at(-90)) {
		t.Errorf("it began %s", got)
	}
	seen.Add(over(reading("e", 5, 500)))
	if got := Decide(play, seen, at(6)); got.Reason != Exempted {
		t.Errorf("%+v", got)
	}
}
