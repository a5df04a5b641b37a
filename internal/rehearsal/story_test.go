package rehearsal_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/internal/rehearsal"
)

const failing = `observation: {payment: 20.00 GBP}
scenarios:
  - name: the text does not arrive
    observe: [{at: 1m, measures: {delay_minutes: 60}}]
    providers: {sms: {failed: "30006", after: 2m}}
    do: {at: 1d, resolve: ~}
    expect:
      stage: needs_person
      channel: sms
      said_at: 3m
      words: "Dear Ada"
`

const story = `x.test.yaml:6: scenarios[0].do.resolve: it was turned down: the recovery has ended
x.test.yaml:8:14: stage: expected needs_person, got delivered
x.test.yaml:9:16: channel: expected sms, got email
x.test.yaml:10:16: said_at: expected 3m, got 1m
x.test.yaml:11:14: words: expected Dear Ada, got "Ada, your train was 1 h late. We are sorry. We have refunded 20.00 GBP to your original payment method. Ref K7CB8CPR"
What happened instead:
  train.delayed, experience e-1, customer c-1: delivered
    1m  Observed: delay_minutes is 60 [o-1]
    1m  Confirmed: delay_minutes is 60, and from 60 we owe: Refund 100% of 20.00 GBP.
    1m  Surveys are kept away for 30d. [ledger]
    1m  Refund 100% of 20.00 GBP: done. [re_1]
    1m  The text is on its way. [SM2]
          sms to +12025550143: "Ada, your train was 1 h late. We are sorry. We have refunded 20.00 GBP to your original payment method. Ref K7CB8CPR"
    3m  The text did not arrive: The number takes no texts from us: it is blocked, unknown or a landline. [SM2]
    3m  The e-mail arrived. [mail-3]
          email "Your train was late (K7CB8CPR)" to ada@example.com: "Ada, your train was 1 h late. We are sorry. We have refunded 20.00 GBP to your original payment method. Ref K7CB8CPR"
    3m  Delivered: every part has its proof.`

// A scenario that fails says where, what was expected, and what happened instead.
func TestStory(t *testing.T) {
	result, _ := run(t, failing, rehearsal.Options{})
	if diff := cmp.Diff(story, report(result)); diff != "" {
		t.Error(diff)
	}
}

// Machines are told the same.
func TestResultAsJSON(t *testing.T) {
	result, _ := run(t, failing, rehearsal.Options{})
	data, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Files []struct {
			File      string
			Scenarios []struct {
				Name     string
				Line     int
				Passed   bool
				Failures []struct {
					Line, Column     int
					Field, Want, Got string
				}
				Story []string
			}
		}
		Scenarios, Passed, Failed int
	}
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	if read.Scenarios != 1 || read.Passed != 0 || read.Failed != 1 {
		t.Errorf("%s", data)
	}
	one := read.Files[0].Scenarios[0]
	if one.Name != "the text does not arrive" || one.Line != 3 || one.Passed || len(one.Failures) != 5 || len(one.Story) == 0 {
		t.Errorf("%+v", one)
	}
	if second := one.Failures[1]; second.Line != 8 || second.Column != 14 || second.Field != "stage" || second.Want != "needs_person" || second.Got != "delivered" {
		t.Errorf("%+v", second)
	}
}

// Only the scenarios that are asked for are run.
func TestRunSome(t *testing.T) {
	more := failing + "  - {name: another, observe: [{measures: {delay_minutes: 1}}], expect: {stage: dismissed}}\n"
	result, _ := run(t, more, rehearsal.Options{Run: regexp.MustCompile("^an")})
	if result.Scenarios != 1 || result.Passed != 1 || result.Files[0].Scenarios[0].Name != "another" {
		t.Errorf("%+v", result)
	}
	_, written := run(t, more, rehearsal.Options{Run: regexp.MustCompile("^an"), Update: true})
	if written != "" {
		t.Errorf("what was not run was written anew:\n%s", written)
	}
}

