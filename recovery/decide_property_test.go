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
	switch rapid.IntRange(0, 3).Draw(t, "settle") {
	case 0:
		play.Settle, play.Hold = SettleResolved, 0
	case 1:
		play.TopUp = true
	}
	if play.Measure == MeasureOpen {
		play.Clock = drawClock(t)
	}
	return play
}

// drawClock has a midnight within the grid, and days that stand still before it or
// after it.
func drawClock(t *rapid.T) Clock {
	clock := Clock{Zone: rapid.SampledFrom([]string{"", "Etc/GMT-3", "Etc/GMT-5", "Asia/Kolkata"}).Draw(t, "zone")}
	if rapid.Bool().Draw(t, "working") {
		clock.Days = WorkingDays
		clock.Holidays = rapid.SampledFrom([][]Date{nil, {"2026-11-23"}, {"2026-11-24"}}).Draw(t, "holidays")
	}
	if rapid.IntRange(0, 2).Draw(t, "starts") == 0 {
		clock.Starts = StartsNextDay
	}
	return clock
}

func drawCauses(t *rapid.T) Causes {
	causes := Causes{}
	for _, attribute := range []string{"cause", "by"} {
		if rapid.IntRange(0, 5).Draw(t, "said") == 0 {
			causes[attribute] = rapid.SampledFrom([]string{"weather", ""}).Draw(t, attribute)
		}
	}
	if len(causes) == 0 {
		return nil
	}
	return causes
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
			Causes:   drawCauses(t),
		}
		if rapid.IntRange(0, 5).Draw(t, "unmeasured") == 0 {
			sightings[i].Measured, sightings[i].Value = false, 0
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

// What is owed beyond a tier is what the model finds above it, in the part of what was
// seen in which the tier came to be owed.
func TestDecideAboveAgreesWithTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		play, seen := drawPlay(t), SeenOf(drawSightings(t)...)
		play.TopUp, play.Settle = true, ""
		now := at(float64(rapid.IntRange(0, 2*gridMinutes).Draw(t, "now")))
		owed := Decide(play, seen, now)
		if owed.Verdict != MakeIt {
			return
		}
		got, want := DecideAbove(play, seen, owed.Tier, now), modelAbove(play, seen, owed.Tier, now)
		if owed.Tier == len(play.Tiers)-1 {
			want.Verdict, want.At = LetItGo, now
		}
		if got.Verdict != want.Verdict || got.Tier != want.Tier && got.Verdict == MakeIt || !got.At.Equal(want.At) {
			t.Fatalf("\n got %+v\nwant %+v", got, want)
		}
		if got.Verdict == MakeIt && (got.Tier <= owed.Tier || got.At.Before(owed.At)) {
			t.Fatalf("after %+v came %+v", owed, got)
		}
	})
}

// model decides by walking through every minute as somebody would who watches:
// what is known by now, which tier does it meet, since when without a break?
func model(play *Play, seen Seen, now time.Time) Decision {
	decision := modelOnce(play, seen, -1, now)
	if decision.Verdict == LetItGo {
		if following := seen.after(decision.At); !following.Nothing() {
			return model(play, following, now) // what is seen after the end is watched anew
		}
	}
	return decision
}

func modelAbove(play *Play, seen Seen, tier int, now time.Time) Decision {
	if owed := modelOnce(play, seen, -1, now); owed.Verdict == LetItGo {
		return modelAbove(play, seen.after(owed.At), tier, now)
	}
	return modelOnce(play, seen, tier, now)
}

