package rehearsal_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"makegood/config"
	"makegood/internal/rehearsal"
)

const mixedPlay = `play: late
version: 1
trigger: late
measure: delay_minutes
top_up: true
tiers:
  - {at_least: 20, remedy: {coupon: {percent: 10}}}
  - {at_least: 30, remedy: {refund: {amount: 7.00 EUR}}}
  - {at_least: 40, remedy: {credit: {amount: 9.00 GBP}}}
apology:
  channels: [email]
  subject: {en: "Late"}
  text: {en: "Sorry. {{.Remedy}} Ref {{.Ref}}"}
`

const mixedScenario = `scenarios:
  - name: a coupon of a share, then money of two kinds
    observe:
      - {at: 0s, measures: {delay_minutes: 20}, payment: 50.00 EUR}
      - {at: 1h, measures: {delay_minutes: 30}}
      - {at: 2h, measures: {delay_minutes: 40}, resolved: true}
    expect: EXPECT
`

func runMixed(t *testing.T, expect string) (result *rehearsal.Result, written string) {
	t.Helper()
	book, err := config.LoadPlaybookFS(fstest.MapFS{"late.yaml": {Data: []byte(mixedPlay)}})
	if err != nil {
		t.Fatal(err)
	}
	text := expect // a whole file, as it was written
	if !strings.HasPrefix(expect, "scenarios:") {
		text = strings.Replace(mixedScenario, "EXPECT", expect, 1)
	}
	written = text
	texts := []config.ScenarioText{{File: "late.test.yaml", Name: "late", Data: []byte(text)}}
	result, err = rehearsal.RunTexts(t.Context(), book, texts, rehearsal.Options{Update: true}, func(_, text string) error {
		written = text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return result, written
}

// Whatever can be given can be expected, in the form in which an update writes it.
func TestEverythingGivenCanBeWritten(t *testing.T) {
	const all = "7.00 EUR and 9.00 GBP and 10%"
	for _, expect := range []string{"{}", "{given: none}", "{given: 7.00 EUR and 10%}"} {
		_, written := runMixed(t, expect)
		if !strings.Contains(written, "given: "+all) {
			t.Fatalf("%s: it is not written:\n%s", expect, written)
		}
		if again, _ := runMixed(t, written); again.Passed != 1 {
			t.Errorf("%s: %v\n%s\n%s", expect, again.Errors, report(again), written)
		}
	}
	for expect, passes := range map[string]bool{
		"10% and 9.00 gbp and 7 EUR": true, "coupon 10.0% and 7.00 EUR and 9.00 GBP": true,
		"7.00 EUR and 9.00 GBP": false, "7.00 EUR and 9.00 GBP and 10% and 10%": false, "7.00 EUR and 9.01 GBP and 10%": false,
	} {
		result, _ := runMixed(t, "{given: "+expect+"}")
		if len(result.Errors) > 0 || (result.Passed == 1) != passes {
			t.Errorf("%s: %v\n%s", expect, result.Errors, report(result))
		}
	}
}
