package recovery

// Fatigue is how many apologies one customer gets, of any play, before the words are
// a person's to say. Money never waits for it.
//
// Repeated apologies can do worse than silence (Econ. Journal 132:273).
type Fatigue struct {
	Apologies int      `json:"apologies"`
	Within    Duration `json:"within"`
}

// Budget is what a play may give on one day without a person's word. What is owed
// beyond it waits for that word, and is given without it after ApproveWithin.
type Budget struct {
	PerDay        []Money  `json:"per_day"` // one for each currency
	ApproveWithin Duration `json:"approve_within"`
}

// Of is what the budget allows in a currency on one day; false where it sets no limit.
func (b *Budget) Of(currency Currency) (Money, bool) {
	if b == nil {
		return Money{}, false
	}
	for _, limit := range b.PerDay {
		if limit.Currency == currency {
			return limit, true
		}
	}
	return Money{}, false
}

// Monitor is where a play's trigger comes from, and how long it may be silent.
type Monitor struct {
	From        string   `json:"from"`
	SilentAfter Duration `json:"silent_after"`
}

// String says it in one line: "ops feed of arrivals; silent after 6h".
func (m Monitor) String() string { return m.From + "; silent after " + m.SilentAfter.String() }

// FixWhen is when a play fires so often that what it makes good should be mended
// instead: more than Percent of what was watched within the time was confirmed, or
// more than Recoveries were. One of the two is set.
type FixWhen struct {
	Percent    Percent  `json:"percent,omitempty"`
	Recoveries int      `json:"recoveries,omitempty"`
	Within     Duration `json:"within"`
	AtLeast    int      `json:"at_least,omitempty"` // with Percent: how many must have been watched to tell
}

// Reached says whether so many confirmed among so many watched are too many.
func (f *FixWhen) Reached(confirmed, watched int) bool {
	switch {
	case f == nil:
		return false
	case f.Recoveries > 0:
		return confirmed > f.Recoveries
	}
	return watched >= f.AtLeast && uint64(confirmed)*whole > uint64(f.Percent)*uint64(watched)
}
