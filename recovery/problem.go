package recovery

import "strings"

// Problem is one thing that is wrong with what was handed in: where, what, and
// what would be right. It never repeats personal data.
type Problem struct {
	Field string `json:"field"`
	Wrong string `json:"wrong"`
	Right string `json:"right,omitempty"`
}

// Error says the problem in one line.
func (p Problem) Error() string {
	line := p.Wrong
	if p.Field != "" {
		line = p.Field + ": " + line
	}
	if p.Right != "" {
		line += "; " + p.Right
	}
	return line
}

// Problems is everything that is wrong, not only the first.
type Problems []Problem

// Error says each problem, joined by semicolons.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, problem := range ps {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "; ")
}

func (ps *Problems) add(field, wrong, right string) {
	*ps = append(*ps, Problem{Field: field, Wrong: wrong, Right: right})
}

// err is the problems as an error, or nil where there are none.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
