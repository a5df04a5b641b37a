package config_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

func parsed(t *testing.T, text string) *recovery.Play {
	t.Helper()
	play, err := config.ParsePlay("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return play
}

func percent(t *testing.T, text string) recovery.Percent {
	t.Helper()
	p, err := recovery.ParsePercent(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParsePlay(t *testing.T) {
	want := &recovery.Play{
		Name: "late-flight", Version: 3, About: "A flight lands late.",
		Trigger: "flight.delayed", Measure: "delay_minutes",
		Hold: recovery.Duration(10 * time.Minute), CloseAfter: recovery.Duration(36 * time.Hour), Grace: recovery.DefaultGrace,
		Tiers: []recovery.Tier{
			{AtLeast: 120, Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Percent: percent(t, "10"), Valid: recovery.Duration(365 * 24 * time.Hour)}}},
			{AtLeast: 180, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: percent(t, "25")}}},
		},
		Apology: recovery.Apology{
			Channels:      []recovery.Channel{recovery.SMS, recovery.Email},
			ReceiptWithin: recovery.Duration(15 * time.Minute),
			Subject:       map[string]string{"en": "Sorry", "pl": "Przepraszamy"},
			Text: map[string]string{
				"en": "{{.Customer.Name}}, {{.Measure}} late. {{.Remedy}}",
				"pl": "{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}",
			},
		},
		Surveys:      recovery.Surveys{Suppress: recovery.Duration(90 * 24 * time.Hour)},
		PersonWithin: recovery.DefaultPersonWithin,
	}
	if diff := cmp.Diff(want, parsed(t, sound)); diff != "" {
		t.Error(diff)
	}
}

func TestParsePlayDefaults(t *testing.T) {
	play := parsed(t, `
play: p
version: 1
trigger: t
measure: m
tiers: [{at_least: -1.5, remedy: {coupon: {amount: 10.34 GBP}}}]
apology: {channels: [sms], text: {en: "Sorry. {{.Remedy}}"}}
`)
	want := &recovery.Play{
		Name: "p", Version: 1, Trigger: "t", Measure: "m",
		CloseAfter: recovery.Duration(7 * 24 * time.Hour), Grace: recovery.Duration(30 * time.Second),
		Tiers: []recovery.Tier{{AtLeast: -1.5, Remedy: recovery.Remedy{Coupon: &recovery.Coupon{
			Amount: &recovery.Money{Amount: 1034, Currency: "gbp"}, Valid: recovery.Duration(365 * 24 * time.Hour),
		}}}},
		Apology: recovery.Apology{
			Channels: []recovery.Channel{recovery.SMS}, ReceiptWithin: recovery.Duration(15 * time.Minute),
			Text: map[string]string{"en": "Sorry. {{.Remedy}}"},
		},
		Surveys:      recovery.Surveys{Suppress: recovery.Duration(90 * 24 * time.Hour)},
		PersonWithin: recovery.DefaultPersonWithin,
	}
	if diff := cmp.Diff(want, play); diff != "" {
		t.Error(diff)
	}
}

func TestSurveysAreNeverLeftAlone(t *testing.T) {
	for _, surveys := range []string{"", "surveys: {}\n"} {
		play := parsed(t, strings.Replace(sound, "surveys: {suppress: 90d}\n", surveys, 1))
		if got := play.Surveys.Suppress.String(); got != "90d" {
			t.Errorf("with %q surveys stay away for %s", surveys, got)
		}
	}
}

func TestParsePlayReadsEveryField(t *testing.T) {
	text := strings.Replace(sound, "measure: delay_minutes\n", "measure: occurrences\nwithin: 1d12h\ngrace: 1m\n", 1)
	text = strings.Replace(text, "  receipt_within: 15m\n", "  receipt_within: 1h\n  sent_counts: true\n", 1)
	text = strings.Replace(text, "{refund: {percent: 25}}", "{credit: {percent: 12.5}}", 1)
	play := parsed(t, text)
	if play.Within.String() != "36h" || play.Grace.String() != "1m" || play.Apology.ReceiptWithin.String() != "1h" || !play.Apology.SentCounts {
		t.Errorf("%+v", play)
	}
	if credit := play.Tiers[1].Remedy.Credit; credit == nil || credit.Percent != percent(t, "12.5") {
		t.Errorf("%+v", play.Tiers[1].Remedy)
	}
}

