package recovery

import (
	"testing"
	"time"
)

func with(play *Play, change func(*Play)) *Play {
	change(play)
	return play
}

func because(s Sighting, cause string) Sighting {
	s.Causes = Causes{"cause": cause}
	return s
}

// A play that settles when it is over decides by how it stands then.
func TestSettleResolved(t *testing.T) {
	atTheEnd := func(play *Play) *Play {
		return with(play, func(p *Play) { p.Settle = SettleResolved })
	}
	call := func(id string, minute float64) Sighting { return Sighting{ID: id, At: at(minute)} }
	end := func(minute float64) Sighting { return Sighting{ID: "z", At: at(minute), Resolved: true} }
	for name, c := range map[string]struct {
		play *Play
		seen Seen
		now  float64
		want Decision
	}{
		"bad enough, and not over": {
			atTheEnd(delayPlay(0)), SeenOf(reading("a", 0, 200)), 600,
			Decision{Verdict: Watch, Reason: Unsettled, Tier: 1, Value: 200, Until: at(36 * 60)},
		},
		"over, with a last number": {
			atTheEnd(delayPlay(0)), SeenOf(reading("a", 0, 400), over(reading("b", 30, 130))), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 130, At: at(30)},
		},
		"over, by the number before": {
			atTheEnd(delayPlay(0)), SeenOf(reading("a", 0, 400), end(30)), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 2, Value: 400, At: at(30)},
		},
		"over, and not bad in the end": {
			atTheEnd(delayPlay(0)), SeenOf(reading("a", 0, 400), over(reading("b", 30, 119))), 60,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 119, At: at(30)},
		},
		"closed, as it stands": {
			atTheEnd(delayPlay(0)), SeenOf(reading("a", 0, 200)), 36 * 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(36 * 60)},
		},
		"open grows past the tiers": {
			atTheEnd(openPlay(0)), SeenOf(call("a", 0)), 2000,
			Decision{Verdict: Watch, Reason: Unsettled, Tier: 1, Value: 2000 * 60, Until: at(7 * 24 * 60)},
		},
		"open, over at the tier": {
			atTheEnd(openPlay(0)), SeenOf(call("a", 0), end(240)), 2000,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 4 * 3600, At: at(240)},
		},
		"open, over just before the tier": {
			atTheEnd(openPlay(0)), SeenOf(call("a", 0), end(239)), 2000,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 239 * 60, At: at(239)},
		},
		"open, closed": {
			atTheEnd(openPlay(0)), SeenOf(call("a", 0)), 8 * 24 * 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 7 * 24 * 3600, At: at(7 * 24 * 60)},
		},
		"occurrences: the most that there ever were": {
			atTheEnd(callsPlay()), SeenOf(call("a", 0), call("b", 1), call("c", 2), call("d", 3000), end(3001)), 4000,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 3, At: at(3001)},
		},
		"occurrences: never enough within the time": {
			atTheEnd(callsPlay()), SeenOf(call("a", 0), call("b", 1), call("c", 1440), end(3001)), 4000,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 0, At: at(3001)},
		},
		"occurrences: closed": {
			atTheEnd(callsPlay()), SeenOf(call("a", 0), call("b", 1), call("c", 2)), 8 * 24 * 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 0, Value: 3, At: at(7 * 24 * 60)},
		},
		"exempt in the end": {
			atTheEnd(delayPlay(0)), SeenOf(reading("a", 0, 200), because(over(reading("b", 30, 200)), "weather")), 60,
			Decision{Verdict: LetItGo, Reason: Exempted, Tier: -1, Value: 200, At: at(30)},
		},
		"exempt at first": {
			atTheEnd(delayPlay(0)), SeenOf(because(reading("a", 0, 200), "weather"), because(over(reading("b", 30, 200)), "")), 60,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(30)},
		},
		"nothing was ever measured": {
			atTheEnd(delayPlay(0)), SeenOf(end(30)), 60,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, At: at(30)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Decide(c.play, c.seen, at(c.now)); got != c.want {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestDecideAbove(t *testing.T) {
	topUp := func(play *Play) *Play { return with(play, func(p *Play) { p.TopUp = true }) }
	held := topUp(delayPlay(10 * time.Minute))
	for name, c := range map[string]struct {
		play *Play
		seen Seen
		tier int
		now  float64
		want Decision
	}{
		"a play that does not top up": {
			delayPlay(0), SeenOf(reading("a", 0, 130), reading("b", 5, 400)), 0, 60,
			Decision{Verdict: LetItGo, Reason: ThresholdMet, Tier: -1, At: at(60)},
		},
		"the highest is owed": {
			held, SeenOf(reading("a", 0, 400)), 2, 60,
			Decision{Verdict: LetItGo, Reason: ThresholdMet, Tier: -1, At: at(60)},
		},
		"nothing higher yet": {
			held, SeenOf(reading("a", 0, 130)), 0, 60,
			Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: 130, Until: at(36 * 60)},
		},
		"a higher one is being held": {
			held, SeenOf(reading("a", 0, 130), reading("b", 60, 400)), 0, 65,
			Decision{Verdict: Watch, Reason: Holding, Tier: 2, Value: 400, Until: at(70)},
		},
		"a higher one was held": {
			held, SeenOf(reading("a", 0, 130), reading("b", 60, 400)), 0, 90,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 2, Value: 400, At: at(70)},
		},
		"one step, where the next is still to come": {
			held, SeenOf(reading("a", 0, 130), reading("b", 60, 200)), 0, 90,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(70)},
		},
		"the last word is higher": {
			held, SeenOf(reading("a", 0, 130), over(reading("b", 60, 200))), 0, 90,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(60)},
		},
		"the last word is lower: nothing is taken back": {
			held, SeenOf(reading("a", 0, 200), over(reading("b", 60, 20))), 1, 90,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 20, At: at(60)},
		},
		"higher, for a cause": {
			held, SeenOf(reading("a", 0, 130), because(reading("b", 60, 400), "strike"), Sighting{ID: "c", At: at(90), Resolved: true}), 0, 100,
			Decision{Verdict: LetItGo, Reason: Exempted, Tier: -1, Value: 400, At: at(90)},
		},
		"closed": {
			held, SeenOf(reading("a", 0, 130)), 0, 36 * 60,
			Decision{Verdict: LetItGo, Reason: ClosedBelow, Tier: -1, Value: 130, At: at(36 * 60)},
		},
		"owed for what was seen after an end, and higher since": {
			held, SeenOf(over(reading("a", 0, 20)), reading("b", 60, 130), reading("c", 120, 200)), 0, 140,
			Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: 1, Value: 200, At: at(130)},
		},
		"higher, and after the end of what is owed for": {
			held, SeenOf(reading("a", 0, 130), Sighting{ID: "b", At: at(60), Resolved: true}, reading("c", 120, 400)), 0, 140,
			Decision{Verdict: LetItGo, Reason: ResolvedBelow, Tier: -1, Value: 130, At: at(60)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := DecideAbove(c.play, c.seen, c.tier, at(c.now)); got != c.want {
				t.Errorf("\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}
