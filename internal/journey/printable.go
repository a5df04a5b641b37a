package journey

import (
	"strings"
	"unicode"
)

// printable is a text without what XML cannot hold and a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == 0xfffe, r == 0xffff, r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func (j Journey) printable() Journey {
	stages := make([]Stage, len(j.Stages))
	for i, stage := range j.Stages {
		failures := make([]Failure, len(stage.Failures))
		for k, one := range stage.Failures {
			failures[k] = Failure{printable(one.Name), printable(one.Trigger), printable(one.Cause), one.Fixed, printable(one.Fix), printable(one.Monitor)}
		}
		stages[i] = Stage{printable(stage.Name), printable(stage.About), failures}
	}
	return Journey{printable(j.Name), printable(j.About), stages}
}

func printablePlays(plays []Play) []Play {
	all := make([]Play, len(plays))
	for i, play := range plays {
		all[i] = Play{Name: printable(play.Name), Version: play.Version, Trigger: printable(play.Trigger), When: printable(play.When), Clock: printable(play.Clock), Monitor: printable(play.Monitor)}
		for _, tier := range play.Tiers {
			all[i].Tiers = append(all[i].Tiers, printable(tier))
		}
	}
	return all
}
