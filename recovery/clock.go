package recovery

import "time"

// Clock is how a play reckons days and time. The zero clock is real time, and days
// in UTC.
type Clock struct {
	Zone     string `json:"zone,omitempty"`     // IANA; empty: UTC
	Days     Days   `json:"days,omitempty"`     // which days pass; empty: CalendarDays
	Starts   Starts `json:"starts,omitempty"`   // from when on it runs; empty: StartsAtOnce
	Holidays []Date `json:"holidays,omitempty"` // days that do not pass either, where only working days do

	For Duration `json:"for,omitempty"` // with WorkingDays: once so much has passed, all days do; 0: never
}

// Days is which days pass by a clock.
type Days string

// The days there are.
const (
	CalendarDays Days = "calendar" // all of them
	WorkingDays  Days = "working"  // Monday to Friday, without holidays
)

// Starts is from when on a clock runs.
type Starts string

// The starts there are.
const (
	StartsAtOnce  Starts = "at_once"  // when it occurred
	StartsNextDay Starts = "next_day" // at the midnight after it occurred: the day itself does not count
)

// IsReal says whether the clock shows real time.
func (c *Clock) IsReal() bool { return c.Days != WorkingDays && c.Starts != StartsNextDay }

// date is the day on which a moment falls.
func (c *Clock) date(at time.Time) Date {
	return Date(at.In(zoneNamed(c.Zone)).Format(time.DateOnly))
}

// elapsed is how much time passes from one moment to another by the clock. Where it
// is not real time each day that passes counts 24 hours, whatever the clocks on the
// wall do in it.
func (c *Clock) elapsed(from, to time.Time) time.Duration {
	if c.IsReal() {
		return to.Sub(from)
	}
	total, begins := time.Duration(0), c.begins(from)
	for today := c.midnight(begins, 0); today.Before(to); {
		tomorrow := c.midnight(today, 1)
		if start, end := later(today, begins), earlier(tomorrow, to); c.passes(today, total) && end.After(start) {
			length := tomorrow.Sub(today)
			total += ofDay(end.Sub(today), length) - ofDay(start.Sub(today), length)
		}
		today = tomorrow
		if last := c.midnight(to, 0); today.Before(last) && c.keepsOn(total) {
			total += time.Duration(c.passing(today, last, total)) * day
			today = last
		}
	}
	return total
}

// after is the first moment at which so much time has passed by the clock.
func (c *Clock) after(from time.Time, length time.Duration) time.Time {
	if c.IsReal() {
		return from.Add(length)
	}
	if length <= 0 {
		return from
	}
	total, begins := time.Duration(0), c.begins(from)
	for today := c.midnight(begins, 0); ; {
		tomorrow := c.midnight(today, 1)
		if c.passes(today, total) {
			dayLong := tomorrow.Sub(today)
			passed := ofDay(later(today, begins).Sub(today), dayLong)
			if left := length - total; passed+left <= day {
				return today.Add(ofReal(passed+left, dayLong)).UTC()
			}
			total += day - passed
		}
		if today = tomorrow; today.Sub(from) > maxDays*day {
			return today // no calendar is that long
		}
	}
}

// ofDay is how much of 24 hours a part of a day is that may have another length.
func ofDay(part, dayLong time.Duration) time.Duration {
	if dayLong == day {
		return part
	}
	return day - scaled(dayLong-part, day, dayLong) // rounded down
}

// ofReal is the shortest part of a day that comes to so much of 24 hours.
func ofReal(part, dayLong time.Duration) time.Duration {
	return scaled(part, dayLong, day)
}

func scaled(part, to, from time.Duration) time.Duration {
	return time.Duration(mulDivUp(uint64(max(part, 0)), uint64(to), uint64(from)))
}

func (c *Clock) begins(from time.Time) time.Time {
	if c.Starts == StartsNextDay {
		return c.midnight(from, 1)
	}
	return from
}

// midnight is when the day of a moment begins, or a day so many days after it.
func (c *Clock) midnight(at time.Time, days int) time.Time {
	local := at.In(zoneNamed(c.Zone))
	return onTheWall(local.Year(), local.Month(), local.Day()+days, 0, local.Location())
}

// Longest is the most real time in which so much may pass by the clock, whenever it
// begins, holidays apart.
func (c *Clock) Longest(length Duration) Duration {
	longest, weekdays := Duration(0), *c
	weekdays.Holidays = nil
	for hours := range 14 {
		begin := time.Date(2026, 1, 5, 12*hours, 0, 1, 0, time.UTC)
		longest = max(longest, Duration(weekdays.after(begin, length.Std()).Sub(begin)))
	}
	return longest
}
