package rehearsal_test

import (
	"strings"
	"testing"

	"makegood/config"
	"makegood/internal/rehearsal"
)

// fieldCase is an expectation that holds of the scenario below, and one that does not.
type fieldCase struct{ right, wrong string }

const fieldsScenario = `observation: {payment: 20.00 GBP}
scenarios:
  - name: a
    observe: [{at: 1m, measures: {delay_minutes: 60}}]
    complaint: {at: 30s}
    providers: {sms: {failed: "30006", after: 2m}, refund: {left: 5.00 GBP}}
    expect: {FIELD}
`

var fieldCases = map[string]fieldCase{
	"stage":         {"delivered", "watching"},
	"play":          {"late-train", "early-train"},
	"tier":          {"60", "30"},
	"remedy":        {"credit", "refund"},
	"amount":        {"20.00 GBP", "20.01 GBP"},
	"given":         {"20.00 GBP", "5.00 GBP"},
	"channel":       {"email", "sms"},
	"words":         {"[We are sorry, 15.00 GBP]", "[We are sorry, 16.00 GBP]"},
	"words_are":     {`"Ada, your train was 1 h late. We are sorry. We have refunded 5.00 GBP to your original payment method. As compensation, we have credited 15.00 GBP to your next invoice. Ref K7CB8CPR"`, "Ada"},
	"subject":       {"Your train was late", "your train"},
	"no_words":      {"false", "true"},
	"confirmed_at":  {"1m", "59s"},
	"said_at":       {"1m", "3m"},
	"ended_at":      {"3m", "none"},
	"first":         {"customer", "us"},
	"because":       {"and from 60 we owe", "and from 30 we owe"},
	"needs":         {"none", "the customer"},
	"surveys_until": {"30d1m", "30d"},
	"messages":      {"[{at: 1m, channel: sms}, {at: 3m, channel: email, words: We are sorry}]", "[{at: 1m, channel: sms}]"},
	"remedies":      {"[{remedy: refund, amount: 5.00 GBP}, {at: 1m, remedy: credit, amount: 15.00 GBP}]", "[{remedy: refund, amount: 5.00 GBP}, {remedy: credit, amount: 5.00 GBP}]"},
}

// Each field that can be expected is compared: what happened passes, and anything else
// fails and is named.
func TestEveryFieldIsCompared(t *testing.T) {
	for _, field := range config.ExpectFields() {
		c, there := fieldCases[field]
		if !there {
			t.Errorf("nothing shows what %s compares", field)
			continue
		}
		t.Run(field, func(t *testing.T) {
			right, _ := run(t, strings.Replace(fieldsScenario, "FIELD", field+": "+c.right, 1), rehearsal.Options{})
			if right.Passed != 1 {
				t.Error("what happened does not pass:", right.Errors, report(right))
			}
			wrong, _ := run(t, strings.Replace(fieldsScenario, "FIELD", field+": "+c.wrong, 1), rehearsal.Options{})
			if wrong.Failed != 1 {
				t.Fatal("what did not happen passes", wrong.Errors)
			}
			failures := wrong.Files[0].Scenarios[0].Failures
			if len(failures) != 1 || failures[0].Field != field || failures[0].Line != 7 || failures[0].Want == failures[0].Got {
				t.Errorf("%+v", failures)
			}
		})
	}
}

func report(result *rehearsal.Result) string {
	var lines []string
	for _, file := range result.Files {
		for i := range file.Scenarios {
			if one := &file.Scenarios[i]; !one.Passed {
				lines = append(lines, one.Report(file.File)...)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// What an update writes passes in the next run, whichever fields differed, and leaves
// the rest as it was.
func TestUpdate(t *testing.T) {
	for field, c := range fieldCases {
		t.Run(field, func(t *testing.T) {
			before := strings.Replace(fieldsScenario, "FIELD", "# why\n      "+field+": "+c.wrong+", customer: c-1 # and\n     ", 1)
			_, written := run(t, before, rehearsal.Options{Update: true})
			again, untouched := run(t, written, rehearsal.Options{Update: true})
			if again.Passed != 1 || untouched != "" {
				t.Errorf("%v\n%s\n%s", again.Errors, report(again), written)
			}
			at := strings.Index(before, c.wrong+", customer")
			if !strings.HasPrefix(written, before[:at]) || !strings.HasSuffix(written, before[at+len(c.wrong):]) {
				t.Errorf("something else has changed:\n%s", written)
			}
		})
	}
}

// Where nothing is expected yet, everything that happened is written, of each recovery.
func TestUpdateOfNothing(t *testing.T) {
	before := `observation: {payment: 20.00 GBP}
scenarios:
  - name: two
    observe:
      - {at: 1m, measures: {delay_minutes: 60}}
      - {at: 2m, measures: {delay_minutes: 20}, customer: {id: c-2, name: "Zoë \"Z\""}}
  - {name: one, observe: [{measures: {delay_minutes: 30}}], providers: {sms: silent, email: silent}, expect: {}}
`
	_, written := run(t, before, rehearsal.Options{Update: true})
	again, untouched := run(t, written, rehearsal.Options{Update: true})
	if again.Passed != 2 || untouched != "" {
		t.Fatalf("%v\n%s\n%s", again.Errors, report(again), written)
	}
	for _, part := range []string{
		"customer: c-1", "customer: c-2", "stage: dismissed", "amount: 20.00 GBP", "expect: {stage: needs_person, play: late-train", "no_words: true",
		"play: late-train\n", "ended_at: 1m\n", "first: us", `because: "Confirmed: delay_minutes is 60`, `because: "It was not bad enough`, `subject: "Your train was late (`, "messages: [{at: 0s, channel: sms}, {at: 15m, channel: email}]",
	} {
		if !strings.Contains(written, part) {
			t.Errorf("%q is not written:\n%s", part, written)
		}
	}
}
