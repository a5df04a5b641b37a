package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"makegood/config"
)

// sound is a play in which nothing is wrong; each case replaces a line of it.
const sound = `play: late-flight
version: 3
about: A flight lands late.
trigger: flight.delayed
measure: delay_minutes
hold: 10m
close_after: 36h
tiers:
  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}
  - {at_least: 180, remedy: {refund: {percent: 25}}}
apology:
  channels: [sms, email]
  receipt_within: 15m
  subject: {en: "Sorry", pl: "Przepraszamy"}
  text:
    en: "{{.Customer.Name}}, {{.Measure}} late. {{.Remedy}}"
    pl: "{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}"
surveys: {suppress: 90d}
`

// refusal is a change to the sound play and the one error that it must bring.
type refusal struct {
	name     string
	old, new string
	at       string // line:column
	field    string
	wrong    string
	right    string // a part of it
}

func TestParsePlayRefuses(t *testing.T) {
	if _, err := config.ParsePlay("sound.yaml", []byte(sound)); err != nil {
		t.Fatalf("the play in which nothing is wrong is refused: %v", err)
	}
	for _, group := range [][]refusal{fieldRefusals, tierRefusals, remedyRefusals, timeRefusals, wordRefusals, yamlRefusals} {
		for _, c := range group {
			t.Run(c.name, func(t *testing.T) { c.check(t) })
		}
	}
}

func (c refusal) check(t *testing.T) {
	t.Helper()
	text := c.new
	if c.old != "" {
		if strings.Count(sound, c.old) != 1 {
			t.Fatalf("%q does not stand once in the sound play", c.old)
		}
		text = strings.Replace(sound, c.old, c.new, 1)
	}
	play, err := config.ParsePlay("x.yaml", []byte(text))
	if play != nil {
		t.Error("a play came with the error")
	}
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 1 {
		t.Fatalf("want one error, got:\n%v", err)
	}
	got := all[0]
	if at := fmt.Sprintf("%d:%d", got.Line, got.Column); at != c.at {
		t.Errorf("at %s, want %s (%v)", at, c.at, got)
	}
	if got.File != "x.yaml" {
		t.Errorf("file %q", got.File)
	}
	if got.Field != c.field {
		t.Errorf("field %q, want %q (%v)", got.Field, c.field, got)
	}
	if got.Wrong != c.wrong {
		t.Errorf("wrong %q, want %q", got.Wrong, c.wrong)
	}
	if !strings.Contains(got.Right, c.right) || got.Right == "" {
		t.Errorf("right %q does not say %q", got.Right, c.right)
	}
}

