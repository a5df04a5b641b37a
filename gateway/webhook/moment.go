package webhook

import "time"

// near says whether a call was signed within a time of now, before or after it.
func near(signed, now time.Time, within time.Duration) bool {
	apart := now.Sub(signed)
	return -within <= apart && apart <= within
}

// lastMoment is the first that cannot be written in JSON any more: the year 10000.
const lastMoment = 253_402_300_800

// moment reads the seconds since 1970 in which providers say when.
func moment(seconds int64) (at time.Time, ok bool) {
	return time.Unix(seconds, 0).UTC(), 0 < seconds && seconds < lastMoment
}
