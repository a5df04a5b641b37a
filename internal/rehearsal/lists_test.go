package rehearsal_test

import (
	"strings"
	"testing"

	"makegood/internal/rehearsal"
)

// Of several messages or remedies each is compared, shown and written by the fields that
// it names itself; parts of a text that are found stay parts.
func TestUpdateOfLists(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"words only in the second": {
			`messages: [{channel: sms}, {channel: email, words: "4 h"}]`,
			`messages: [{channel: sms}, {channel: email, words: "Ada, your train was 1 h late. We are sorry. We have refunded 5.00 GBP to your original payment method. As compensation, we have credited 15.00 GBP to your next invoice. Ref K7CB8CPR"}]`,
		},
		"parts that are found": {
			`messages: [{at: 1m, words: [sorry, "5.00 GBP"]}, {channel: sms, subject: late}]`,
			`messages: [{at: 1m, words: [sorry, 5.00 GBP]}, {channel: email, subject: late}]`,
		},
		"another field each": {
			`messages: [{channel: email}, {at: 1m, subject: none}]`,
			`messages: [{channel: sms}, {at: 3m, subject: "Your train was late (K7CB8CPR)"}]`,
		},
		"one more than was named":  {`messages: [{channel: sms}]`, `messages: [{channel: sms}, {channel: email}]`},
		"more than there were":     {`messages: [{at: 1m}, {channel: email}, {channel: sms}]`, `messages: [{at: 1m}, {channel: email}]`},
		"nothing named of the one": {`messages: [{}, {channel: sms}]`, `messages: [{}, {channel: email}]`},
		"nothing, and one more":    {`messages: [{}]`, `messages: [{}, {at: 3m, channel: email}]`},
		"none were named":          {`messages: []`, `messages: [{at: 1m, channel: sms}, {at: 3m, channel: email}]`},
		"remedies": {
			`remedies: [{amount: 5.00 GBP}, {remedy: credit, amount: 14.00 GBP}]`,
			`remedies: [{amount: 5.00 GBP}, {remedy: credit, amount: 15.00 GBP}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := strings.Replace(fieldsScenario, "FIELD", c.before, 1)
			failed, written := run(t, before, rehearsal.Options{Update: true})
			if want := strings.Replace(fieldsScenario, "FIELD", c.after, 1); written != want {
				t.Errorf("%v\ngot  %s\nwant %s", failed.Errors, written, want)
			}
			again, untouched := run(t, written, rehearsal.Options{Update: true})
			if again.Passed != 1 || untouched != "" {
				t.Errorf("%v\n%s", again.Errors, report(again))
			}
			_, list, _ := strings.Cut(c.after, ": ")
			if !strings.Contains(report(failed), "got "+list) {
				t.Errorf("%s is not shown:\n%s", list, report(failed))
			}
		})
	}
}
