package backtest

import (
	"maps"
	"math"
	"slices"
	"testing"

	"makegood/config"
	"makegood/recovery"
)

// Each point of the curve is what a backtest of the play with that threshold says.
func TestTheCurveIsThePlayAskedAgain(t *testing.T) {
	text := newFlights(41, 600).lines(6_000)
	growing := *lateFlight(t)
	growing.Tiers = slices.Clone(growing.Tiers)
	growing.Tiers[1].Remedy = recovery.Remedy{Refund: &recovery.Refund{Percent: 10_000, Per: 30, After: 150}}
	growing.TopUp = true
	once := *lateFlight(t)
	once.OncePer = recovery.OncePerIncident
	for name, play := range map[string]*recovery.Play{"shipped": lateFlight(t), "growing": &growing, "once per incident": &once} {
		t.Run(name, func(t *testing.T) {
			run := func(play *recovery.Play) Play {
				result, err := Run(t.Context(), Options{Inputs: []Input{input(text)}, Play: bookOf(play)})
				if err != nil {
					t.Fatal(err)
				}
				return result.Plays[0]
			}
			all := run(play)
			if len(all.Curve) != 12 {
				t.Fatalf("the curve has %d points", len(all.Curve))
			}
			for _, point := range all.Curve {
				moved := *play
				moved.Tiers = slices.Clone(play.Tiers)
				moved.Tiers[point.Tier].AtLeast = recovery.Threshold(point.AtLeast)
				want := run(&moved)
				if point.Recoveries != want.Recoveries || !maps.Equal(point.Cost, want.Cost) || point.Added != want.Recoveries-all.Recoveries || math.Abs(point.Share*float64(all.Recoveries)-float64(point.Added)) > 1e-6 || point.Coupons != sumOf(want.Tiers, func(t Tier) int64 { return t.Coupons }) {
					t.Errorf("tier %d at %g: %+v, a backtest of it %d and %v", point.Tier, point.AtLeast, point, want.Recoveries, want.Cost)
				}
			}
		})
	}
}

// No point stands for a play that would be refused: one whose tier owes nothing where it
// is met, or can never be met.
func TestTheCurveShowsNoPlayThatIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		play string
		want []float64
	}{
		"nothing is owed under after": {"measure: delay\ntiers: [{at_least: 45, remedy: {credit: {amount: 20.00 USD, per: 30, after: 45}}}]", []float64{50, 55}},
		"no period is over by then":   {"measure: delay\ntiers: [{at_least: 60, remedy: {credit: {amount: 20.00 USD, per: 60, counted: completed}}}]", []float64{65, 70}},
		"it closes before":            {"measure: open\nclose_after: 4h\ntiers: [{at_least: 4h, remedy: {credit: {amount: 20.00 USD}}}]", []float64{3 * 3600, 3.5 * 3600}},
		"by a clock that stands still": {
			"measure: open\nclock: {days: working}\nclose_after: 5d\ntiers: [{at_least: 3d, remedy: {credit: {amount: 20.00 USD}}}]", []float64{2.5 * 86400, 2.75 * 86400},
		},
		"more than are counted": {"measure: occurrences\nwithin: 7d\ntiers: [{at_least: 450, remedy: {credit: {amount: 20.00 USD}}}]", []float64{360, 405, 495}},
		"all of them are plays": {"measure: delay\ntiers: [{at_least: 45, remedy: {credit: {amount: 20.00 USD, per: 30}}}]", []float64{35, 40, 50, 55}},
	} {
		play, err := config.ParsePlay("play.yaml", []byte("play: p\nversion: 1\ntrigger: t\n"+test.play+foundWords))
		if err != nil {
			t.Fatal(name, err)
		}
		var got []float64
		for _, each := range shiftsOf(play) {
			got = append(got, float64(each.atLeast))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: the points are %v, want %v", name, got, test.want)
		}
	}
}

func TestStepsAreOnesThatAPersonWouldThinkOf(t *testing.T) {
	for _, test := range []struct {
		measure string
		at      recovery.Threshold
		want    float64
	}{
		{"delay_minutes", 15, 5},
		{"delay_minutes", 30, 5},
		{"delay_minutes", 60, 5},
		{"delay_minutes", 120, 15},
		{"delay_minutes", 360, 30},
		{"delay_minutes", 100, 10},
		{"percent_lost", 3.5, 0.2},
		{"percent_lost", 0.5, 0.05},
		{recovery.MeasureOccurrences, 3, 1},
		{recovery.MeasureOccurrences, 25, 3},
		{recovery.MeasureOpen, 4 * 3600, 1800},
		{recovery.MeasureOpen, 3 * 86400, 6 * 3600},
		{recovery.MeasureOpen, 10 * 86400, 86400},
	} {
		play := &recovery.Play{Measure: test.measure, Tiers: []recovery.Tier{{AtLeast: test.at}}}
		if got := stepOf(play, 0); got != test.want {
			t.Errorf("%s from %g: a step of %g, want %g", test.measure, test.at, got, test.want)
		}
	}
	near := &recovery.Play{Measure: "m", Tiers: []recovery.Tier{{AtLeast: 2}, {AtLeast: 2.1}}}
	for _, each := range shiftsOf(near) {
		if each.play.Tiers[0].AtLeast >= each.play.Tiers[1].AtLeast || each.play.Tiers[0].AtLeast <= 0 {
			t.Errorf("%+v", each.play.Tiers)
		}
	}
	if near.Tiers[0].AtLeast != 2 {
		t.Error("the play itself was changed")
	}
}