var fieldRefusals = []refusal{
	{"unknown field", "hold: 10m", "hodl: 10m", "6:1", "hodl", "there is no such field", "did you mean hold?"},
	{"unknown field, nothing near", "hold: 10m", "colour: red", "6:1", "colour", "there is no such field", "there are about, apology"},
	{"unknown field deep down", "valid: 365d", "vaild: 365d", "9:52", "tiers[0].remedy.coupon.vaild", "there is no such field", "did you mean valid? there are amount, percent, valid"},
	{"unknown field of surveys", "{suppress: 90d}", "{supress: 90d}", "18:11", "surveys.supress", "there is no such field", "did you mean suppress?"},
	{"play missing", "play: late-flight\n", "", "1:1", "play", "this is missing", "name the play"},
	{"version missing", "version: 3\n", "", "1:1", "version", "this is missing", "write 1"},
	{"trigger missing", "trigger: flight.delayed\n", "", "1:1", "trigger", "this is missing", "flight.delayed"},
	{"measure missing", "measure: delay_minutes\n", "", "1:1", "measure", "this is missing", "open"},
	{"channels missing", "  channels: [sms, email]\n", "", "12:3", "apology.channels", "this is missing", "channels: [sms, email]"},
	{"play empty", "play: late-flight", "play:", "1:6", "play", "this is empty", "late-flight"},
	{"play a list", "play: late-flight", "play: [a]", "1:7", "play", "this is a list", "write a name"},
	{"capital in a name", "play: late-flight", "play: Late-flight", "1:7", "play", `"Late-flight" cannot be a name`, "a-z"},
	{"space in a trigger", "flight.delayed", "flight delayed", "4:10", "trigger", `"flight delayed" cannot be a name`, "flight.delayed"},
	{"slash in a trigger", "flight.delayed", "flight/delayed", "4:10", "trigger", `"flight/delayed" cannot be a name`, "flight.delayed"},
	{"dash before a measure", "delay_minutes", "-delay", "5:10", "measure", `"-delay" cannot be a name`, "delay_minutes"},
	{"name too long", "play: late-flight", "play: " + strings.Repeat("a", 101), "1:7", "play", "this name has 101 characters", "at most 100"},
	{"version zero", "version: 3", "version: 0", "2:10", "version", "this is 0", "from 1 on"},
	{"version negative", "version: 3", "version: -1", "2:10", "version", "this is -1", "from 1 on"},
	{"version with a point", "version: 3", "version: 3.1", "2:10", "version", `"3.1" is not a whole number`, "whole number"},
	{"version in quotes", "version: 3", `version: "3"`, "2:10", "version", `"3" is not a whole number`, "whole number"},
	{"version beyond counting", "version: 3", "version: 99999999999", "2:10", "version", `"99999999999" is not a whole number`, "whole number"},
	{"apology a text", "apology:\n  channels: [sms, email]\n  receipt_within: 15m\n  subject: {en: \"Sorry\", pl: \"Przepraszamy\"}\n  text:\n    en: \"{{.Customer.Name}}, {{.Measure}} late. {{.Remedy}}\"\n    pl: \"{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}\"", "apology: sorry", "11:10", "apology", "this is a text", "name: value"},
	{"surveys a number", "{suppress: 90d}", "90", "18:10", "surveys", "this is a number", "name: value"},
	{"suppress zero", "suppress: 90d", "suppress: 0s", "18:21", "surveys.suppress", "this is no time at all", "above 0"},
	{"suppress too long", "suppress: 90d", "suppress: 1826d", "18:21", "surveys.suppress", "1826d is too long", "1825d"},
	{"sent_counts a text", "receipt_within: 15m", "sent_counts: yes", "13:16", "apology.sent_counts", "this is a text", "true or false"},
	{"a name twice", "about: A flight lands late.", "version: 4", "3:1", "version", "this stands here twice, the first time in line 2", "keep one"},
	{"a locale twice", `pl: "Przepraszamy"`, `en: "x", pl: "y"`, "14:26", "apology.subject.en", "this stands here twice, the first time in line 14", "keep one"},
}

var tierRefusals = []refusal{
	{"no tiers", "tiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180, remedy: {refund: {percent: 25}}}\n", "", "1:1", "tiers", "this is missing", "at_least: 120"},
	{"empty tiers", "tiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180, remedy: {refund: {percent: 25}}}\n", "tiers: []\n", "8:8", "tiers", "there is no tier", "at_least: 120"},
	{"tiers a mapping", "tiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180, remedy: {refund: {percent: 25}}}\n", "tiers: {a: 1}\n", "8:8", "tiers", "this is a mapping", "write a list"},
	{"equal", "at_least: 180", "at_least: 120.0", "10:16", "tiers[1].at_least", "this equals the tier before it", "lowest to the highest"},
	{"descending", "at_least: 180", "at_least: 60", "10:16", "tiers[1].at_least", "this is not above the tier before it", "lowest to the highest"},
	{"a text", "at_least: 180", "at_least: many", "10:16", "tiers[1].at_least", `"many" is not a number`, "write a number"},
	{"a number in quotes", "at_least: 180", `at_least: "180"`, "10:16", "tiers[1].at_least", `"180" is not a number`, "write a number"},
	{"endless", "at_least: 180", "at_least: .inf", "10:16", "tiers[1].at_least", "this is a number without end", "write a number"},
	{"missing", "{at_least: 180, remedy", "{remedy", "10:5", "tiers[1].at_least", "this is missing", "from when"},
	{"a text for a tier", "{at_least: 180, remedy: {refund: {percent: 25}}}", "lots", "10:5", "tiers[1]", "this is a text", "name: value"},
	{"a number for open", "measure: delay_minutes\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180", "measure: open\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 3h", "9:16", "tiers[0].at_least", `"120" is not a duration`, "36h"},
}

