package recovery

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The properties run on a grid of whole minutes, so that a model can afford to
// look at every moment there is.
const gridMinutes = 240

func drawPlay(t *rapid.T) *Play {
	play := &Play{
		Measure:    rapid.SampledFrom([]string{"delay_minutes", MeasureOpen, MeasureOccurrences}).Draw(t, "measure"),
		Hold:       Duration(time.Duration(rapid.SampledFrom([]int{0, 0, 3, 10, 45}).Draw(t, "hold")) * time.Minute),
		CloseAfter: Duration(time.Duration(rapid.IntRange(30, gridMinutes).Draw(t, "close")) * time.Minute),
		Within:     Duration(time.Duration(rapid.IntRange(5, 90).Draw(t, "within")) * time.Minute),
	}
	level := 0
	for range rapid.IntRange(1, 4).Draw(t, "tiers") {
		level += rapid.IntRange(1, 3).Draw(t, "step")
		threshold := Threshold(level)
		if play.Measure == MeasureOpen {
			threshold = Threshold(level * 600)
		}
		play.Tiers = append(play.Tiers, Tier{AtLeast: threshold})
	}
	return play
}

func drawSightings(t *rapid.T) []Sighting {
	n := rapid.IntRange(1, 12).Draw(t, "n")
	sightings := make([]Sighting, n)
	for i := range sightings {
		minute := rapid.IntRange(0, gridMinutes).Draw(t, "minute")
		sightings[i] = Sighting{
			ID: fmt.Sprintf("o-%02d", i), At: at(float64(minute)),
			Value: float64(rapid.IntRange(0, 10).Draw(t, "value")), Measured: true,
			Resolved: rapid.IntRange(0, 9).Draw(t, "resolved") == 0,
		}
		if sightings[i].Resolved && rapid.Bool().Draw(t, "silent") {
			sightings[i].Measured, sightings[i].Value = false, 0
		}
		if rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
			sightings[i].Occurred = at(float64(rapid.IntRange(-60, minute).Draw(t, "occurred")))
		}
	}
	return sightings
}

func TestAnyOrderAndRepeatsDecideTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		play, sightings := drawPlay(t), drawSightings(t)
		now := at(float64(rapid.IntRange(0, 2*gridMinutes).Draw(t, "now")))
		want := Decide(play, SeenOf(sightings...), now)

		shuffled := append([]Sighting{}, sightings...)
		for range rapid.IntRange(0, 10).Draw(t, "repeats") {
			shuffled = append(shuffled, rapid.SampledFrom(sightings).Draw(t, "repeat"))
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := Decide(play, SeenOf(shuffled...), now); got != want {
			t.Fatalf("in order %+v\nshuffled %+v", want, got)
		}
	})
}

func TestAVerdictStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		play, seen := drawPlay(t), SeenOf(drawSightings(t)...)
		var fallen Decision
		for minute := range 2*gridMinutes + 1 {
			decision := Decide(play, seen, at(float64(minute)))
			if fallen.Verdict != "" && decision != fallen {
				t.Fatalf("it was %+v\nand became %+v at minute %d", fallen, decision, minute)
			}
			if decision.Verdict != Watch {
				fallen = decision
			}
		}
		if fallen.Verdict == "" {
			t.Fatal("no verdict fell by the end of time")
		}
	})
}

func TestWaitingUntilMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		play, seen := drawPlay(t), SeenOf(drawSightings(t)...)
		now := at(float64(rapid.IntRange(0, gridMinutes).Draw(t, "now")))
		decision := Decide(play, seen, now)
		if decision.Verdict != Watch {
			return
		}
		if !decision.Until.After(now) {
			t.Fatalf("asked to wait until %s at %s", decision.Until, now)
		}
		just := Decide(play, seen, decision.Until.Add(-time.Nanosecond))
		if just.Verdict != Watch {
			t.Fatalf("waiting until %s would have missed %+v", decision.Until, just)
		}
	})
}

func TestDecideAgreesWithTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		play, seen := drawPlay(t), SeenOf(drawSightings(t)...)
		now := at(float64(rapid.IntRange(0, 2*gridMinutes).Draw(t, "now")))
		got, want := Decide(play, seen, now), model(play, seen, now)
		if got.Verdict != want.Verdict || got.Tier != want.Tier && got.Verdict == MakeIt || !got.At.Equal(want.At) {
			t.Fatalf("\n got %+v\nwant %+v", got, want)
		}
	})
}