func TestParsePlayTakesYAMLAsPeopleWriteIt(t *testing.T) {
	same := map[string]string{
		"lines of Windows":  strings.ReplaceAll(sound, "\n", "\r\n"),
		"a byte order mark": "\uFEFF" + sound,
		"a document start":  "---\n" + sound,
		"a document end":    sound + "...\n",
		"remarks":           "# a play\n" + strings.Replace(sound, "hold: 10m", "hold: 10m # minutes", 1),
		"a name in quotes":  strings.Replace(sound, "play: late-flight", `"play": 'late-flight'`, 1),
		"an anchor":         strings.Replace(sound, "valid: 365d", "valid: &y 365d", 1),
	}
	want := parsed(t, sound)
	for name, text := range same {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, parsed(t, text)); diff != "" {
				t.Error(diff)
			}
		})
	}
	aliased := parsed(t, strings.Replace(sound, `{en: "Sorry", pl: "Przepraszamy"}`, `{en: &s "Sorry", pl: *s}`, 1))
	if got := aliased.Apology.Subject["pl"]; got != "Sorry" {
		t.Errorf("the alias came to %q", got)
	}
}

func TestAliasesCannotBlowUp(t *testing.T) {
	var text strings.Builder
	text.WriteString("a: &a0 {x: y}\n")
	for i := range 9 {
		name, before := string(rune('1'+i)), string(rune('0'+i))
		text.WriteString("b" + name + ": &a" + name + " [" + strings.TrimSuffix(strings.Repeat("*a"+before+", ", 50), ", ") + "]\n")
	}
	text.WriteString("tiers: *a9\napology: {text: &t {en: *t}}\n")
	begun := time.Now()
	if _, err := config.ParsePlay("x.yaml", []byte(text.String())); err == nil {
		t.Error("it was taken")
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestErrorsComeAllAtOnceSortedByPlace(t *testing.T) {
	text := strings.NewReplacer("version: 3", "version: 0", "hold: 10m", "hodl: 10m", "percent: 25", "percent: 101", "90d", "0d").Replace(sound)
	_, err := config.ParsePlay("plays/x.yaml", []byte(text))
	want := []string{
		"plays/x.yaml:2:10: version: this is 0; write a whole number from 1 on",
		"plays/x.yaml:6:1: hodl: there is no such field; did you mean hold? there are about, apology, as_of, budget, clock, close_after, exempt, fix_when, grace, hold, measure, monitor, once_per, person_within, play, settle, source, surveys, tiers, top_up, trigger, version, when, within",
		"plays/x.yaml:10:48: tiers[1].remedy.refund.percent: 101% is not a share; write a number of percent above 0 and up to 100, such as 25 or 12.5",
		"plays/x.yaml:18:21: surveys.suppress: this is no time at all; write a duration above 0, such as 15m or 90d",
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), err.Error()); diff != "" {
		t.Error(diff)
	}
	var one config.Error
	if !errors.As(err, &one) || one.Line != 2 {
		t.Errorf("errors.As gave %+v", one)
	}
}

func TestMoreErrorsThanAnyoneReads(t *testing.T) {
	text := sound
	for i := range 300 {
		text += strings.Repeat("x", i+1) + ": 1\n"
	}
	_, err := config.ParsePlay("x.yaml", []byte(text))
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 101 {
		t.Fatalf("%d errors", len(all))
	}
	if !strings.Contains(err.Error(), "more wrong than is listed") {
		t.Error("it does not say that there is more")
	}
}

// A running recovery is pinned to the JSON form of its play.
func TestPlaysSurviveJSON(t *testing.T) {
	book, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, play := range append(book.Plays(), parsed(t, sound)) {
		data, err := json.Marshal(play)
		if err != nil {
			t.Fatal(err)
		}
		again := new(recovery.Play)
		if err := json.Unmarshal(data, again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(play, again); diff != "" {
			t.Errorf("%s: %s", play.Name, diff)
		}
	}
}

func TestErrorFormat(t *testing.T) {
	for want, e := range map[string]config.Error{
		"a.yaml:1:2: f: wrong; right": {File: "a.yaml", Line: 1, Column: 2, Field: "f", Wrong: "wrong", Right: "right"},
		"a.yaml:1:2: wrong":           {File: "a.yaml", Line: 1, Column: 2, Wrong: "wrong"},
		"a.yaml: wrong; right":        {File: "a.yaml", Wrong: "wrong", Right: "right"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
