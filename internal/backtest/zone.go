package backtest

import (
	"time"

	"makegood/recovery"
)

// zone is where a play's days begin.
type zone struct{ *time.Location }

// zoneOf is the play's own, or UTC.
func zoneOf(play *recovery.Play) zone {
	if name := play.Clock.Zone; name != "" {
		if found, err := time.LoadLocation(name); err == nil {
			return zone{found}
		}
	}
	return zone{time.UTC}
}

// day is the day of a moment, counted from 1970.
func (z zone) day(at time.Time) int32 {
	if z.Location != time.UTC {
		local := at.In(z.Location)
		at = time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	}
	seconds := at.Unix()
	day := seconds / 86400
	if seconds%86400 < 0 {
		day--
	}
	return int32(day)
}

// dateOf writes a day as plays do.
func dateOf(day int32) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}
