package recovery

import (
	"fmt"
	"time"
)

// Quiet is the hours of the day in which a channel does not ring, in minutes after
// midnight. To may lie on the next day: 21:00 to 08:00.
type Quiet struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// ParseQuiet reads hours as plays write them: "21:00-08:00".
func ParseQuiet(s string) (Quiet, error) {
	var from, to [2]int
	n, err := fmt.Sscanf(s, "%2d:%2d-%2d:%2d", &from[0], &from[1], &to[0], &to[1])
	quiet := Quiet{From: 60*from[0] + from[1], To: 60*to[0] + to[1]}
	valid := func(clock [2]int) bool { return clock[0] >= 0 && clock[0] < 24 && clock[1] >= 0 && clock[1] < 60 }
	if err != nil || n != 4 || !valid(from) || !valid(to) || quiet.From == quiet.To || quiet.String() != s {
		return Quiet{}, fmt.Errorf("%q are no hours: write from-to, such as 21:00-08:00", s)
	}
	return quiet, nil
}

// String writes the hours as plays do.
func (q Quiet) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", q.From/60, q.From%60, q.To/60, q.To%60)
}

// QuietUntil is when a channel may ring for a customer again: the end of its quiet
// hours in their time zone, else in the play's. It is zero where it may ring now.
func (p *Play) QuietUntil(channel Channel, zone string, now time.Time) time.Time {
	quiet, has := p.Apology.Quiet[channel]
	if !has {
		return time.Time{}
	}
	ends, at := now, p.where(zone)
	for quiet.covers(ends.In(at)) { // again where the clocks are put back into it
		ends = quiet.end(ends.In(at))
	}
	if ends.Equal(now) {
		return time.Time{}
	}
	return ends.UTC()
}

// QuietFrom is when a channel's next quiet hours begin for a customer, or now where they
// have begun. It is zero where the channel has none.
func (p *Play) QuietFrom(channel Channel, zone string, now time.Time) time.Time {
	quiet, has := p.Apology.Quiet[channel]
	if !has {
		return time.Time{}
	}
	begins, at := now, p.where(zone)
	for !quiet.covers(begins.In(at)) { // minute by minute: clocks skip some, and show some twice
		begins = begins.Truncate(time.Minute).Add(time.Minute)
	}
	return begins.UTC()
}

// where is the customer's time zone, else the play's.
func (p *Play) where(zone string) *time.Location {
	if zone == "" || !knownZone(zone) {
		zone = p.Clock.Zone
	}
	return zoneNamed(zone)
}

// covers says whether the hours hold at a moment, by the clocks where it is local.
func (q Quiet) covers(local time.Time) bool {
	minute := 60*local.Hour() + local.Minute()
	if q.From > q.To {
		return minute >= q.From || minute < q.To
	}
	return minute >= q.From && minute < q.To
}

// end is when the hours that hold at a moment are over.
func (q Quiet) end(local time.Time) time.Time {
	days := 0
	if q.From > q.To && 60*local.Hour()+local.Minute() >= q.From {
		days = 1
	}
	at := onTheWall(local.Year(), local.Month(), local.Day()+days, q.To, local.Location())
	if at.After(local) {
		return at
	}
	back, _ := local.ZoneBounds() // the clocks were put back: they show the end once more
	_, offset := local.Zone()
	_, before := back.Add(-time.Nanosecond).Zone()
	return at.Add(time.Duration(before-offset) * time.Second)
}
