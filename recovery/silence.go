package recovery

import "time"

// SilentSince says since when nothing was heard of the trigger, and whether that is
// longer than is normal. heard is when an observation of it last came, zero where none
// ever did; watched is since when anybody listens. What was never heard is silent since
// then, not since the beginning of time.
func (m *Monitor) SilentSince(heard, watched, now time.Time) (since time.Time, silent bool) {
	since = heard
	if watched.After(heard) {
		since = watched
	}
	return since, m != nil && now.Sub(since) > m.SilentAfter.Std()
}

// Tidings is what an operator is told of something that goes wrong for a while. Empty:
// nothing.
type Tidings string

// The tidings there are.
const (
	Begins Tidings = "begins"
	Lasts  Tidings = "lasts" // once a day
	Over   Tidings = "over"
)

// tellAgain is how long after a word the operator is told that it still lasts.
const tellAgain = day

// TidingsOf decides what an operator is told: that something goes wrong, once; once a
// day that it still does; and once that it is over. told is when they were last told
// that it does; zero where they were not, or were told that it is over. The end is told
// no earlier than calm after that, so that what goes to and fro about its limit is not
// told each time.
func TidingsOf(wrong bool, told, now time.Time, calm Duration) Tidings {
	switch since := now.Sub(told); {
	case wrong && told.IsZero():
		return Begins
	case wrong && since >= tellAgain:
		return Lasts
	case !wrong && !told.IsZero() && since >= calm.Std():
		return Over
	}
	return ""
}

// Counted is how often a play has fired.
type Counted struct {
	Watched   int `json:"watched"`   // experiences that were opened within the time
	Confirmed int `json:"confirmed"` // and of those, how many were confirmed
	Confirms  int `json:"confirms"`  // confirmations within the time, whenever they were opened
}

// Of is how many of a whole were confirmed, as the limit counts them: of what was
// watched where it is a share, else of all, and the whole is zero.
func (f *FixWhen) Of(c Counted) (confirmed, watched int) {
	if f != nil && f.Recoveries > 0 {
		return c.Confirms, 0
	}
	return c.Confirmed, c.Watched
}
