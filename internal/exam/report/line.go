// Package report is what the exam prints: how it goes while it goes, and in the end
// the figures.
package report

import "fmt"

// NotStruck is a case whose crash or fault never came to be: it proves nothing.
const NotStruck = "not struck"

// NotCaught is a fault of our own that the exam did not find.
const NotCaught = "not caught"

// Line is the figures of one section.
type Line struct {
	Section    string
	Cases      int
	Faults     int // requests that the sandbox spoiled
	Kills      int
	Resets     int
	Recoveries int
	Controls   int            // faults of our own; such a line counts nothing else
	Count      map[string]int // by the kind of finding
	Failures   []Failure
}

// Failure is one finding, to be repeated by its case's number.
type Failure struct {
	Case       int
	Kind, What string
}

// Fail counts a finding.
func (l *Line) Fail(number int, kind, what string) {
	if l.Count == nil {
		l.Count = map[string]int{}
	}
	l.Count[kind]++
	l.Failures = append(l.Failures, Failure{number, kind, what})
}

// Recount counts the failures anew.
func (l *Line) Recount() {
	l.Count = map[string]int{}
	for _, failure := range l.Failures {
		l.Count[failure.Kind]++
	}
}

// Failed says whether there was any.
func (l *Line) Failed() bool { return len(l.Failures) > 0 }

// Bound is the rate below which, with 95% confidence, failures lie where none was
// seen in n independent cases: the rule of three.
func (l *Line) Bound() string {
	const fewest = 3 // of less the rule says nothing
	if l.Recoveries <= fewest || l.Failed() {
		return "–"
	}
	return fmt.Sprintf("≤ %.2g%%", 300/float64(l.Recoveries))
}