// What plays and providers do not know is refused before anything is run, with its place.
func TestRefusals(t *testing.T) {
	const scenario = `scenarios:
  - name: a
    observe: [{TRIGGERmeasures: {delay_minutes: 60}}]
    providers: {PROVIDERS}
    expect: {stage: delivered}
`
	for name, c := range map[string]struct{ trigger, measure, providers, want string }{
		"no such trigger":   {"trigger: train.late, ", "delay_minutes", "", `x.test.yaml:3:25: scenarios[0].observe[0].trigger: no play has the trigger "train.late"; there are train.delayed`},
		"no measure":        {"", "delay", "", "x.test.yaml:3:34: scenarios[0].observe[0].measures.delay: no play of train.delayed measures this; did you mean delay_minutes? there are delay_minutes"},
		"no measure, over":  {"resolved: true, ", "delay", "", "x.test.yaml:3:50: scenarios[0].observe[0].measures.delay: no play of train.delayed measures this; did you mean delay_minutes?"},
		"no measure at all": {"resolved: false, measures: ~}, {", "delay_minutes", "", "x.test.yaml:3:43: scenarios[0].observe[0].measures.delay_minutes: the play late-train decides by this measure, and it is not here; send it, or resolved: true when the experience is over"},
		"no such code":      {"", "delay_minutes", `sms: {refused: "1"}`, `x.test.yaml:4:32: scenarios[0].providers.sms.refused: "1" is not the code of a refusal by twilio; there are 21211`},
		"no final no":       {"", "delay_minutes", `refund: {refused: rate_limit}`, `x.test.yaml:4:35: scenarios[0].providers.refund.refused: "rate_limit" is not the code of a refusal by stripe; there are idempotency_error`},
		"too early":         {"", "delay_minutes", `email: {refused: bounce}`, `"bounce" is not the code of a refusal by sendgrid; there are 400, 413`},
		"too late":          {"", "delay_minutes", `email: {failed: "400"}`, `"400" is not the code of a failure by sendgrid; there are bounce`},
		"nobody's":          {"", "delay_minutes", `AwardMiles: silent`, "x.test.yaml:4:29: scenarios[0].providers.AwardMiles: no play asks a provider for AwardMiles; there are sms, email, refund, credit, coupon, survey_mail"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("TRIGGER", c.trigger, "delay_minutes", c.measure, "PROVIDERS", c.providers).Replace(scenario)
			result, _ := run(t, text, rehearsal.Options{})
			if len(result.Errors) != 1 || result.Scenarios != 0 || !strings.Contains(result.Errors.Error(), c.want) {
				t.Errorf("%d were run\n got %v\nwant %s", result.Scenarios, result.Errors, c.want)
			}
		})
	}
}

// A trigger that nobody knows is said where it is written, once.
func TestUnknownTriggers(t *testing.T) {
	const text = `observation: {trigger: train.delaid}
scenarios:
  - name: a
    observe: [{measures: {delay_minutes: 60}}, {at: 1h, measures: {delay_minutes: 60}}]
    expect: {stage: delivered}
  - name: b
    observation: {trigger: bus}
    observe: [{measures: {delay_minutes: 60}}, {at: 1h, trigger: ferry, measures: {delay_minutes: 60}}]
    complaint: [{at: 1h}, {at: 2h, trigger: tram}]
    expect: {stage: delivered}
`
	const want = `x.test.yaml:1:24: observation.trigger: no play has the trigger "train.delaid"; did you mean train.delayed? there are train.delayed
x.test.yaml:7:28: scenarios[1].observation.trigger: no play has the trigger "bus"; there are train.delayed
x.test.yaml:8:66: scenarios[1].observe[1].trigger: no play has the trigger "ferry"; there are train.delayed
x.test.yaml:9:45: scenarios[1].complaint[1].trigger: no play has the trigger "tram"; there are train.delayed`
	result, _ := run(t, text, rehearsal.Options{})
	if diff := cmp.Diff(want, result.Errors.Error()); diff != "" {
		t.Error(diff)
	}
}

// What is wrong with what several observations have in common is said there, once.
func TestMeasuresInCommon(t *testing.T) {
	const text = `observation: {measures: {delay_minute: 60}}
scenarios:
  - name: a
    observe: [{resolved: true}, {at: 1h, measures: {delay_minutes: 60, wait_minutes: 5}}]
    expect: {stage: delivered}
  - name: b
    observe: {resolved: true}
    expect: {stage: delivered}
`
	const want = "x.test.yaml:1:40: observation.measures.delay_minute: no play of train.delayed measures this; did you mean delay_minutes? there are delay_minutes"
	result, _ := run(t, text, rehearsal.Options{})
	if diff := cmp.Diff(want, result.Errors.Error()); diff != "" {
		t.Error(diff)
	}
}
