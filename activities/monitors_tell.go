package activities

import (
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// saying is one notice to the operator, of one play or of several that share a source.
type saying struct {
	about   string // "silence" or "fix_when"
	tidings recovery.Tidings
	text    string
	found   []*Found
	told    func(*ledger.Look) *time.Time // where it stands when the operator was told
}

// fixCalm is how long the end of a "fix this" waits for it to stay so: a rate goes to and
// fro about its limit.
const fixCalm = recovery.Duration(24 * time.Hour)

// toTell is what the operator is to be told now. Plays that share a trigger and its
// source are told of in one notice.
func toTell(all []Found) []saying {
	type source struct {
		trigger string
		monitor recovery.Monitor
		since   time.Time
		tidings recovery.Tidings
	}
	var sayings []saying
	known := map[source]int{}
	for i := range all {
		found := &all[i]
		if tidings := recovery.TidingsOf(found.Silent, found.look.SilentTold, found.look.At, 0); tidings != "" && found.Monitor != nil {
			key := source{found.Trigger, *found.Monitor, found.Since, tidings}
			place, shared := known[key]
			if !shared {
				place = len(sayings)
				known[key] = place
				sayings = append(sayings, saying{about: "silence", tidings: tidings, told: func(l *ledger.Look) *time.Time { return &l.SilentTold }})
			}
			sayings[place].found = append(sayings[place].found, found)
		}
		if found.FixWhen == nil || found.Unknown != "" {
			continue
		}
		if tidings := recovery.TidingsOf(found.Fix, found.look.FixTold, found.look.At, fixCalm); tidings != "" {
			sayings = append(sayings, saying{
				about: "fix_when", tidings: tidings, found: []*Found{found}, text: fixWords(found, tidings),
				told: func(l *ledger.Look) *time.Time { return &l.FixTold },
			})
		}
	}
	for i := range sayings {
		if sayings[i].text == "" {
			sayings[i].text = silenceWords(sayings[i].found, sayings[i].tidings)
		}
	}
	return sayings
}
