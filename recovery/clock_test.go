package recovery

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// local is a moment as a clock on the wall shows it.
func local(t testing.TB, zone, written string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", written, zoneNamed(zone))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestElapsed(t *testing.T) {
	const london, berlin, newYork, santiago, havana = "Europe/London", "Europe/Berlin", "America/New_York", "America/Santiago", "America/Havana"
	working := func(zone string, holidays ...Date) Clock {
		return Clock{Zone: zone, Days: WorkingDays, Holidays: holidays}
	}
	nextDay := func(c Clock) Clock { c.Starts = StartsNextDay; return c }
	for name, c := range map[string]struct {
		clock    Clock
		from, to string // by the clock's zone
		want     time.Duration
	}{
		"real time":                              {Clock{Zone: london}, "2026-04-02 10:00:00", "2026-04-07 10:00:00", 5 * day},
		"real time over a change of clocks":      {Clock{Zone: london}, "2026-03-28 12:00:00", "2026-03-29 12:00:00", 23 * time.Hour},
		"within a working day":                   {working(london), "2026-04-01 10:00:00", "2026-04-01 17:30:00", 7*time.Hour + 30*time.Minute},
		"a weekend stands still":                 {working(london), "2026-04-10 18:00:00", "2026-04-13 06:00:00", 12 * time.Hour},
		"begun on a Saturday":                    {working(london), "2026-04-11 10:00:00", "2026-04-13 01:00:00", time.Hour},
		"all on a Sunday":                        {working(london), "2026-04-12 01:00:00", "2026-04-12 23:00:00", 0},
		"Easter":                                 {working(london, "2026-04-03", "2026-04-06"), "2026-04-02 12:00:00", "2026-04-07 12:00:00", day},
		"a working week":                         {working(berlin), "2026-04-13 00:00:00", "2026-04-20 00:00:00", 5 * day},
		"the next day":                           {nextDay(Clock{Zone: berlin}), "2026-04-13 09:00:00", "2026-04-14 00:00:01", time.Second},
		"the next day, still the same":           {nextDay(Clock{Zone: berlin}), "2026-04-13 09:00:00", "2026-04-13 23:59:59", 0},
		"the next day after midnight sharp":      {nextDay(Clock{Zone: berlin}), "2026-04-13 00:00:00", "2026-04-14 06:00:00", 6 * time.Hour},
		"the next working day":                   {nextDay(working(london)), "2026-04-10 09:00:00", "2026-04-13 03:00:00", 3 * time.Hour},
		"a day of 23 hours counts 24":            {nextDay(Clock{Zone: berlin}), "2026-03-28 09:00:00", "2026-03-30 00:00:00", day},
		"a day of 25 hours counts 24":            {nextDay(Clock{Zone: newYork}), "2026-10-31 09:00:00", "2026-11-02 00:00:00", day},
		"noon of a day of 23 hours is half":      {nextDay(Clock{Zone: berlin}), "2026-03-28 09:00:00", "2026-03-29 12:30:00", 12 * time.Hour},
		"noon of a day of 25 hours is half":      {nextDay(Clock{Zone: newYork}), "2026-10-31 09:00:00", "2026-11-01 11:30:00", 12 * time.Hour},
		"clocks that skip midnight":              {nextDay(Clock{Zone: santiago}), "2026-09-04 09:00:00", "2026-09-07 00:00:00", 2 * day},
		"clocks that show midnight twice":        {nextDay(Clock{Zone: havana}), "2026-10-30 09:00:00", "2026-11-02 00:00:00", 2 * day},
		"a working day is the zone's, not UTC's": {working(newYork), "2026-04-10 19:00:00", "2026-04-10 23:00:00", 4 * time.Hour},
		"working days at first, then all": {
			Clock{Zone: london, Days: WorkingDays, Starts: StartsNextDay, For: Duration(2 * day)},
			"2026-04-08 10:00:00", "2026-04-13 00:00:00", 4 * day, // Thursday, Friday, and the weekend
		},
		"working days at first, begun before a weekend": {
			Clock{Zone: london, Days: WorkingDays, Starts: StartsNextDay, For: Duration(2 * day)},
			"2026-04-09 10:00:00", "2026-04-14 00:00:00", 2 * day, // Friday and Monday
		},
		"working days until the middle of one": {
			Clock{Zone: london, Days: WorkingDays, For: Duration(day)},
			"2026-04-09 12:00:00", "2026-04-11 12:00:00", 2 * day,
		},
		"the other way round nothing has elapsed": {working(london), "2026-04-14 10:00:00", "2026-04-13 10:00:00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			from, to := local(t, c.clock.Zone, c.from), local(t, c.clock.Zone, c.to)
			if got := c.clock.elapsed(from, to); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if c.want <= 0 || c.clock.IsReal() {
				return
			}
			if got := c.clock.after(from, c.want); got.After(to) || c.clock.elapsed(from, got) != c.want {
				t.Errorf("%s has passed by %s, and not sooner than %s", c.want, to, got)
			}
		})
	}
}

