package recovery

import (
	"testing"
	"time"
)

var t0 = time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC) // a Monday

// at is a moment as minutes after t0.
func at(minutes float64) time.Time { return t0.Add(time.Duration(minutes * float64(time.Minute))) }

func reading(id string, minutes, value float64) Sighting {
	return Sighting{ID: id, At: at(minutes), Value: value, Measured: true}
}

func over(s Sighting) Sighting { s.Resolved = true; return s }

func delayPlay(hold time.Duration) *Play {
	return &Play{
		Name: "late-flight", Trigger: "flight.delayed", Measure: "delay_minutes",
		Hold: Duration(hold), CloseAfter: Duration(36 * time.Hour),
		Tiers: []Tier{{AtLeast: 120}, {AtLeast: 180}, {AtLeast: 360}},
	}
}

func openPlay(hold time.Duration) *Play {
	return &Play{
		Measure: MeasureOpen, Hold: Duration(hold), CloseAfter: Duration(7 * day),
		Tiers: []Tier{{AtLeast: 4 * 3600}, {AtLeast: 24 * 3600}},
	}
}

func callsPlay() *Play {
	return &Play{
		Measure: MeasureOccurrences, Within: Duration(day), CloseAfter: Duration(7 * day),
		Tiers: []Tier{{AtLeast: 3}, {AtLeast: 5}},
	}
}

