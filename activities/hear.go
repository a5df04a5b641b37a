package activities

import (
	"time"

	"makegood/recovery"
)

// Ear notes that an observation of a trigger came; *hearing.Ear is one.
type Ear interface {
	Heard(trigger string, at time.Time) // at once
}

func (r *Records) heard(trigger string, at time.Time) {
	if r.Ear != nil {
		r.Ear.Heard(trigger, at)
	}
}

// heardOf hears the newest observation of a recovery that has its play: by when it was
// observed, since nothing else tells when it came, and never later than now.
func (r *Records) heardOf(state *recovery.State) {
	if newest := len(state.Seen.Sightings) - 1; newest >= 0 {
		at := state.Seen.Sightings[newest].At
		if now := time.Now(); at.After(now) {
			at = now
		}
		r.heard(state.Trigger, at)
	}
}
