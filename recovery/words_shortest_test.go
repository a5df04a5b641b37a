package recovery_test

import (
	"strings"
	"testing"

	"makegood/recovery"
)

// What is shortest has no name, the least value and the least amount; what is longest
// is never shorter.
func TestShortest(t *testing.T) {
	percent := func(s string) recovery.Percent {
		p, err := recovery.ParsePercent(s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	play := &recovery.Play{
		Name: "late-flight", Measure: "delay_minutes",
		Tiers: []recovery.Tier{
			{AtLeast: 180, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: percent("25")}}},
			{AtLeast: 360, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: percent("100")}}},
		},
		Apology: recovery.Apology{Text: map[string]string{
			"en": "{{.Customer.Name}}, {{.Measure}} late{{if .Complained}}, as you told us{{end}}. {{.Remedy}} {{.Attributes.gate}}",
			"de": "{{.Amount}}",
		}},
	}
	for locale, want := range map[string]string{
		"en": "3 h late. A colleague is arranging your refund of 0.25 EUR. Ref ",
		"de": "0,25 EUR Ref ",
	} {
		shortest, err := play.Shortest(locale)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(shortest.Text, want) || len(shortest.Text) != len(want)+8 || shortest.Locale != locale {
			t.Errorf("%s: %q", locale, shortest.Text)
		}
		longest, err := play.Longest(locale)
		if err != nil {
			t.Fatal(err)
		}
		if recovery.SMSLength(longest.Text) <= recovery.SMSLength(shortest.Text) {
			t.Errorf("%s: %q is not longer than %q", locale, longest.Text, shortest.Text)
		}
	}
	play.Apology.Text["en"] = "{{.Nope}}"
	if _, err := play.Shortest("en"); err == nil {
		t.Error("a text that does not render has a length")
	}
}
