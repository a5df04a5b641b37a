package recovery

// customNamed is the play's own remedy of this activity, or nil.
func (p *Play) customNamed(activity string) *Custom {
	for i := range p.Tiers {
		if custom := p.Tiers[i].Remedy.Custom; custom != nil && custom.Activity == activity {
			return custom
		}
	}
	return nil
}

// custom says a remedy of the author's own: in their words once it is given.
func (m manner) custom(remedy *Custom, progress Progress) string {
	switch {
	case progress == RemedyComing:
		return m.phrases.coming
	case progress != RemedyDone, remedy == nil:
		return m.phrases.person
	}
	return remedy.Words[chooseLocale(remedy.Words, "", m.tag.String())]
}