var remedyRefusals = []refusal{
	{"none", "{refund: {percent: 25}}", "{}", "10:29", "tiers[1].remedy", "this names no remedy", "coupon, credit, custom, refund"},
	{"two", "{refund: {percent: 25}}", "{refund: {percent: 25}, credit: {percent: 25}}", "10:29", "tiers[1].remedy", "a tier owes one remedy, and these are credit and refund", "keep one"},
	{"unknown", "{refund: {percent: 25}}", "{refnud: {percent: 25}}", "10:30", "tiers[1].remedy.refnud", "there is no such field", "did you mean refund? there are coupon, credit, custom, refund"},
	{"a text", "{refund: {percent: 25}}", "refund", "10:29", "tiers[1].remedy", "this is a text", "write {refund: {percent: 25}} or {refund: {amount: 10.34 GBP}}"},
	{"a text and a share", "{refund: {percent: 25}}", "refund 25%", "10:29", "tiers[1].remedy", "this is a text", "write {refund: {percent: 25}}"},
	{"a text and an amount", "{refund: {percent: 25}}", "Credit of 5 eur", "10:29", "tiers[1].remedy", "this is a text", "write {credit: {amount: 5.00 EUR}}"},
	{"a share alone", "{refund: {percent: 25}}", "25%", "10:29", "tiers[1].remedy", "this is a text", "write {refund: {percent: 25}}"},
	{"another text", "{refund: {percent: 25}}", "flowers", "10:29", "tiers[1].remedy", "this is a text", "as in remedy: {refund: {percent: 25}}"},
	{"a comma in an amount", "percent: 25", "amount: 5,00 EUR", "10:47", "tiers[1].remedy.refund.amount", "a comma stands in this number, and ends it", "write a point: 5.00 EUR"},
	{"a comma in a share", "percent: 25", "percent: 12,5", "10:48", "tiers[1].remedy.refund.percent", "a comma stands in this number, and ends it", "write a point: 12.5"},
	{"a comma in a number", "at_least: 180", "at_least: 180,5", "10:16", "tiers[1].at_least", "a comma stands in this number, and ends it", "write a point: 180.5"},
	{"a comma in quotes", "percent: 25", "amount: \"5,00 EUR\"", "10:47", "tiers[1].remedy.refund.amount", `"5,00 EUR" has a comma`, "write a point: 5.00 EUR"},
	{"a comma for thousands", "percent: 25", "amount: \"1,000.50 EUR\"", "10:47", "tiers[1].remedy.refund.amount", `"1,000.50 EUR" has a comma`, "write a point: 1000.50 EUR"},
	{"missing", ", remedy: {refund: {percent: 25}}", "", "10:5", "tiers[1].remedy", "this is missing", "coupon, credit, custom, refund"},
	{"no share", "{percent: 25}", "{}", "10:38", "tiers[1].remedy.refund", "this does not say how much", "percent: 25 or amount: 10.34 GBP"},
	{"both shares", "{percent: 25}", "{percent: 25, amount: 5.00 EUR}", "10:38", "tiers[1].remedy.refund", "this has both a percent and an amount", "keep one"},
	{"over 100", "percent: 25", "percent: 100.0001", "10:48", "tiers[1].remedy.refund.percent", "100.0001% is not a share", "up to 100"},
	{"nothing", "percent: 25", "percent: 0", "10:48", "tiers[1].remedy.refund.percent", "0% is not a share", "above 0"},
	{"negative", "percent: 25", "percent: -5", "10:48", "tiers[1].remedy.refund.percent", `"-5" is not a share`, "above 0"},
	{"with its sign", "percent: 25", "percent: 25%", "10:48", "tiers[1].remedy.refund.percent", `"25%" is not a share`, "such as 25"},
	{"five decimals", "percent: 25", "percent: 1.00001", "10:48", "tiers[1].remedy.refund.percent", `"1.00001" is not a share`, "four decimals"},
	{"no currency", "percent: 25", "amount: 5", "10:47", "tiers[1].remedy.refund.amount", `"5" is not an amount`, "10.34 GBP"},
	{"unknown currency", "percent: 25", "amount: 5.00 XYZ", "10:47", "tiers[1].remedy.refund.amount", `"5.00 XYZ" is not an amount`, "ISO 4217"},
	{"too many decimals", "percent: 25", "amount: 5.001 EUR", "10:47", "tiers[1].remedy.refund.amount", `"5.001 EUR" has 3 decimals`, "EUR has 2"},
	{"decimals where there are none", "percent: 25", "amount: 5.00 JPY", "10:47", "tiers[1].remedy.refund.amount", `"5.00 JPY" has 2 decimals`, "JPY has 0"},
	{"zero", "percent: 25", "amount: 0.00 EUR", "10:47", "tiers[1].remedy.refund.amount", "this is nothing", "above 0"},
	{"too much", "percent: 25", "amount: 10000000000.00 EUR", "10:47", "tiers[1].remedy.refund.amount", "this is more than any payment can be", "write less"},
	{"a unit that cannot be moved", "percent: 25", "amount: 5.001 KWD", "10:47", "tiers[1].remedy.refund.amount", "5.001 KWD cannot be moved", "multiple of 0.010 KWD"},
	{"valid too long", "valid: 365d", "valid: 1825d1h", "9:59", "tiers[0].remedy.coupon.valid", "1825d1h is too long", "at most 1825d"},
	{"valid no time", "valid: 365d", "valid: 0d", "9:59", "tiers[0].remedy.coupon.valid", "this is no time at all", "above 0"},
	{"valid of a refund", "{percent: 25}", "{percent: 25, valid: 3d}", "10:52", "tiers[1].remedy.refund.valid", "there is no such field", "there are after, amount, at_most, counted, greater_of, per, percent, sum, until"},
}

