package config

import (
	"slices"

	"makegood/recovery"
)

// With is the playbook with another play in it: in the place of the play of its name
// or, where there is none, beside the others. Where it applies to all, it is the one
// of its trigger that does. The playbook itself stays as it is.
func (b *Playbook) With(play *recovery.Play) *Playbook {
	plays := b.Plays()
	at := slices.IndexFunc(plays, func(one *recovery.Play) bool { return one.Name == play.Name })
	if at < 0 {
		at = len(plays)
		plays = append(plays, play)
	}
	plays[at] = play
	plays = slices.DeleteFunc(plays, func(one *recovery.Play) bool {
		return one != play && play.When == "" && one.When == "" && one.Trigger == play.Trigger
	})
	return NewPlaybook(plays...)
}
