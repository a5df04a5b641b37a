package recovery

import "fmt"

// CustomNamed is the play's own remedy of this activity, or nil.
func (p *Play) CustomNamed(activity string) *Custom {
	for i := range p.Tiers {
		if custom := p.Tiers[i].Remedy.Custom; custom != nil && custom.Activity == activity {
			return custom
		}
	}
	return nil
}

// custom says a remedy of the author's own: in their words once it is given. Those can
// name what all words can, save the remedy that they are.
func (p *Play) custom(part Part, m manner, all said, value float64) (string, error) {
	remedy := p.CustomNamed(part.Debt.Activity)
	switch {
	case part.Progress == RemedyComing:
		return m.phrases.coming, nil
	case part.Progress != RemedyDone, remedy == nil, len(remedy.Words) == 0:
		return m.phrases.person, nil
	}
	locale := chooseLocale(remedy.Words, p.Apology.Default, m.tag.String())
	sentence, err := render(remedy.Words[locale], all, m.plural(value))
	if err != nil {
		return "", fmt.Errorf("the words of %s in %s: %w", remedy.Activity, locale, err)
	}
	return sentence, nil
}