var timeRefusals = []refusal{
	{"no duration", "hold: 10m", "hold: soon", "6:7", "hold", `"soon" is not a duration`, "90d"},
	{"a bare number", "hold: 10m", "hold: 10", "6:7", "hold", `"10" is not a duration`, "90d"},
	{"negative", "hold: 10m", "hold: -10m", "6:7", "hold", `"-10m" is not a duration`, "90d"},
	{"closes at once", "close_after: 36h", "close_after: 0s", "7:14", "close_after", "this is no time at all", "above 0"},
	{"receipt at once", "receipt_within: 15m", "receipt_within: 0s", "13:19", "apology.receipt_within", "this is no time at all", "above 0"},
	{"holds past its close", "hold: 10m", "hold: 37h", "6:7", "hold", "nothing can hold for 37h: the play closes after 36h", "shorten hold"},
	{"never open that long, and not to the hour", "measure: delay_minutes\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180", "measure: open\nclose_after: 36h\ntiers:\n  - {at_least: 72h59m59s", "8:16", "tiers[0].at_least", "this can never be met: the play closes after 36h", "write close_after: 73h or more"},
	{"within without occurrences", "hold: 10m", "within: 24h", "6:9", "within", "only the measure occurrences counts within a time", "remove it"},
	{"occurrences without within", "delay_minutes", "occurrences", "5:10", "within", "this is missing: the measure occurrences counts within a time", "24h"},
	{"within longer than it is watched", "measure: delay_minutes\nhold: 10m\nclose_after: 36h", "measure: occurrences\nwithin: 30d\nclose_after: 36h", "6:9", "within", "nothing is counted for 30d: the play closes after 36h", "close_after: 30d"},
	{"within nothing", "measure: delay_minutes", "measure: occurrences\nwithin: 0s", "6:9", "within", "this is no time at all", "above 0"},
	{"no whole occurrence", "measure: delay_minutes\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120", "measure: occurrences\nwithin: 24h\nclose_after: 36h\ntiers:\n  - {at_least: 1.5", "9:16", "tiers[0].at_least", `"1.5" is not a whole number`, "from 1 on"},
	{"too many occurrences", "measure: delay_minutes\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120", "measure: occurrences\nwithin: 24h\nclose_after: 36h\ntiers:\n  - {at_least: 501", "9:16", "tiers[0].at_least", "this is 501, and at most 500 occurrences are counted", "from 1 to 500"},
	{"no occurrence", "measure: delay_minutes\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120", "measure: occurrences\nwithin: 24h\nclose_after: 36h\ntiers:\n  - {at_least: 0", "9:16", "tiers[0].at_least", "this is 0", "from 1 on"},
	{"never open that long", "measure: delay_minutes\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180", "measure: open\nhold: 10m\nclose_after: 36h\ntiers:\n  - {at_least: 30h, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 35h51m", "10:16", "tiers[1].at_least", "this can never be met and held for 10m: the play closes after 36h", "close_after: 36h1m"},
}

