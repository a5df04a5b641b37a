package config

import (
	"fmt"
	"strings"
	"time"

	"makegood/recovery"
)

const writeMoment = "write how long after the start, such as 90m or 2d, or a time such as 2026-11-21T18:00:00Z"

// longestScenario bounds how far from its start something can be.
const longestScenario = 10 * 365 * 24 * time.Hour

// moment reads a time as a length of time after the start; with early it may lie
// before it.
func (f field) moment(start time.Time, early bool, into *time.Duration) bool {
	written, ok := f.raw(writeMoment)
	if !ok {
		return false
	}
	at, err := parseMoment(written, start)
	scenario, _, _ := strings.Cut(f.path, ".")
	switch {
	case err == nil && strings.Contains(written, "T") && !f.doc.sound("start", scenario+".start"): // nobody knows when that is
	case err != nil:
		f.refuse(fmt.Sprintf("%q is no time", cut(written)), writeMoment)
	case at < -longestScenario || at > longestScenario:
		f.refuse(fmt.Sprintf("%s is too far from the start, %s", cut(written), start.Format(time.RFC3339)), "write at most ten years")
	case at < 0 && !early:
		f.refuse("this lies before the start, "+start.Format(time.RFC3339), "write a later time, or an earlier start")
	default:
		*into = at
		return true
	}
	return false
}

func parseMoment(written string, start time.Time) (time.Duration, error) {
	if at, err := time.Parse(time.RFC3339, written); err == nil {
		return at.Sub(start), nil
	}
	length, negative := strings.CutPrefix(strings.TrimPrefix(written, "+"), "-")
	at, err := recovery.ParseDuration(length)
	if negative {
		at = -at
	}
	return at.Std(), err
}

// Moment writes a length of time after the start as scenarios do: "1h30m", "3d2h", and
// "-2h" for an earlier time.
func Moment(at time.Duration) string {
	const aDay = 24 * time.Hour
	switch rest := at % aDay; {
	case at < 0:
		return "-" + Moment(-at)
	case at > aDay && rest > 0:
		return recovery.Duration(at-rest).String() + recovery.Duration(rest).String()
	}
	return recovery.Duration(at).String()
}

// beginning reads a point in time.
func (f field) beginning(into *time.Time) {
	const right = "write RFC 3339, such as 2026-11-21T18:00:00Z"
	written, ok := f.raw(right)
	if !ok {
		return
	}
	at, err := time.Parse(time.RFC3339, written)
	if err != nil || at.Year() < 1971 || at.Year() > 2200 {
		f.refuse(fmt.Sprintf("%q is no time that scenarios can begin at", cut(written)), right)
		return
	}
	*into = at
}
