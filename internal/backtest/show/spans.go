package show

import (
	"slices"
	"time"

	"makegood/internal/backtest"
	"makegood/recovery"
)

// span is some days that are shown as one: a day, a week or a month.
type span struct {
	label string // its first day
	one   backtest.Day
	other backtest.Day
}

// spans puts the days of one or two plays together so that they fit a picture, with
// those on which nothing happened. What they are is said in a word.
func spans(one, other []backtest.Day) (all []span, each string) {
	dates := make([]string, 0, len(one)+len(other))
	for _, day := range slices.Concat(one, other) {
		dates = append(dates, day.Date)
	}
	if len(dates) == 0 {
		return nil, "day"
	}
	first, _ := time.Parse(time.DateOnly, slices.Min(dates)) // they were written so
	last, _ := time.Parse(time.DateOnly, slices.Max(dates))
	days := int(last.Sub(first).Hours()/24) + 1
	begin, next := first, func(at time.Time) time.Time { return at.AddDate(0, 0, 1) }
	switch each = "day"; {
	case days > 750:
		each, begin = "month", first.AddDate(0, 0, 1-first.Day())
		next = func(at time.Time) time.Time { return at.AddDate(0, 1, 0) }
	case days > 100:
		each, begin = "week", first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
		next = func(at time.Time) time.Time { return at.AddDate(0, 0, 7) }
	}
	for at := begin; !at.After(last); at = next(at) {
		from, to := at.Format(time.DateOnly), next(at).Format(time.DateOnly)
		all = append(all, span{from, within(one, from, to), within(other, from, to)})
	}
	return all, each
}

// within adds up the days from one on, up to another.
func within(days []backtest.Day, from, to string) backtest.Day {
	sum := backtest.Day{Cost: backtest.Money{}}
	for _, day := range days {
		if day.Date >= from && day.Date < to {
			sum.Recoveries += day.Recoveries
			sum.Coupons += day.Coupons
			sum.Cost = plus(sum.Cost, day.Cost)
		}
	}
	return sum
}

// inUnits is an amount as people say it: 12.5 for 1250 cents.
func inUnits(currency recovery.Currency, amount int64) float64 {
	value := float64(amount)
	for range currency.Decimals() {
		value /= 10
	}
	return value
}