var wordRefusals = []refusal{
	{"unknown name", "{{.Measure}} late", "{{.Mesure}} late", "16:32", "apology.text.en", "there is no .Mesure", "did you mean .Measure? there are .Amount"},
	{"unknown name, the second time it stands there", "{{.Measure}} late", "{{.Measure}} {{if .Complained}}{{.Ref}} .Nope {{.Nope}}{{end}}", "16:78", "apology.text.en", "there is no .Nope", "there are .Amount"},
	{"unknown name after letters of two bytes", `pl: "{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}"`, `pl: "żółć {{.Imię}}"`, "17:17", "apology.text.pl", "there is no .Imię", "there are .Amount"},
	{"unknown name that stands in a text before", `{en: "Sorry", pl: "Przepraszamy"}`, `{en: "Sorry .Nope", pl: "{{.Nope}}"}`, "14:39", "apology.subject.pl", "there is no .Nope", "there are .Amount"},
	{"unknown name in a block", `pl: "{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}"`, "pl: |\n      łódź\n      łódź {{.Nope}}", "19:14", "apology.text.pl", "there is no .Nope", "there are .Amount"},
	{"a way to reach someone", "{{.Measure}} late", "{{.Customer.Phone}} late", "16:32", "apology.text.en", "there is no .Customer.Phone", ".Customer.Name"},
	{"no template", "{{.Measure}} late", "{{.Measure late", "16:30", "apology.text.en", "{{.Measure is not closed", "write {{.Measure}}"},
	{"no template for a brace", "{{.Measure}} late", "{{.Measure} late", "16:30", "apology.text.en", "a brace is missing in {{.Measure}", "write {{.Measure}}"},
	{"no template without an end", "{{.Measure}} late", "{{.Measure}} {{if .Complained}}late", "16:43", "apology.text.en", "{{if .Complained}} is not closed", "write {{end}} where it ends"},
	{"unknown name for the measure", "{{.Measure}} late", "{{.Delay}} late", "16:32", "apology.text.en", "there is no .Delay", "did you mean .Measure? there are .Amount"},
	{"unknown name of the measure", "{{.Measure}} late", "{{.delay_minutes}} late", "16:32", "apology.text.en", "there is no .delay_minutes", "did you mean .Measure? there are .Amount"},
	{"unknown name for the customer's", "{{.Measure}} late", "{{.Customer.FirstName}} late", "16:32", "apology.text.en", "there is no .Customer.FirstName", "did you mean .Customer.Name? there are .Amount"},
	{"unknown name of nothing near", "{{.Measure}} late", "{{.Gate}} late", "16:32", "apology.text.en", "there is no .Gate", "there are .Amount"},
	{"a loop", "{{.Measure}} late", "{{range .Ref}}{{end}} late", "16:32", "apology.text.en", `"range" cannot stand in words: an apology has no lists`, "{{if}}"},
	{"a definition", "{{.Measure}} late", `{{define \"x\"}}{{end}} late`, "16:32", "apology.text.en", `"define" cannot stand in words: words may not define templates of their own`, "{{if}}"},
	{"a function", "{{.Measure}} late", "{{html .Measure}} late", "16:32", "apology.text.en", `"html" cannot stand in words: there is no such function here`, "{{if}}"},
	{"no words", `en: "{{.Customer.Name}}, {{.Measure}} late. {{.Remedy}}"`, `en: ""`, "16:9", "apology.text.en", "this is empty", "write the words"},
	{"words without quotes", `en: "{{.Customer.Name}}, {{.Measure}} late. {{.Remedy}}"`, `en: [a]`, "16:9", "apology.text.en", "this is a list", "in quotes"},
	{"no subject for a locale", `, pl: "Przepraszamy"`, "", "14:12", "apology.subject.pl", "this is missing: text has the locale pl", "an e-mail needs a subject"},
	{"no text for a locale", `pl: "Przepraszamy"`, `pl: "x", de: "y"`, "16:5", "apology.text.de", "this is missing: subject has the locale de", "take it out of subject"},
	{"no subject", "  subject: {en: \"Sorry\", pl: \"Przepraszamy\"}\n", "", "12:3", "apology.subject", "this is missing: an e-mail needs a subject", "for each locale"},
	{"no locale", `subject: {en: "Sorry", pl: "Przepraszamy"}`, `subject: {english: "Sorry", pl: "Przepraszamy"}`, "14:13", "apology.subject.english", `"english" is not a locale`, "pt-BR"},
	{"a locale in capitals", `subject: {en: "Sorry", pl: "Przepraszamy"}`, `subject: {EN: "Sorry", pl: "Przepraszamy"}`, "14:13", "apology.subject.EN", `"EN" is not how this locale is written`, "write en"},
	{"a locale as computers write it", `subject: {en: "Sorry", pl: "Przepraszamy"}`, `subject: {en_US: "Sorry", pl: "Przepraszamy"}`, "14:13", "apology.subject.en_US", `"en_US" is not how this locale is written`, "write en-US"},
	{"unknown channel", "[sms, email]", "[sms, email, fax]", "12:26", "apology.channels[2]", `there is no channel "fax"`, "sms, email"},
	{"a channel twice", "[sms, email]", "[sms, email, sms]", "12:26", "apology.channels[2]", "sms stands here twice", "keep one"},
	{"no channel", "[sms, email]", "[]", "12:13", "apology.channels", "there is no channel", "sms, email"},
	{"a channel alone", "[sms, email]", "sms", "12:13", "apology.channels", "this is a text", "write a list"},
	{"too long for a text message", "{{.Measure}} late", "{{.Measure}} late" + strings.Repeat("x", 1440), "16:9", "apology.text.en", "with a long name and amount this comes to 1636 characters", "1600"},
	{"too long for anyone", "{{.Measure}} late", strings.Repeat("x", 17000), "16:9", "apology.text.en", "this has 17033 bytes", "16384"},
}

