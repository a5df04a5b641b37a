package config

import (
	"errors"
	"fmt"
	"time"

	"makegood/recovery"
)

// What bounds how much is observed.
const (
	maxRepeats  = 1000 // by one line
	maxObserved = 5000 // by one scenario
)

// observed reads what is observed, over a template.
func (f field) observed(start time.Time, template draft) (all []Observed) {
	for _, item := range f.each() {
		d := template.clone()
		fields := append([]string{"at", "id", "observed", "occurred", "resolved", "times", "every"}, templateFields...)
		m := item.mapping(fields...)
		m.over(&d)
		one := Observed{Path: item.path, Line: nodePlace(item.node).line}
		m.may("at").moment(start, false, &one.At)
		o := d.observation()
		m.may("id").text(&o.ID)
		m.may("resolved").truth(&o.Resolved)
		observed := one.At
		m.may("observed").moment(start, true, &observed)
		o.ObservedAt = start.Add(observed).UTC()
		var occurred time.Duration
		if m.may("occurred").moment(start, true, &occurred) {
			o.OccurredAt = start.Add(occurred).UTC()
		}
		times, every := m.repeats()
		given := o.ID
		if len(all)+times > maxObserved {
			item.refuse(fmt.Sprintf("more than %d observations are made by here", maxObserved), "write fewer: a scenario shows one thing")
			return all
		}
		for i := range times {
			one.Observation = o
			if given == "" {
				one.Observation.ID = fmt.Sprintf("o-%d", len(all)+1)
			}
			if i == 0 {
				item.checkObservation(&one, start)
			}
			all = append(all, one)
			one.At += every
			o.ObservedAt = o.ObservedAt.Add(every)
		}
	}
	return all
}

// repeats reads how often a line is observed, and how long after one another.
func (m mapping) repeats() (times int, every time.Duration) {
	times = 1
	m.may("times").whole(&times, 1, "write how often it is observed, a whole number from 1 on")
	if times > maxRepeats {
		m.may("times").refuse(fmt.Sprintf("this is %d", times), fmt.Sprintf("write at most %d", maxRepeats))
		times = 1
	}
	var length recovery.Duration
	m.may("every").duration(&length, span{most: recovery.Duration(longestScenario) / recovery.Duration(times)})
	if m.may("every").exists() != m.may("times").exists() {
		name := "every"
		if m.may("every").exists() {
			name = "times"
		}
		m.of.doc.refuse(m.of.path+"."+name, "this is missing: times and every belong together", "write both, as in times: 3, every: 1h")
	}
	return times, length.Std()
}

// checkObservation applies the checks that the gateway applies.
func (f field) checkObservation(one *Observed, start time.Time) {
	if !f.doc.sound(f.path) {
		return
	}
	if one.Observation.Trigger == "" {
		if f.doc.soundOf(f.path, "trigger") {
			f.doc.noTrigger()
		}
		return
	}
	f.problems(one.Observation.Check(start.Add(one.At)))
}

// noTrigger refuses, once for the file, that it does not say what fails.
func (d *document) noTrigger() {
	const field = "observation.trigger"
	if !d.sound(field) {
		return
	}
	wrong := "this is missing, and no play here is named as this file is, nor a play's file beside it"
	d.refuse(field, wrong, "name the kind of failure for all scenarios, as in observation: {trigger: flight.delayed}; or name the file after a play, as in late-flight.test.yaml")
}

// ownNames are what scenarios call fields that others call otherwise.
var ownNames = map[string]string{"observed_at": "observed", "occurred_at": "occurred", "complained_at": "made"}

// problems refuses what a check has found, each at its field where that is written, and
// leaves out what only follows from something that was refused.
func (f field) problems(err error) {
	var all recovery.Problems
	if !errors.As(err, &all) {
		return
	}
	for _, problem := range all {
		name := problem.Field
		if own, renamed := ownNames[name]; renamed {
			name = own
		}
		if path := f.doc.ofObservation(f.path, name); f.doc.soundOf(f.path, name) {
			f.doc.refuse(path, problem.Wrong, problem.Right)
		}
	}
}

// complained reads a complaint of the template's customer.
func (f field) complained(start time.Time, template draft, nth int) Complained {
	m := f.mapping("at", "made", "channel", "id", "trigger", "experience", "customer")
	c := Complained{Path: f.path, Complaint: recovery.Complaint{
		ID: fmt.Sprintf("t-%d", nth+1), Trigger: template.trigger, Experience: template.experience,
		Customer: recovery.Complains{ID: template.customer["id"]},
	}}
	m.may("at").moment(start, false, &c.At)
	made := c.At
	m.may("made").moment(start, true, &made)
	c.Complaint.ComplainedAt = start.Add(made).UTC()
	m.may("channel").text(&c.Complaint.Channel)
	m.may("id").text(&c.Complaint.ID)
	m.may("trigger").text(&c.Complaint.Trigger)
	m.may("experience").text(&c.Complaint.Experience)
	m.may("customer").text(&c.Complaint.Customer.ID)
	switch {
	case !f.doc.sound(f.path):
	case c.Complaint.Trigger == "" && f.doc.soundOf(f.path, "trigger"):
		f.doc.noTrigger()
	case c.Complaint.Trigger == "":
	default:
		f.problems(c.Complaint.Check(start.Add(c.At)))
	}
	return c
}