func TestDecide(t *testing.T) {
	const tenMinutes = 10 * time.Minute
	calls := func(minutes ...float64) Seen {
		var seen Seen
		for i, minute := range minutes {
			seen.Add(Sighting{ID: string(rune('a' + i)), At: at(minute)})
		}
		return seen
	}
	tests := map[string]struct {
		play *Play
		seen Seen
		now  float64
		want Decision
	}{
		"nothing seen": {delayPlay(0), Seen{}, 0, Decision{Verdict: Watch, Reason: NothingSeen, Tier: -1}},
		"one under the threshold is watched": {
			delayPlay(0), SeenOf(reading("a", 0, 119)), 1,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 119, Until: at(36 * 60)},
		},
		"at the threshold counts": {
			delayPlay(0), SeenOf(reading("a", 0, 120)), 0,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 120, At: at(0)},
		},
		"the highest tier met is owed": {
			delayPlay(0), SeenOf(reading("a", 0, 400)), 0,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 2, Value: 400, At: at(0)},
		},
		"held until the hold has passed": {
			delayPlay(tenMinutes), SeenOf(reading("a", 0, 200)), 9.99,
			Decision{Verdict: Watch, Reason: Holding, Tier: 1, Value: 200, Until: at(10)},
		},
		"confirmed when the hold has passed, however late that is known": {
			delayPlay(tenMinutes), SeenOf(reading("a", 0, 200)), 500,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(10)},
		},
		"falling under the tier starts the hold anew": {
			delayPlay(tenMinutes), SeenOf(reading("a", 0, 130), reading("b", 5, 100), reading("c", 6, 130)), 15.9,
			Decision{Verdict: Watch, Reason: Holding, Tier: 0, Value: 130, Until: at(16)},
		},
		"falling to a lower tier keeps what that tier was held": {
			delayPlay(tenMinutes), SeenOf(reading("a", 0, 200), reading("b", 9, 130)), 10,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 130, At: at(10)},
		},
		"a higher tier met during the hold is held first": {
			delayPlay(tenMinutes), SeenOf(reading("a", 0, 130), reading("b", 5, 200)), 30,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(15)},
		},
		"resolved below is let go": {
			delayPlay(0), SeenOf(over(reading("a", 0, 20))), 0,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 20, At: at(0)},
		},
		"a final number needs no hold": {
			delayPlay(tenMinutes), SeenOf(over(reading("a", 0, 192))), 0,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 192, At: at(0)},
		},
		"resolved without a number during the hold is let go": {
			delayPlay(tenMinutes), SeenOf(reading("a", 0, 192), Sighting{ID: "b", At: at(5), Resolved: true}), 60,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 192, At: at(5)},
		},
		"closed": {
			delayPlay(0), SeenOf(reading("a", 0, 20), reading("b", 35*60, 30)), 38 * 60,
			Decision{Verdict: LetItGo, Reason: ClosedBelow, Tier: -1, Value: 30, At: at(36 * 60)},
		},
		"what comes after the end is watched anew": {
			delayPlay(0), SeenOf(over(reading("a", 0, 20)), reading("b", 5, 30)), 60,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 30, Until: at(5 + 36*60)},
		},
		"a correction after the end counts": {
			delayPlay(tenMinutes), SeenOf(over(reading("a", 0, 20)), over(reading("b", 5, 500))), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 2, Value: 500, At: at(5)},
		},
		"what comes after it closed counts": {
			delayPlay(0), SeenOf(reading("a", 0, 20), reading("b", 37*60, 500)), 38 * 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 2, Value: 500, At: at(37 * 60)},
		},
		"occurrences long after it closed count": {
			callsPlay(), calls(0, 8*24*60, 8*24*60+5, 8*24*60+9), 9 * 24 * 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 3, At: at(8*24*60 + 9)},
		},
		"what is ahead of our clock after the end is waited for": {
			delayPlay(0), SeenOf(over(reading("a", 0, 20)), reading("b", 4, 500)), 2,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Until: at(4)},
		},
		"an observation ahead of our clock waits for its time": {
			delayPlay(0), SeenOf(reading("a", 0, 20), reading("b", 4, 500)), 2,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 20, Until: at(4)},
		},
		"open grows by itself": {
			openPlay(0), SeenOf(Sighting{ID: "a", At: at(60), Occurred: at(0)}), 100,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 6000, Until: at(240)},
		},
		"open reaches its tier": {
			openPlay(0), SeenOf(Sighting{ID: "a", At: at(60), Occurred: at(0)}), 240,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 4 * 3600, At: at(240)},
		},
		"open known late owes the highest tier met": {
			openPlay(0), SeenOf(Sighting{ID: "a", At: at(30 * 60), Occurred: at(0)}), 30 * 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 30 * 3600, At: at(30 * 60)},
		},
		"open with a hold": {
			openPlay(tenMinutes), SeenOf(Sighting{ID: "a", At: at(0)}), 245,
			Decision{Verdict: Watch, Reason: Holding, Tier: 0, Value: 245 * 60, Until: at(250)},
		},
		"open resolved in time": {
			openPlay(0), SeenOf(Sighting{ID: "a", At: at(0)}, Sighting{ID: "b", At: at(239), Resolved: true}), 300,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 239 * 60, At: at(239)},
		},
		"open resolved too late": {
			openPlay(tenMinutes), SeenOf(Sighting{ID: "a", At: at(0)}, Sighting{ID: "b", At: at(241), Resolved: true}), 300,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 241 * 60, At: at(241)},
		},
		"two occurrences are not three": {
			callsPlay(), calls(0, 10), 20,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 2, Until: at(7 * 24 * 60)},
		},
		"three within the window": {
			callsPlay(), calls(0, 10, 1439), 1439,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 3, At: at(1439)},
		},
		"three, but the first has left the window": {
			callsPlay(), calls(0, 10, 1440), 1440,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 2, Until: at(7 * 24 * 60)},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Decide(test.play, test.seen, at(test.now)); got != test.want {
				t.Errorf("\n got %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func BenchmarkDecide(b *testing.B) {
	play := delayPlay(10 * time.Minute)
	seen := SeenOf(reading("a", 0, 130), reading("b", 5, 200), over(reading("c", 20, 192)))
	for b.Loop() {
		if Decide(play, seen, at(30)).Tier != 1 {
			b.Fatal("wrong tier")
		}
	}
}