var yamlRefusals = []refusal{
	{"nothing", "", "", "1:1", "", "there is nothing in this file", "write a play"},
	{"a remark only", "", "# later\n", "1:1", "", "there is nothing in this file", "write a play"},
	{"a text", "", "late-flight\n", "1:1", "", "this is a text", "name: value"},
	{"a list", "", "- play: x\n", "1:1", "", "this is a list", "name: value"},
	{"two documents", "surveys: {suppress: 90d}\n", "surveys: {suppress: 90d}\n---\nplay: other\n", "20:1", "", "this file holds more than one document", "a file of its own"},
	{"a brace too few", "[sms, email]", "[sms, email", "13:3", "", "this is not YAML: ',' or ']' must be specified", "indentation"},
	{"indentation", "version: 3", "  version: 3", "1:7", "", "this is not YAML: mapping value is not allowed in this context", "indentation"},
	{"a tab in front", "version: 3", "\tversion: 3", "2:1", "", "this is not YAML: a tab stands here, where the line is indented", "spaces"},
	{"a tab behind a space", "version: 3", " \tversion: 3", "2:2", "", "this is not YAML: a tab stands here, where the line is indented", "spaces"},
	{"a tab deep down", "  receipt_within: 15m", "\treceipt_within: 15m", "13:1", "", "this is not YAML: a tab stands here, where the line is indented", "spaces"},
	{"a tab for a start", "", "\tplay: x\n", "1:1", "", "this is not YAML: a tab stands here, where the line is indented", "spaces"},
	{"not UTF-8", "A flight lands late.", "Un vol arriv\xe9 tard.", "3:20", "", "the byte 0xe9 is not UTF-8", "UTF-8"},
	{"a control character", "A flight lands late.", "A flight\x00", "3:16", "", "the control character U+0000 cannot stand in YAML", "remove it"},
	{"too large", "", "# " + strings.Repeat("x", 1<<20), "0:0", "", "this file is larger than 1 MiB", "write less"},
	{"too many words", "", strings.Repeat("a: b\n", 4000), "0:0", "", "this file holds more than 10000 words and signs", "write less"},
	{"nested too deeply", "", "play: " + strings.Repeat("[", 100), "1:27", "", "this is nested too deeply", "four levels"},
	{"an alias of nothing", "hold: 10m", "hold: *x", "6:7", "hold", "this is an alias of nothing: there is no anchor &x", "duration"},
	{"a tag", "hold: 10m", "hold: !!str 10m", "6:7", "hold", "this is a tag, and plays need none", "duration"},
	{"a merge", "hold: 10m", "<<: {hold: 10m}", "6:1", "", "a field's name cannot be a merge: write the fields out", "name: value"},
	{"a mapping for a name", "hold: 10m", "? hold\n: 10m", "6:1", "", "a field's name cannot be nothing that plays need", "name: value"},
	{"a directive", "play: late-flight", "%YAML 1.2\n---\nplay: late-flight", "1:1", "", "this is a directive, and plays need none", "remove it"},
}
