package config

import "strings"

// commonTo is where a field of an observation may be written, the nearest first: in the
// observation itself, in what its scenario's have in common, and in what the file's have.
func commonTo(path string) []string {
	scenario, _, _ := strings.Cut(path, ".")
	return []string{path, scenario + ".observation", "observation"}
}

// ofObservation is the path of a field of an observation as it is written, there or in
// what it has in common with others; of one that is written nowhere, where it would stand.
func (d *document) ofObservation(path, name string) string {
	for part := name; part != ""; part = part[:max(0, strings.LastIndex(part, "."))] {
		for _, base := range commonTo(path) {
			if d.written(base + "." + part) {
				return base + "." + name
			}
		}
	}
	return path + "." + name
}

// soundOf says whether nothing was refused that an observation has a field from: what
// else is wrong with the field comes of that. A payment is one.
func (d *document) soundOf(path, name string) bool {
	head, _, _ := strings.Cut(name, ".")
	if head == "payment" {
		name = head
	}
	for _, base := range commonTo(path) {
		if !d.sound(base+"."+head) || !d.soundIn(base+"."+name) {
			return false
		}
		if d.written(base + "." + name) {
			return true // what lies below it counts no more
		}
	}
	return true
}

// RefusalOf is that a field of an observation is wrong, where that is written: in the
// observation of the path, or in what it has in common with others.
func (f *ScenarioFile) RefusalOf(path, name, wrong, right string) Error {
	return f.Refusal(f.doc.ofObservation(path, name), wrong, right)
}

// NoMeasure is that no play of a trigger measures what is reported. There are the
// measures that they have.
func (f *ScenarioFile) NoMeasure(path, name, trigger string, there []string) Error {
	meant := nearest(name, there)
	if meant == "" && len(there) == 1 {
		meant = there[0]
	}
	return f.RefusalOf(path, "measures."+name, "no play of "+trigger+" measures this", suggestion(meant, there))
}
