package recovery

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFoldingChangesNoDecision(t *testing.T) {
	folded := 0
	rapid.Check(t, func(t *rapid.T) {
		play, sightings := drawPlay(t), drawSightings(t)
		slices.SortFunc(sightings, compareSightings)
		var whole, short Seen
		for i, sighting := range sightings {
			whole.Add(sighting)
			short.Add(sighting)
			now := sighting.At.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "passed")) * time.Minute)
			if newest := rapid.IntRange(0, 4).Draw(t, "newest"); newest < len(short.Sightings) {
				until := short.Sightings[len(short.Sightings)-1-newest].At
				inOrder := i+1 == len(sightings) || sightings[i+1].At.After(until)
				if inOrder && short.foldAllBut(newest, play, now) {
					folded++
				}
			}
			for range 3 {
				from := int(now.Sub(at(0)) / time.Minute)
				moment := at(float64(rapid.IntRange(from, 2*gridMinutes+from).Draw(t, "moment")))
				got, want := Decide(play, short, moment), Decide(play, whole, moment)
				if got.Verdict == Watch && Decide(play, whole, got.Until.Add(-time.Nanosecond)).Verdict != Watch {
					t.Fatalf("waiting until %s misses something", got.Until)
				}
				got.Until, want.Until = time.Time{}, time.Time{} // the whole may wake once too often
				if got != want {
					t.Fatalf("at %s\nfolded %+v: %+v\n whole %+v: %+v", moment, short, got, whole, want)
				}
			}
		}
		if short.Count() != whole.Count() {
			t.Fatalf("%d of %d are counted", short.Count(), whole.Count())
		}
	})
	if folded < 10 {
		t.Fatalf("only %d folds were tried", folded)
	}
}

func TestVeryManyStaySmall(t *testing.T) {
	long := strings.Repeat("x", 190)
	tests := map[string]struct {
		play  *Play
		value func(i int) float64
		last  Sighting
		tier  int
	}{
		"a reported number":                 {delayPlay(10 * time.Minute), func(i int) float64 { return float64(i % 119) }, Sighting{Value: 200, Measured: true, Resolved: true}, 1},
		"one that is met, and never held":   {delayPlay(10 * time.Minute), func(i int) float64 { return float64(110 + (i+1)%20) }, Sighting{Value: 400, Measured: true, Resolved: true}, 2},
		"the time since it occurred":        {openPlay(0), func(int) float64 { return 0 }, Sighting{Resolved: true}, 0},
		"occurrences that fade in time":     {callsOver(time.Second), func(int) float64 { return 0 }, Sighting{At: at(0).Add(9_999_500 * time.Millisecond)}, 0},
		"occurrences that are not held yet": {callsHeld(), func(int) float64 { return 0 }, Sighting{At: at(0).Add(30_000 * time.Second)}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var seen Seen
			most := 0
			for i := range 10_000 {
				moment := at(0).Add(time.Duration(i) * time.Second)
				seen.Add(Sighting{ID: fmt.Sprint(long, i), At: moment, Value: test.value(i), Measured: true})
				if seen.Crowded() && !seen.Fold(test.play, moment) {
					t.Fatalf("after %d nothing could be folded: %+v", i, Decide(test.play, seen, moment))
				}
				most = max(most, len(seen.Sightings))
			}
			whole, err := json.Marshal(seen)
			if err != nil {
				t.Fatal(err)
			}
			if most > crowd || len(whole) > 400_000 || seen.Count() != 10_000 {
				t.Fatalf("%d were kept, %d bytes, %d counted", most, len(whole), seen.Count())
			}
			last := test.last
			last.ID = "last"
			if last.At.IsZero() {
				last.At = at(0).Add(14_400 * time.Second)
			}
			seen.Add(last)
			if got := Decide(test.play, seen, last.At); got.Verdict != MakeIt || got.Tier != test.tier {
				t.Fatalf("the last of all decided %+v", got)
			}
		})
	}
}

