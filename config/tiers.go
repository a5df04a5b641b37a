package config

import (
	"fmt"
	"math"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

func tierPath(i int, name string) string { return fmt.Sprintf("tiers[%d].%s", i, name) }

// tiers reads the tiers of a play with this measure, and refuses those that do
// not ascend.
func (f field) tiers(measure string) []recovery.Tier {
	items := f.list()
	switch {
	case f.exists() && len(items) == 0 && f.doc.sound(f.path):
		f.refuse("there is no tier", "write at least one: - {at_least: 120, remedy: {refund: {percent: 25}}}")
	case len(items) > maxTiers:
		f.refuse(fmt.Sprintf("there are %d tiers", len(items)), fmt.Sprintf("write at most %d", maxTiers))
		return nil
	}
	tiers := make([]recovery.Tier, len(items))
	for i, item := range items {
		m := item.mapping("at_least", "remedy")
		m.need("at_least", "say from when the remedy is owed").threshold(measure, &tiers[i].AtLeast)
		tiers[i].Remedy, tiers[i].Else = m.need("remedy", oneRemedy).remedies(measure)
		if i == 0 || !f.doc.sound(tierPath(i-1, "at_least"), tierPath(i, "at_least"), "measure") {
			continue
		}
		if before, now := tiers[i-1].AtLeast, tiers[i].AtLeast; now <= before {
			wrong := "this is not above the tier before it"
			if now == before {
				wrong = "this equals the tier before it"
			}
			f.doc.refuse(tierPath(i, "at_least"), wrong, "order tiers from the lowest to the highest, each once")
		}
	}
	return tiers
}

// threshold reads what the measure is compared with: a duration for open, a
// count for occurrences, a number for any other.
func (f field) threshold(measure string, into *recovery.Threshold) {
	switch measure {
	case "": // refused already
	case recovery.MeasureOpen:
		var open recovery.Duration
		f.duration(&open, span{})
		*into = recovery.Threshold(open.Std().Seconds())
	case recovery.MeasureOccurrences:
		var count int
		f.whole(&count, 1, "write how many occurrences it takes, a whole number from 1 on")
		if count > recovery.MaxOccurrences {
			f.refuse(fmt.Sprintf("this is %d, and at most %d occurrences are counted", count, recovery.MaxOccurrences), fmt.Sprintf("write a number from 1 to %d", recovery.MaxOccurrences))
		}
		*into = recovery.Threshold(count)
	default:
		f.number(into)
	}
}

func (f field) number(into *recovery.Threshold) {
	const right = "write a number, in the measure's own unit"
	written, ok := f.raw(right)
	if !ok {
		return
	}
	value, err := strconv.ParseFloat(written, 64)
	switch f.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
	default:
		err = strconv.ErrSyntax
	}
	if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
		f.refuse(fmt.Sprintf("%q is not a number", cut(written)), right)
		return
	}
	*into = recovery.Threshold(value)
}