// Two full working days by the clock that Ofcom's scheme asks for.
func TestAfterTwoFullWorkingDays(t *testing.T) {
	clock := Clock{Zone: "Europe/London", Days: WorkingDays, Starts: StartsNextDay, Holidays: []Date{"2026-12-25", "2026-12-28"}}
	for reported, want := range map[string]string{
		"2026-04-13 09:00:00": "2026-04-16 00:00:00", // Monday: Tuesday and Wednesday
		"2026-04-09 23:59:59": "2026-04-14 00:00:00", // Thursday: Friday and Monday
		"2026-04-11 12:00:00": "2026-04-15 00:00:00", // Saturday: Monday and Tuesday
		"2026-12-23 12:00:00": "2026-12-30 00:00:00", // the 24th and the 29th
	} {
		got := clock.after(local(t, clock.Zone, reported), 2*day)
		if !got.Equal(local(t, clock.Zone, want)) {
			t.Errorf("reported %s: %s, want %s", reported, got.In(zoneNamed(clock.Zone)), want)
		}
	}
}

var clockZones = []string{"", "Europe/London", "Europe/Berlin", "America/New_York", "America/Santiago", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"}

func drawAnyClock(t *rapid.T) Clock {
	clock := Clock{Zone: rapid.SampledFrom(clockZones).Draw(t, "zone")}
	if rapid.Bool().Draw(t, "working") {
		clock.Days = WorkingDays
		for range rapid.IntRange(0, 3).Draw(t, "holidays") {
			clock.Holidays = append(clock.Holidays, Date(drawMoment(t).Format(time.DateOnly)))
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "for a while") == 0 {
		clock.For = Duration(rapid.Int64Range(1, int64(6*day)).Draw(t, "for"))
	}
	if rapid.Bool().Draw(t, "next day") {
		clock.Starts = StartsNextDay
	}
	return clock
}

// drawMoment is often close to where clocks are changed, and to the second.
func drawMoment(t *rapid.T) time.Time {
	days := rapid.SampledFrom([]int{0, 66, 87, 113, 248, 297, 304, rapid.IntRange(0, 400).Draw(t, "day")}).Draw(t, "date")
	return time.Date(2026, 1, 1+days, 0, 0, rapid.IntRange(-86400, 86400).Draw(t, "second"), rapid.IntRange(0, 1).Draw(t, "ns"), time.UTC)
}

func TestTimeByTheClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock, from := drawAnyClock(t), drawMoment(t)
		length := time.Duration(rapid.Int64Range(1, int64(20*day)).Draw(t, "length"))
		then := clock.after(from, length)
		if got := clock.elapsed(from, then); got < length {
			t.Fatalf("at %s only %s has passed, and not %s", then, got, length)
		}
		if just := then.Add(-time.Nanosecond); clock.elapsed(from, just) >= length {
			t.Fatalf("%s has passed before %s already", length, then)
		}

		middle := from.Add(time.Duration(rapid.Int64Range(0, int64(10*day)).Draw(t, "middle")))
		end := middle.Add(time.Duration(rapid.Int64Range(0, int64(10*day)).Draw(t, "end")))
		first, all := clock.elapsed(from, middle), clock.elapsed(from, end)
		if first < 0 || first > all {
			t.Fatalf("%s by %s, and %s by %s", first, middle, all, end)
		}
		going := clock
		going.Starts = StartsAtOnce // what has begun goes on
		if begins := clock.begins(from); clock.Days == WorkingDays && clock.For == 0 && !middle.Before(begins) && first+going.elapsed(middle, end) != all {
			t.Fatalf("%s and %s make %s", first, going.elapsed(middle, end), all)
		}
	})
}