func modelOnce(play *Play, seen Seen, above int, now time.Time) Decision {
	first := seen.Sightings[0].At
	closes := first.Add(play.CloseAfter.Std())
	since := make([]time.Time, len(play.Tiers))
	peak := 0.0
	atTheEnd := func(value float64, known []Sighting, moment time.Time) Decision {
		if play.Measure == MeasureOccurrences {
			value = peak
		}
		if tier := modelTier(play, value, known, above); tier >= 0 && play.Settle == SettleResolved {
			return Decision{Verdict: MakeIt, Tier: tier, At: moment}
		}
		return Decision{Verdict: LetItGo, Tier: -1, At: moment}
	}
	for moment := first; !moment.After(now) && !moment.After(closes); moment = moment.Add(time.Minute) {
		known, last := knownAt(seen.Sightings, moment)
		value, _ := modelValue(play, known, moment)
		peak = max(peak, value)
		if last != nil && last.Resolved && !heldBefore(play, since, known, above, moment) {
			value, final := modelValue(play, known, moment)
			if tier := modelTier(play, value, known, above); final && tier >= 0 {
				return Decision{Verdict: MakeIt, Tier: tier, At: moment}
			}
			return atTheEnd(value, known, moment)
		}
		if last != nil && last.Resolved {
			known = known[:len(known)-1]
			value, _ = modelValue(play, known, moment)
		}
		tier := modelTier(play, value, known, above)
		for i := range since {
			switch {
			case i > tier:
				since[i] = time.Time{}
			case play.Measure == MeasureOpen: // it has been open since it occurred, not since it is known
				since[i] = modelMet(play, known, i)
			case since[i].IsZero():
				since[i] = moment
			}
		}
		if tier >= 0 && play.Settle != SettleResolved && !moment.Before(since[tier].Add(play.Hold.Std())) {
			return Decision{Verdict: MakeIt, Tier: tier, At: moment}
		}
	}
	if !now.Before(closes) {
		known, _ := knownAt(seen.Sightings, closes)
		value, _ := modelValue(play, known, closes)
		return atTheEnd(value, known, closes)
	}
	return Decision{Verdict: Watch, Tier: -1}
}

// modelTier is the highest tier that a value meets, where that is above what is owed
// and the latest word on no attribute exempts.
func modelTier(play *Play, value float64, known []Sighting, above int) int {
	met := -1
	for i, tier := range play.Tiers {
		if value >= float64(tier.AtLeast) && i > above {
			met = i
		}
	}
	for _, attribute := range []string{"cause", "by"} {
		latest := ""
		for _, sighting := range known {
			if said, given := sighting.Causes[attribute]; given && play.Measure != MeasureOccurrences {
				latest = said
			}
		}
		if latest != "" {
			return -1
		}
	}
	return met
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
func heldBefore(play *Play, since []time.Time, known []Sighting, above int, moment time.Time) bool {
	before := known[:len(known)-1]
	if len(before) == 0 || play.Measure == MeasureOpen || play.Settle == SettleResolved {
		return false // an open failure's last length decides by itself
	}
	value, _ := modelValue(play, before, moment)
	tier := modelTier(play, value, before, above)
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
		return 60 * float64(modelOpen(play, modelOccurred(known), moment)), true
	case MeasureOccurrences:
		value = 0
		for _, sighting := range known {
			exempt := sighting.Causes["cause"] != "" || sighting.Causes["by"] != ""
			if !sighting.Resolved && !exempt && moment.Before(sighting.At.Add(play.Within.Std())) {
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

func modelOccurred(known []Sighting) (occurred time.Time) {
	for _, sighting := range known {
		if began := sighting.Occurred; !began.IsZero() && (occurred.IsZero() || began.Before(occurred)) {
			occurred = began
		} else if occurred.IsZero() {
			occurred = sighting.At
		}
	}
	return occurred
}

// modelOpen counts the minutes that pass by the play's clock, one by one.
func modelOpen(play *Play, occurred, moment time.Time) (minutes int) {
	for minute := occurred; minute.Before(moment); minute = minute.Add(time.Minute) {
		if modelPasses(&play.Clock, occurred, minute) {
			minutes++
		}
	}
	return minutes
}

func modelPasses(clock *Clock, occurred, minute time.Time) bool {
	if clock.Days == "" && clock.Starts == "" {
		return true
	}
	zone := zoneNamed(clock.Zone)
	local := minute.In(zone)
	if clock.Starts == StartsNextDay && local.YearDay() == occurred.In(zone).YearDay() {
		return false
	}
	free := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
	for _, holiday := range clock.Holidays {
		free = free || fmt.Sprintf("2026-%02d-%02d", local.Month(), local.Day()) == string(holiday)
	}
	return clock.Days != WorkingDays || !free
}

// modelMet is the first minute at which it had been open for as long as a tier says.
func modelMet(play *Play, known []Sighting, tier int) time.Time {
	occurred := modelOccurred(known)
	minute, passed := occurred, 0
	for ; 60*passed < int(play.Tiers[tier].AtLeast); minute = minute.Add(time.Minute) {
		if modelPasses(&play.Clock, occurred, minute) {
			passed++
		}
	}
	return minute
}
