package backtest

import (
	"math"
	"slices"
	"strconv"

	"makegood/recovery"
)

// shift is a play with one threshold moved.
type shift struct {
	tier    int
	atLeast recovery.Threshold
	play    *recovery.Play
	between [2]float64 // the threshold here and there, the lower one first
}

// shiftsOf moves each threshold by one and two steps, down and up, as far as it stays
// above nothing and between its neighbours, can be met, and owes something where it is.
func shiftsOf(play *recovery.Play) []shift {
	var shifts []shift
	for tier := range play.Tiers {
		step := stepOf(play, tier)
		for _, steps := range []float64{-2, -1, 1, 2} {
			moved := play.Tiers[tier].AtLeast + recovery.Threshold(steps*step)
			moved = recovery.Threshold(tidy(float64(moved)))
			if moved <= 0 || tier > 0 && moved <= play.Tiers[tier-1].AtLeast || tier+1 < len(play.Tiers) && moved >= play.Tiers[tier+1].AtLeast {
				continue
			}
			changed := *play
			changed.Tiers = slices.Clone(play.Tiers)
			changed.Tiers[tier].AtLeast = moved
			if !changed.CanBeMet(tier) || changed.OwesNothing(tier) {
				continue
			}
			shifts = append(shifts, shift{tier, moved, &changed, between(float64(moved), float64(play.Tiers[tier].AtLeast))})
		}
	}
	return shifts
}

func between(a, b float64) [2]float64 { return [2]float64{min(a, b), max(a, b)} }

// matters says whether a shift may decide otherwise than the play: a number that was
// reported lies between the two thresholds, or on one. What Makegood measures itself
// passes through all numbers.
func (s *shift) matters(play *recovery.Play, seen []recovery.Sighting) bool {
	return !needs(play) || slices.ContainsFunc(seen, func(one recovery.Sighting) bool {
		return one.Measured && one.Value >= s.between[0] && one.Value <= s.between[1]
	})
}

// stepOf is a change of a threshold that a person would think of: a round number that
// is about a tenth of it. Of a length of time it is round in minutes, hours or days.
func stepOf(play *recovery.Play, tier int) float64 {
	at := float64(play.Tiers[tier].AtLeast)
	if play.Measure == recovery.MeasureOccurrences {
		return max(1, math.Round(at/10))
	}
	if play.Measure == recovery.MeasureOpen {
		return roundest(at, []float64{1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400, 5 * 86400, 10 * 86400})
	}
	unit := math.Pow(10, math.Floor(math.Log10(max(at, 1e-9)))-2)
	steps := []float64{unit, 2 * unit, 5 * unit, 10 * unit, 20 * unit, 50 * unit, 100 * unit}
	if math.Mod(at, 15) == 0 { // such as minutes
		steps = []float64{5, 15, 30, 60, 120}
	}
	return roundest(at, steps)
}

// roundest is the greatest of the steps that is at most an eighth of a threshold.
func roundest(at float64, steps []float64) float64 {
	best := steps[0]
	for _, step := range steps {
		if step <= at/8 {
			best = step
		}
	}
	return best
}

// tidy takes away what adding fractions has left behind the twelfth digit.
func tidy(number float64) float64 {
	number, _ = strconv.ParseFloat(strconv.FormatFloat(number, 'g', 12, 64), 64)
	return number
}
