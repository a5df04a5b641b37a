package rehearsal

import (
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
	if len(r.outcome.Scenario.Expected) == 0 {
		edits = append(edits, config.Edit{Scenario: r.outcome.Scenario, Expect: r.outcome.expectations()})
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
	fields := []string{"stage", "tier", "remedy", "amount", "given", "channel", "words", "confirmed_at", "said_at", "because", "needs", "surveys_until"}
	if len(v.messages) > 1 {
		fields = append(fields, "messages")
	}
	if len(v.gifts) > 1 {
		fields = append(fields, "remedies")
	}
	for _, field := range fields {
		var value string
		switch at, is := v.moment(field); {
		case is:
			value = config.Moment(at)
		case field == "because" && v.state.Stage != recovery.Dismissed && v.state.Stage != "":
		case field == "messages" || field == "remedies":
			failure, _ := v.listDiffers(&config.Wanted{Field: field})
			pairs = append(pairs, config.Pair{Field: field, Value: failure.value})
			continue
		default:
			value = v.text(field)
		}
		if field == "stage" && value == "" {
			value = "none"
		}
		if value != "" {
			pairs = append(pairs, config.Pair{Field: field, Value: quoted(value)})
		}
	}
	if len(v.messages) == 0 {
		pairs = append(pairs, config.Pair{Field: "no_words", Value: "true"})
	}
	return pairs
}
