package config

import (
	"maps"
	"slices"
	"strings"

	"makegood/recovery"
)

// Playbook is the plays that are in force. It does not change once it is loaded, and
// its plays are shared: do not change them.
type Playbook struct {
	byTrigger map[string][]entryOfBook
}

// entryOfBook is a play and to whom it applies.
type entryOfBook struct {
	play *recovery.Play
	when *condition
}

// NewPlaybook makes a playbook of plays that are parsed already. Of the plays for one
// trigger those with a when are asked first, in the order given; of those without, the
// last one stands.
func NewPlaybook(plays ...*recovery.Play) *Playbook {
	b := &Playbook{byTrigger: map[string][]entryOfBook{}}
	for _, play := range plays {
		b.add(play)
	}
	return b
}

func (b *Playbook) add(play *recovery.Play) {
	entries := b.byTrigger[play.Trigger]
	forAll := len(entries) > 0 && entries[len(entries)-1].when == nil
	switch {
	case play.When != "":
		when, wrong := compileWhen(play.When)
		if len(wrong) > 0 { // it was not parsed by us
			when = &condition{text: play.When}
		}
		at := len(entries)
		if forAll {
			at--
		}
		b.byTrigger[play.Trigger] = slices.Insert(entries, at, entryOfBook{play, when})
	case forAll:
		entries[len(entries)-1].play = play
	default:
		b.byTrigger[play.Trigger] = append(entries, entryOfBook{play: play})
	}
}

// Choose is the play that an observation begins a recovery by: the first of its
// trigger's that applies. It says in plain words why, where there was a choice. Where
// none applies the play is nil, and it says why; where the trigger has no play at all,
// both are empty.
func (b *Playbook) Choose(o *recovery.Observation) (play *recovery.Play, why string) {
	var not []string
	for _, one := range b.byTrigger[o.Trigger] {
		holds, because := one.when.holds(o)
		if !holds {
			not = append(not, one.play.Name+" does not apply: "+because)
			continue
		}
		if one.when != nil {
			not = append(not, one.play.Name+" applies: "+one.when.text)
		}
		return one.play, strings.Join(not, "; ")
	}
	return nil, strings.Join(not, "; ")
}

// ForAll is the play of a trigger where it has only one, which applies to all.
func (b *Playbook) ForAll(trigger string) (*recovery.Play, bool) {
	entries := b.byTrigger[trigger]
	if len(entries) != 1 || entries[0].when != nil {
		return nil, false
	}
	return entries[0].play, true
}

// Knows says whether a trigger has a play.
func (b *Playbook) Knows(trigger string) bool { return len(b.byTrigger[trigger]) > 0 }

// ClosesAfter is how long the longest of a trigger's plays watches.
func (b *Playbook) ClosesAfter(trigger string) (longest recovery.Duration) {
	for _, one := range b.byTrigger[trigger] {
		longest = max(longest, one.play.CloseAfter)
	}
	return longest
}

// Plays is every play, sorted by trigger, those of one trigger in the order in which
// they are asked.
func (b *Playbook) Plays() []*recovery.Play {
	var plays []*recovery.Play
	for _, trigger := range b.Triggers() {
		for _, one := range b.byTrigger[trigger] {
			plays = append(plays, one.play)
		}
	}
	return plays
}

// Named is the play of a name.
func (b *Playbook) Named(name string) (*recovery.Play, bool) {
	for _, entries := range b.byTrigger {
		for _, one := range entries {
			if one.play.Name == name {
				return one.play, true
			}
		}
	}
	return nil, false
}

// Triggers is every trigger that has a play, sorted.
func (b *Playbook) Triggers() []string { return slices.Sorted(maps.Keys(b.byTrigger)) }
