package recovery

import (
	"slices"
	"time"
)

// passes says whether a day passes, once so much has passed before it.
func (c *Clock) passes(today time.Time, before time.Duration) bool {
	if c.Days != WorkingDays || c.For > 0 && before >= c.For.Std() {
		return true
	}
	return isWeekday(today.Weekday()) && !slices.Contains(c.Holidays, c.date(today))
}

// keepsOn says whether the same kind of days passes from here on, once so much has.
func (c *Clock) keepsOn(before time.Duration) bool {
	return c.Days != WorkingDays || c.For == 0 || before >= c.For.Std()
}

// passing is how many days pass from one midnight to another, where the same kind of
// days passes in between.
func (c *Clock) passing(from, to time.Time, before time.Duration) int {
	days := int(shownBy(to).Sub(shownBy(from)).Round(day) / day)
	if c.Days != WorkingDays || c.For > 0 && before >= c.For.Std() {
		return days
	}
	count := days / 7 * 5
	for i := range days % 7 {
		if isWeekday(from.Weekday() + time.Weekday(i)) {
			count++
		}
	}
	first, end := c.date(from), c.date(to)
	for _, holiday := range slices.Compact(slices.Sorted(slices.Values(c.Holidays))) {
		on, err := time.Parse(time.DateOnly, string(holiday))
		if err == nil && holiday >= first && holiday < end && isWeekday(on.Weekday()) {
			count--
		}
	}
	return count
}

func isWeekday(weekday time.Weekday) bool {
	return weekday%7 != time.Saturday && weekday%7 != time.Sunday
}
