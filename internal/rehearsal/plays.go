package rehearsal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"makegood/activities"
	"makegood/config"
	"makegood/recovery"
)

// check says what of a file the plays and the providers cannot be asked.
func check(book *config.Playbook, file *config.ScenarioFile) (errs config.Errors) {
	for i := range file.Scenarios {
		scenario := &file.Scenarios[i]
		unknown := func(trigger, path string) {
			refusal := file.NoPlay(trigger, book.Triggers(), path+".trigger", scenario.Path+".observation.trigger", "observation.trigger")
			if !slices.Contains(errs, refusal) { // of several that have it in common
				errs = append(errs, refusal)
			}
		}
		for j := range scenario.Observed {
			if one := &scenario.Observed[j]; book.Knows(one.Observation.Trigger) {
				for _, refusal := range checkObserved(book, file, one) {
					if !slices.Contains(errs, refusal) {
						errs = append(errs, refusal)
					}
				}
			} else {
				unknown(one.Observation.Trigger, one.Path)
			}
		}
		for _, one := range scenario.Complaints {
			if !book.Knows(one.Complaint.Trigger) {
				unknown(one.Complaint.Trigger, one.Path)
			}
		}
		for kind, conducts := range scenario.Providers {
			for _, conduct := range conducts {
				errs = append(errs, checkConduct(book, file, kind, conduct)...)
			}
		}
	}
	return errs
}

func checkObserved(book *config.Playbook, file *config.ScenarioFile, one *config.Observed) (errs config.Errors) {
	if errs = checkMeasures(book, file, one); len(errs) > 0 {
		return errs // what the play misses comes of it
	}
	play, _ := book.Choose(&one.Observation)
	if play == nil {
		return nil
	}
	var problems recovery.Problems
	if errors.As(play.Check(&one.Observation), &problems) {
		for _, problem := range problems {
			errs = append(errs, file.RefusalOf(one.Path, problem.Field, problem.Wrong, problem.Right))
		}
	}
	return errs
}

// checkMeasures refuses measures that no play of the trigger looks at, save beside one
// that a play does: backends report more than plays ask for.
func checkMeasures(book *config.Playbook, file *config.ScenarioFile, one *config.Observed) (errs config.Errors) {
	trigger := one.Observation.Trigger
	var there []string
	for _, play := range book.Plays() {
		own := play.Measure != recovery.MeasureOpen && play.Measure != recovery.MeasureOccurrences
		if play.Trigger == trigger && own && !slices.Contains(there, play.Measure) {
			there = append(there, play.Measure)
		}
	}
	if len(there) == 0 || slices.Contains(book.Looks(trigger), "measures") {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(one.Observation.Measures)) {
		if slices.Contains(there, name) {
			return nil
		}
		errs = append(errs, file.NoMeasure(one.Path, name, trigger, there))
	}
	return errs
}

// checkConduct refuses codes that say nothing to the workflow.
func checkConduct(book *config.Playbook, file *config.ScenarioFile, kind string, conduct config.Conduct) config.Errors {
	if own := activitiesOf(book); providerOf(kind) == "" && !slices.Contains(own, kind) {
		right := "there are " + strings.Join(append(config.StepKinds(), own...), ", ")
		return config.Errors{file.Refusal(conduct.Path, fmt.Sprintf("no play asks a provider for %s", kind), right)}
	}
	later := conduct.Kind == config.Fails || conduct.Kind == config.Returns
	if !later && conduct.Kind != config.Refuses {
		return nil
	}
	provider := providerOf(kind)
	if _, known := activities.RefusalOf(provider, conduct.Code, later); known || provider == "" {
		return nil
	}
	word := map[bool]string{false: "a refusal", true: "a failure"}[later]
	wrong := fmt.Sprintf("%q is not the code of %s by %s", conduct.Code, word, provider)
	return config.Errors{file.Refusal(conduct.Path+"."+conduct.Kind, wrong, "there are "+strings.Join(activities.RefusalCodes(provider, later), ", "))}
}

func providerOf(kind string) string {
	switch kind {
	case "sms":
		return activities.ProviderTwilio
	case "email", "survey_mail":
		return activities.ProviderSendGrid
	case "refund", "credit", "coupon":
		return activities.ProviderStripe
	}
	return ""
}

// activitiesOf are the activities of the plays' authors.
func activitiesOf(book *config.Playbook) (names []string) {
	for _, play := range book.Plays() {
		for _, tier := range play.Tiers {
			if custom := tier.Remedy.Custom; custom != nil && !slices.Contains(names, custom.Activity) {
				names = append(names, custom.Activity)
			}
		}
	}
	return names
}
