package workflows

import (
	"slices"
	"strings"
	"time"

	"makegood/recovery"
)

// verdict is what somebody would have decided who looked at every minute: what is
// known by now, which tier does it meet, since when without a break?
type verdict struct {
	fell bool
	tier int // that is owed, or -1: let go
	at   time.Time
}

func verdictOn(play *recovery.Play, seen []*recovery.Observation, now time.Time) verdict {
	seen = slices.Clone(seen)
	slices.SortFunc(seen, func(a, b *recovery.Observation) int {
		if order := a.ObservedAt.Compare(b.ObservedAt); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	for {
		one := firstVerdict(play, seen, now)
		if !one.fell || one.tier >= 0 {
			return one
		}
		following := slices.IndexFunc(seen, func(o *recovery.Observation) bool { return o.ObservedAt.After(one.at) })
		if following < 0 {
			return one
		}
		seen = seen[following:] // what is seen after the end is watched anew
	}
}

func firstVerdict(play *recovery.Play, seen []*recovery.Observation, now time.Time) verdict {
	if len(seen) == 0 {
		closes := start.Add(play.CloseAfter.Std())
		return verdict{fell: !now.Before(closes), tier: -1, at: closes}
	}
	closes := seen[0].ObservedAt.Add(play.CloseAfter.Std())
	since := make([]time.Time, len(play.Tiers)) // for each tier: since when it is met
	for moment := seen[0].ObservedAt; !moment.After(now) && !moment.After(closes); moment = moment.Add(time.Minute) {
		var value float64 // that stands before the end
		var end *recovery.Observation
		for _, o := range seen {
			if o.ObservedAt.After(moment) || end != nil {
				break
			}
			if o.Resolved {
				end = o
			} else {
				value = o.Measures["delay_minutes"]
			}
		}
		tier := meets(play, value)
		for i := range since {
			if i > tier {
				since[i] = time.Time{}
			} else if since[i].IsZero() {
				since[i] = moment
			}
		}
		if tier >= 0 && !moment.Before(since[tier].Add(play.Hold.Std())) {
			return verdict{true, tier, moment}
		}
		if end != nil {
			last, measured := end.Measures["delay_minutes"] // reported with the end it needs no hold
			if !measured {
				last = 0
			}
			return verdict{true, meets(play, last), moment}
		}
	}
	return verdict{fell: !now.Before(closes), tier: -1, at: closes}
}

func meets(play *recovery.Play, value float64) int {
	met := -1
	for i, tier := range play.Tiers {
		if value >= float64(tier.AtLeast) {
			met = i
		}
	}
	return met
}
