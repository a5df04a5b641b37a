package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// scenarioStart is when a scenario begins that does not say so: a Monday at noon.
var scenarioStart = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

// ParseScenarios reads a file of scenarios. The file is only named in errors; trigger
// is that of observations that name none, and may be empty. It returns Errors with
// everything that is wrong.
func ParseScenarios(file string, data []byte, trigger string) (*ScenarioFile, error) {
	doc := newDocument(file)
	doc.tokens = maxScenarioTokens
	read := &ScenarioFile{File: file, doc: doc, text: string(data)}
	body := doc.parse(data)
	if body == nil {
		return nil, ofScenarios(doc.errors).sorted()
	}
	doc.places[""] = nodePlace(body)
	top := field{doc: doc, node: doc.resolve(body)}.mapping("start", "observation", "scenarios")
	start := scenarioStart
	top.may("start").beginning(&start)
	template := newDraft(trigger)
	top.may("observation").draft(start, &template)
	items := top.need("scenarios", "write a list: - {name: …, observe: […], expect: {…}}").list()
	if scenarios := top.may("scenarios"); scenarios.exists() && len(items) == 0 && doc.sound("scenarios") {
		scenarios.refuse("there is no scenario", "write at least one: - {name: …, observe: […], expect: {…}}")
	}
	names := map[string]int{}
	for _, item := range items {
		scenario := item.scenario(start, template)
		if line, twice := names[scenario.Name]; twice && scenario.Name != "" {
			doc.refuse(item.path+".name", "this name is taken by the scenario in line "+number(line), "give each scenario a name of its own")
		}
		names[scenario.Name] = scenario.Line
		read.Scenarios = append(read.Scenarios, scenario)
	}
	if err := ofScenarios(doc.errors).sorted(); err != nil {
		return nil, err
	}
	return read, nil
}

// Refusal is that a field of the file is wrong, at its place.
func (f *ScenarioFile) Refusal(path, wrong, right string) Error {
	at := f.doc.placeOf(path)
	return Error{File: f.File, Line: at.line, Column: at.column, Field: path, Wrong: wrong, Right: right}
}

// NoPlay is that no play has a trigger, where the first of the fields stands that is
// written. There are the triggers that plays have.
func (f *ScenarioFile) NoPlay(trigger string, there []string, fields ...string) Error {
	path := fields[0]
	if i := slices.IndexFunc(fields, f.doc.written); i >= 0 {
		path = fields[i]
	}
	return f.Refusal(path, fmt.Sprintf("no play has the trigger %q", cut(trigger)), suggestion(nearest(trigger, there), there))
}

// ofScenarios says of scenarios what the reader says of plays.
func ofScenarios(errs Errors) Errors {
	for i := range errs {
		switch e := &errs[i]; {
		case strings.HasPrefix(e.Right, "a play is"):
			e.Right = "write the scenarios into several files"
		case strings.HasPrefix(e.Right, "write a play:"):
			e.Right = "write scenarios: a list of name, observe and expect"
		case strings.HasPrefix(e.Right, "write each play"):
			e.Right = "write all of them into one list, or into files of their own"
		default:
			e.Wrong = strings.ReplaceAll(e.Wrong, "plays need", "scenarios need")
		}
	}
	return errs
}

func (f field) scenario(start time.Time, template draft) Scenario {
	at := nodePlace(f.node)
	s := Scenario{Path: f.path, Line: at.line, Start: start, node: f.node}
	m := f.mapping("name", "start", "observation", "observe", "complaint", "do", "providers", "expect")
	if !f.exists() {
		return s
	}
	name := m.need("name", "say what it shows, such as: one minute under")
	name.text(&s.Name)
	if name.exists() {
		s.Line = nodePlace(name.node).line
	}
	m.may("start").beginning(&s.Start)
	template = template.clone()
	m.may("observation").draft(s.Start, &template)
	s.Observed = m.may("observe").observed(s.Start, template)
	for _, one := range m.may("complaint").each() {
		s.Complaints = append(s.Complaints, one.complained(s.Start, template, len(s.Complaints)))
	}
	for _, one := range m.may("do").each() {
		s.Orders = append(s.Orders, one.ordered(s.Start))
	}
	s.Providers = m.may("providers").conducts()
	if s.blank = f.blank("expect"); s.blank == nil {
		for _, one := range m.may("expect").each() {
			s.Expected = append(s.Expected, one.expected(s.Start))
		}
	}
	if len(s.Observed)+len(s.Complaints) == 0 && f.doc.sound(f.path, f.path+".observe", f.path+".complaint") && !meant(m, "observe") {
		f.doc.refuse(f.path+".observe", "this is missing: nothing happens in this scenario", "write what is observed: [{at: 0s, measures: {…}}]")
	}
	return s
}

func meant(m mapping, name string) bool {
	for _, one := range m.meant {
		if one == name {
			return true
		}
	}
	return false
}
