package rehearsal

import (
	"cmp"
	"fmt"

	"makegood/config"
	"makegood/recovery"
)

// update writes what happened into the files whose scenarios differ.
func (r *Result) update(files []*config.ScenarioFile, write func(file, text string) error) error {
	for i, file := range files {
		var edits []config.Edit
		for j := range r.Files[i].Scenarios {
			edits = append(edits, r.Files[i].Scenarios[j].edits()...)
		}
		if len(edits) == 0 {
			continue
		}
		text, err := file.Rewrite(edits)
		if err != nil {
			return err
		}
		if _, err := config.ParseScenarios(file.File, []byte(text), "any"); err != nil {
			return fmt.Errorf("%s cannot be written anew, so it is left as it is: %w", file.File, err)
		}
		if err := write(file.File, text); err != nil {
			return err
		}
		r.Files[i].Updated = true
		r.Updated++
	}
	return nil
}

// edits are what has to change in the file for the scenario to pass.
func (r *ScenarioResult) edits() (edits []config.Edit) {
	if r.outcome.Err != nil {
		return nil
	}
	for _, failure := range r.Failures {
		if failure.wanted != nil {
			edits = append(edits, config.Edit{Wanted: failure.wanted, Value: failure.value})
		}
	}
	if expect := r.outcome.expectations(); len(r.outcome.Scenario.Expected) == 0 && len(expect) > 0 {
		edits = append(edits, config.Edit{Scenario: r.outcome.Scenario, Expect: expect})
	}
	return edits
}

// expectations are everything that a scenario without any could expect.
func (o *Outcome) expectations() (all [][]config.Pair) {
	for _, id := range o.Recoveries {
		var pairs []config.Pair
		parts, _ := recovery.ParseID(id)
		if len(o.Recoveries) > 1 {
			pairs = append(pairs, o.names(parts)...)
		}
		which := config.Which{Trigger: parts.Trigger, Experience: parts.Experience, Customer: parts.Customer}
		views := o.views(&config.Expected{Which: which})
		if len(views) == 1 {
			all = append(all, append(pairs, views[0].pairs()...))
		}
	}
	return all
}

// names is what tells one recovery from the scenario's others.
func (o *Outcome) names(one recovery.ID) (pairs []config.Pair) {
	var triggers, experiences, customers bool
	for _, id := range o.Recoveries {
		other, _ := recovery.ParseID(id)
		triggers = triggers || other.Trigger != one.Trigger
		experiences = experiences || other.Experience != one.Experience
		customers = customers || other.Customer != one.Customer
	}
	for _, name := range []struct {
		field, value string
		tells        bool
	}{{"trigger", one.Trigger, triggers}, {"experience", one.Experience, experiences}, {"customer", one.Customer, customers}} {
		if name.tells {
			pairs = append(pairs, config.Pair{Field: name.field, Value: quoted(name.value)})
		}
	}
	return pairs
}

// pairs are the fields that say something of a recovery, each with what it came to.
func (v *view) pairs() (pairs []config.Pair) {
	for _, field := range config.ExpectFields() {
		if value := v.value(field); value != "" {
			pairs = append(pairs, config.Pair{Field: field, Value: value})
		}
	}
	return pairs
}

// value is what a field came to as YAML; empty where it says nothing, or nothing that
// another does not say.
func (v *view) value(field string) string {
	text := v.text(field)
	switch field {
	case "words_are":
		return ""
	case "no_words":
		if len(v.messages) == 0 {
			return "true"
		}
		return ""
	case "messages", "remedies":
		if len(v.items(field)) < 2 {
			return ""
		}
		failure, _ := v.listDiffers(&config.Wanted{Field: field})
		return failure.value
	case "because":
		if v.text("needs") == text {
			return ""
		}
	case "stage":
		text = cmp.Or(text, "none")
	}
	if at, is := v.moment(field); is {
		text = config.Moment(at)
	}
	if text == "" {
		return ""
	}
	return quoted(text)
}