// model decides by walking through every minute as somebody would who watches:
// what is known by now, which tier does it meet, since when without a break?
func model(play *Play, seen Seen, now time.Time) Decision {
	decision := modelOnce(play, seen, now)
	if decision.Verdict == LetItGo {
		if following := seen.after(decision.At); !following.Nothing() {
			return model(play, following, now) // what is seen after the end is watched anew
		}
	}
	return decision
}

func modelOnce(play *Play, seen Seen, now time.Time) Decision {
	first := seen.Sightings[0].At
	closes := first.Add(play.CloseAfter.Std())
	since := make([]time.Time, len(play.Tiers))
	for moment := first; !moment.After(now) && !moment.After(closes); moment = moment.Add(time.Minute) {
		known, last := knownAt(seen.Sightings, moment)
		if last != nil && last.Resolved && !heldBefore(play, since, known, moment) {
			value, final := modelValue(play, known, moment)
			if tier := play.tierOf(value); final && tier >= 0 {
				return Decision{Verdict: MakeIt, Tier: tier, At: moment}
			}
			return Decision{Verdict: LetItGo, Tier: -1, At: moment}
		}
		value, _ := modelValue(play, known, moment)
		if last != nil && last.Resolved {
			value, _ = modelValue(play, known[:len(known)-1], moment)
		}
		tier := play.tierOf(value)
		for i := range since {
			switch {
			case i > tier:
				since[i] = time.Time{}
			case since[i].IsZero():
				since[i] = moment
				if play.Measure == MeasureOpen { // it has been open since it occurred, not since it is known
					since[i] = moment.Add(-time.Duration(value)*time.Second + time.Duration(play.Tiers[i].AtLeast)*time.Second)
				}
			case play.Measure == MeasureOpen:
				since[i] = earlier(since[i], moment.Add(-time.Duration(value)*time.Second+time.Duration(play.Tiers[i].AtLeast)*time.Second))
			}
		}
		if tier >= 0 && !moment.Before(since[tier].Add(play.Hold.Std())) {
			return Decision{Verdict: MakeIt, Tier: tier, At: moment}
		}
	}
	if !now.Before(closes) {
		return Decision{Verdict: LetItGo, Tier: -1, At: closes}
	}
	return Decision{Verdict: Watch, Tier: -1}
}

// knownAt is what was observed by a moment, up to the end of it all; last is the
// sighting that ends it, where it falls on this moment.
func knownAt(seen []Sighting, moment time.Time) (known []Sighting, last *Sighting) {
	for i := range seen {
		if seen[i].At.After(moment) {
			break
		}
		known = append(known, seen[i])
		if seen[i].Resolved {
			return known, &seen[i]
		}
	}
	return known, nil
}

// heldBefore says whether the tier met just before the end had been held by then.
func heldBefore(play *Play, since []time.Time, known []Sighting, moment time.Time) bool {
	before := known[:len(known)-1]
	if len(before) == 0 || play.Measure == MeasureOpen {
		return false // an open failure's last length decides by itself
	}
	value, _ := modelValue(play, before, moment)
	tier := play.tierOf(value)
	if tier < 0 {
		return false
	}
	start := since[tier]
	if start.IsZero() {
		start = moment
	}
	return !moment.Before(start.Add(play.Hold.Std()))
}

func modelValue(play *Play, known []Sighting, moment time.Time) (value float64, final bool) {
	value = -1
	switch play.Measure {
	case MeasureOpen:
		var occurred time.Time
		for _, sighting := range known {
			if began := sighting.Occurred; !began.IsZero() && (occurred.IsZero() || began.Before(occurred)) {
				occurred = began
			} else if occurred.IsZero() {
				occurred = sighting.At
			}
		}
		return moment.Sub(occurred).Seconds(), true
	case MeasureOccurrences:
		value = 0
		for _, sighting := range known {
			if !sighting.Resolved && moment.Before(sighting.At.Add(play.Within.Std())) {
				value++
			}
		}
		return value, false
	}
	for _, sighting := range known {
		if sighting.Measured {
			value = sighting.Value
		}
	}
	return value, known[len(known)-1].Measured
}