// callsOver is met by two calls within a time.
func callsOver(within time.Duration) *Play {
	play := callsPlay()
	play.Within, play.Tiers = Duration(within), []Tier{{AtLeast: 2}}
	return play
}

// callsHeld is met by hundreds of calls a day, if that lasts.
func callsHeld() *Play {
	play := callsPlay()
	play.Hold, play.Tiers = Duration(8*time.Hour), []Tier{{AtLeast: 3}, {AtLeast: MaxOccurrences}}
	return play
}

func TestWhatComesTooLateCountsWhereItIsNoRepeat(t *testing.T) {
	play := delayPlay(10 * time.Minute)
	fold := func() Seen {
		var seen Seen
		for minute := range 8 {
			value := 100.0
			if minute == 3 {
				value = 150 // and not held
			}
			seen.Add(reading(fmt.Sprint("o-", minute), float64(minute), value))
		}
		if !seen.foldAllBut(2, play, at(8)) {
			t.Fatal("nothing was folded")
		}
		return seen
	}
	tests := map[string]struct {
		late    Sighting
		adds    bool
		verdict Verdict
	}{
		"a repeat of what is folded":  {reading("o-1", 1, 100), false, Watch},
		"a repeat of the worst":       {reading("o-3", 3, 150), false, Watch},
		"a lower number":              {reading("late", 1, 90), false, Watch},
		"a higher number":             {reading("late", 1, 300), true, Watch},
		"the last word, bad enough":   {Sighting{ID: "late", At: at(1), Value: 200, Measured: true, Resolved: true}, true, MakeIt},
		"over, and seen again since":  {Sighting{ID: "late", At: at(1), Resolved: true}, true, Watch},
		"earlier than the first seen": {reading("late", -30, 90), false, Watch},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			seen := fold()
			if adds := seen.Add(test.late); adds != test.adds {
				t.Fatalf("added: %v", adds)
			}
			if got := Decide(play, seen, at(8)); got.Verdict != test.verdict {
				t.Fatalf("decided %+v", got)
			}
			if test.adds && seen.Add(test.late) {
				t.Fatal("it was added twice")
			}
			if closes := seen.first(); test.late.At.Before(at(0)) && !closes.Equal(test.late.At) {
				t.Fatalf("the play counts from %s", closes)
			}
		})
	}
}

func TestMergingWhatIsFolded(t *testing.T) {
	play := delayPlay(10 * time.Minute)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Seen {
			var seen Seen
			for range rapid.IntRange(1, 9).Draw(t, name) {
				minute := rapid.IntRange(0, 60).Draw(t, "minute")
				one := reading(fmt.Sprint("o-", minute), float64(minute), float64(minute%3))
				if minute%5 == 0 {
					one.Occurred = at(float64(-minute))
				}
				seen.Add(one)
			}
			if newest := rapid.IntRange(0, 9).Draw(t, "newest"); newest < len(seen.Sightings) {
				seen.foldAllBut(newest, play, at(61))
			}
			return seen
		}
		one, other := draw("one"), draw("other")
		before := other.clone()
		merged := one.clone()
		merged.Merge(other)
		if !merged.Covers(one) || !merged.Covers(other) {
			t.Fatalf("%+v\nand %+v\nmade %+v", one, other, merged)
		}
		if first := earlier(one.first(), other.first()); !merged.first().Equal(first) {
			t.Fatalf("first seen %s, want %s", merged.first(), first)
		}
		if happened := earlier(one.Happened(), other.Happened()); !merged.Happened().Equal(happened) {
			t.Fatalf("happened %s, want %s", merged.Happened(), happened)
		}
		again := merged.clone()
		again.Merge(other)
		if len(again.Sightings) != len(merged.Sightings) {
			t.Fatalf("merged twice it is %+v, was %+v", again, merged)
		}
		if len(other.Sightings) != len(before.Sightings) {
			t.Fatal("the other was changed")
		}
	})
}
