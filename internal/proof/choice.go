package proof

import (
	"fmt"
	"slices"
	"strings"
)

// unsure remarks on a condition that may come to be neither true nor false.
func (r *reader) unsure() {
	if !r.work.Unsure {
		return
	}
	r.at("when", Remark{
		Kind: UnsureWhen, What: "this may come to be neither true nor false",
		Why:  "where what it looks at is reported as anything else, the play does not apply, and nothing is owed",
		Mend: "compare it, such as attributes.distance_km > 500 or attributes.vip == true",
	})
}

// NeverChosen remarks on plays that no customer comes to, because a play that is asked
// before applies to all that they do. The plays are those of one playbook, in the order
// of their files.
func NeverChosen(works []Work) (remarks []Remark) {
	inOrder := slices.Clone(works)
	slices.SortStableFunc(inOrder, func(a, b Work) int { return last(a) - last(b) })
	before := map[string][]Work{} // by trigger
	for _, work := range inOrder {
		when := strings.TrimSpace(work.Play.When)
		i := slices.IndexFunc(before[work.Play.Trigger], func(earlier Work) bool {
			asked := strings.TrimSpace(earlier.Play.When)
			return asked == when || asked == "true"
		})
		if i >= 0 {
			earlier, field := before[work.Play.Trigger][i], "when"
			if when == "" {
				field = "trigger"
			}
			r := reader{work: work}
			r.at(field, Remark{
				Kind: Unchosen, What: fmt.Sprintf("no customer comes to this play: %s (%s) is asked before, and applies to all of them", earlier.Play.Name, earlier.File),
				Why:  "the first play that applies is taken: those with when in the order of their files' names, then the one without",
				Mend: "say with when whom each is for, or remove one of them",
			})
			remarks = append(remarks, r.remarks...)
		}
		before[work.Play.Trigger] = append(before[work.Play.Trigger], work)
	}
	return remarks
}

// last is 1 for a play that is asked after those with a condition.
func last(work Work) int {
	if work.Play.When == "" {
		return 1
	}
	return 0
}
