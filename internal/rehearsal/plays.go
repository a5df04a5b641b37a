package rehearsal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"makegood/activities"
	"makegood/config"
	"makegood/recovery"
)

// chosen is the play that an observation is taken up by, as the gateway has it, or
// why there is none.
func chosen(book *config.Playbook, o *recovery.Observation) (*recovery.Play, string) {
	play, known := book.Play(o.Trigger)
	if !known {
		return nil, noPlay(book, o.Trigger)
	}
	return play, ""
}

// pinned is how a worker answers which play a recovery runs by.
func pinned(book *config.Playbook) activities.Playbook {
	return func(trigger string) *recovery.Play {
		play, _ := book.Play(trigger)
		return play
	}
}

// triggerOf is the trigger of the play that a file of scenarios is named after, or empty.
func triggerOf(book *config.Playbook, name string) string {
	for _, play := range book.Plays() {
		if play.Name == name {
			return play.Trigger
		}
	}
	return ""
}

func noPlay(book *config.Playbook, trigger string) string {
	return fmt.Sprintf("no play has the trigger %q; there are %s", trigger, strings.Join(book.Triggers(), ", "))
}

// check says what of a file the plays and the providers cannot be asked.
func check(book *config.Playbook, file *config.ScenarioFile) (errs config.Errors) {
	for i := range file.Scenarios {
		scenario := &file.Scenarios[i]
		for j := range scenario.Observed {
			errs = append(errs, checkObserved(book, file, &scenario.Observed[j])...)
		}
		for kind, conducts := range scenario.Providers {
			for _, conduct := range conducts {
				errs = append(errs, checkConduct(file, kind, conduct)...)
			}
		}
	}
	return errs
}

func checkObserved(book *config.Playbook, file *config.ScenarioFile, one *config.Observed) (errs config.Errors) {
	if !slices.Contains(book.Triggers(), one.Observation.Trigger) {
		wrong, right, _ := strings.Cut(noPlay(book, one.Observation.Trigger), "; ")
		return config.Errors{file.Refusal(one.Path+".trigger", wrong, right)}
	}
	play, _ := chosen(book, &one.Observation)
	if play == nil {
		return nil
	}
	var problems recovery.Problems
	if errors.As(play.Check(&one.Observation), &problems) {
		for _, problem := range problems {
			errs = append(errs, file.Refusal(one.Path+"."+problem.Field, problem.Wrong, problem.Right))
		}
	}
	return errs
}

// checkConduct refuses codes that say nothing to the workflow.
func checkConduct(file *config.ScenarioFile, kind string, conduct config.Conduct) config.Errors {
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
