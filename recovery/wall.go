package recovery

import "time"

// onTheWall is the first moment at which the clocks of a zone show a time of a day,
// in minutes after midnight; where they are put forward past it, the moment at which
// they are. A day beyond the month's end is one of the next month.
func onTheWall(year int, month time.Month, date, minute int, zone *time.Location) time.Time {
	wanted := time.Date(year, month, date, 0, minute, 0, 0, time.UTC)
	at := time.Date(year, month, date, 0, minute, 0, 0, zone)
	begun, ends := at.ZoneBounds()
	switch shown := shownBy(at); {
	case shown.Before(wanted):
		return ends
	case shown.After(wanted):
		return begun
	case begun.IsZero():
		return at
	}
	_, offset := at.Zone()
	_, before := begun.Add(-time.Nanosecond).Zone()
	if once := at.Add(time.Duration(offset-before) * time.Second); once.Before(begun) && before > offset {
		return once
	}
	return at
}

// shownBy is what the clocks show at a moment, as if they stood in UTC.
func shownBy(at time.Time) time.Time {
	_, offset := at.Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}
