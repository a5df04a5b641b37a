package config

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

// SettingError is one variable that is missing or that cannot be right. It
// repeats no value.
type SettingError struct {
	Name  string // of the variable
	Wrong string
	Right string
}

// Error says it in one line.
func (e SettingError) Error() string { return e.Name + ": " + e.Wrong + "; " + e.Right }

// SettingErrors is everything that is wrong with the environment, by name.
type SettingErrors []SettingError

// Error says each on a line of its own.
func (es SettingErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

func (es *SettingErrors) add(name, wrong, right string) {
	*es = append(*es, SettingError{name, wrong, right})
}

func (es SettingErrors) sorted() error {
	if len(es) == 0 {
		return nil
	}
	slices.SortStableFunc(es, func(a, b SettingError) int { return strings.Compare(a.Name, b.Name) })
	return es
}

// LoadSettings reads the settings from an environment in the form of os.Environ.
// It returns SettingErrors with every variable that is malformed; which ones must
// be there is asked by ForWorker and ForGateway. A variable that is empty counts
// as one that is not set.
func LoadSettings(environ []string) (Settings, error) {
	given := map[string]string{}
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if value = strings.TrimSpace(value); name != "" && value != "" {
			given[name] = value
		}
	}
	var errs SettingErrors
	settings, err := env.ParseAsWithOptions[Settings](env.Options{Environment: given})
	errs.unread(err)
	errs.misnamed(given)
	settings.check(&errs)
	if err := errs.sorted(); err != nil {
		return Settings{}, err
	}
	if !settings.TwilioWebhookTokens.Set() && settings.TwilioToken.Set() {
		settings.TwilioWebhookTokens = Secrets{settings.TwilioToken}
	}
	if settings.MetricsListen == "off" {
		settings.MetricsListen = ""
	}
	settings.PublicURL = strings.TrimRight(settings.PublicURL, "/")
	return settings, nil
}

// unread says in our words what could not be read as its type.
func (es *SettingErrors) unread(err error) {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return
	}
	for _, one := range all.Errors {
		var parse env.ParseError
		if !errors.As(one, &parse) {
			es.add("environment", "it cannot be read", one.Error())
			continue
		}
		switch name := variableOf(parse.Name); name {
		case "MAKEGOOD_DATABASE":
			es.add(name, "this names no database", "write sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME")
		case "MAKEGOOD_SURVEY_GROUP":
			es.add(name, "this is not a number", "write the id of SendGrid's unsubscribe group, such as 12345")
		case "MAKEGOOD_STRIPE_RATE", "MAKEGOOD_TWILIO_RATE", "MAKEGOOD_SENDGRID_RATE":
			es.add(name, "this is not a number", "write how many calls a second may be made, such as 25, or 0 for no limit")
		case "MAKEGOOD_PROMOTE":
			es.add(name, "this is neither auto nor manual", "write auto, or manual where makegood promote is run by hand")
		case "MAKEGOOD_LOG":
			es.add(name, "this is not a level", "write debug, info, warn or error")
		case "SENDGRID_WEBHOOK_KEY":
			es.add(name, parse.Err.Error(), "copy the verification key from SendGrid's event webhook settings")
		}
	}
}

// variableOf is the variable behind a field of Settings.
func variableOf(field string) string {
	known, _ := reflect.TypeFor[Settings]().FieldByName(field)
	return known.Tag.Get("env")
}

// misnamed refuses variables that are all but ours: what they were to set would
// silently stay as it is.
func (es *SettingErrors) misnamed(given map[string]string) {
	var ours []string
	for known := range reflect.TypeFor[Settings]().Fields() {
		ours = append(ours, known.Tag.Get("env"))
	}
	for name := range given {
		if !strings.HasPrefix(name, "MAKEGOOD_") || slices.Contains(ours, name) {
			continue
		}
		if meant := nearest(name, ours); meant != "" {
			es.add(name, "there is no such setting", "did you mean "+meant+"?")
		}
	}
}