// The longest that a wait can be, as the check of close_after needs it.
func TestLongest(t *testing.T) {
	for _, c := range []struct {
		clock  Clock
		length Duration
		want   Duration // at least this, and less than a day more
	}{
		{Clock{}, Duration(2 * day), Duration(2 * day)},
		{Clock{Days: WorkingDays}, Duration(2 * day), Duration(4 * day)},
		{Clock{Days: WorkingDays, Starts: StartsNextDay}, Duration(2 * day), Duration(5*day - time.Second)},
		{Clock{Starts: StartsNextDay}, Duration(time.Hour), Duration(25*time.Hour - time.Second)},
		{Clock{Days: WorkingDays}, Duration(5 * day), Duration(7 * day)},
	} {
		if got := c.clock.Longest(c.length); got < c.want || got >= c.want+Duration(day) {
			t.Errorf("%+v: %s may take %s, want %s", c.clock, c.length, got, c.want)
		}
	}
}

func TestOnTheWall(t *testing.T) {
	for _, c := range []struct{ zone, day, clock, want string }{
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00:00Z"},    // skipped: three o'clock comes at once
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z"},    // shown twice: the first
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"}, // skipped
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"}, // shown twice
		{"America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00:00Z"}, // midnight is skipped
		{"America/Havana", "2026-11-01", "00:00", "2026-11-01T04:00:00Z"},   // midnight comes twice
		{"Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00Z"},     // midnight is skipped
		{"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00Z"},     // the day is skipped
		{"Asia/Kolkata", "2026-04-24", "05:30", "2026-04-24T00:00:00Z"},
	} {
		on, err := time.Parse("2006-01-02 15:04", c.day+" "+c.clock)
		if err != nil {
			t.Fatal(err)
		}
		got := onTheWall(on.Year(), on.Month(), on.Day(), 60*on.Hour()+on.Minute(), zoneNamed(c.zone))
		if got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%s on %s in %s is %s, want %s", c.clock, c.day, c.zone, got.UTC().Format(time.RFC3339), c.want)
		}
	}
}

// However long it is, it comes to as much as when it is reckoned day by day.
func TestALongTimeByTheClock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock, from := drawAnyClock(t), drawMoment(t)
		clock.Starts, clock.For = StartsAtOnce, 0
		to, total := from, time.Duration(0)
		for range rapid.IntRange(0, 800).Draw(t, "steps") {
			next := to.Add(20 * time.Hour)
			total += clock.elapsed(to, next)
			to = next
		}
		if got := clock.elapsed(from, to); !clock.IsReal() && got != total {
			t.Fatalf("from %s to %s it is %s, and day by day %s", from, to, got, total)
		}
	})
}

// Somebody may report what began long ago.
func TestAVeryLongTimeByTheClock(t *testing.T) {
	clock := Clock{Zone: "Europe/London", Days: WorkingDays, Holidays: []Date{"2026-11-16", "2026-11-16", "2026-11-21", "1960-01-01"}}
	from := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC) // one o'clock on a Thursday: it was summer time all year
	if got := clock.elapsed(from, local(t, clock.Zone, "2026-11-23 00:00:00")); got != 14841*day-time.Hour {
		t.Errorf("%s, which is %.4f days", got, float64(got)/float64(day))
	}
}
