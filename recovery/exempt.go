package recovery

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Exempt is the causes for which nothing is owed: by the name of an attribute, the
// values that exempt. The latest word on each attribute counts.
type Exempt map[string][]string

// Causes is what was said of the attributes that can exempt: by the attribute's name
// the cause as the play writes it, or nothing where the value exempts nobody.
type Causes map[string]string

// of picks from an observation's attributes what can exempt; nil where none is given.
func (e Exempt) of(attributes map[string]any) Causes {
	var causes Causes
	for name, values := range e {
		value, given := attributes[name]
		if !given {
			continue
		}
		if causes == nil {
			causes = Causes{}
		}
		said := strings.TrimSpace(plainly(value))
		same := func(cause string) bool { return strings.EqualFold(said, cause) }
		causes[name] = ""
		if i := slices.IndexFunc(values, same); i >= 0 {
			causes[name] = values[i]
		}
	}
	return causes
}

// and is the causes with what was said of them later.
func (c Causes) and(later Causes) Causes {
	if len(later) == 0 {
		return c
	}
	all := maps.Clone(c)
	if all == nil {
		all = Causes{}
	}
	maps.Copy(all, later)
	return all
}

// owing is the sightings without the occurrences that a cause exempts.
func (s *scan) owing(seen []Sighting) []Sighting {
	exempt := func(sighting Sighting) bool { return !sighting.Resolved && sighting.Causes.exempt() }
	if !slices.ContainsFunc(seen, exempt) {
		return seen
	}
	return slices.DeleteFunc(slices.Clone(seen), exempt)
}

// String is the cause that exempts, "cause: weather", or nothing.
func (c Causes) String() string {
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if c[name] != "" {
			return fmt.Sprintf("%s: %s", name, c[name])
		}
	}
	return ""
}

func (c Causes) exempt() bool {
	for _, cause := range c {
		if cause != "" {
			return true
		}
	}
	return false
}
