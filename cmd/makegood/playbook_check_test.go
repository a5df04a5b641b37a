package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
)

// lateFlight is a play that ships, with changes.
func lateFlight(t *testing.T, changes ...string) string {
	t.Helper()
	data, err := os.ReadFile("../../config/playbooks/late-flight.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := string(data)
	for i := 0; i < len(changes); i += 2 {
		if strings.Count(changed, changes[i]) != 1 {
			t.Fatalf("%q does not stand there once", changes[i])
		}
		changed = strings.Replace(changed, changes[i], changes[i+1], 1)
	}
	return changed
}

func TestThePlaysThatShipAreChecked(t *testing.T) {
	t.Setenv("MAKEGOOD_PLAYBOOKS", "")
	printed, err := run(t, "playbook", "check")
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	for _, want := range []string{"late-flight, version ", "\n  pl     ", "because of ", "nothing is wrong"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing in\n%s", want, printed)
		}
	}
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	dir := write(t, map[string]string{
		"a.yaml": lateFlight(t, "hold: 10m", "hodl: 10m"), "b.yaml": "play: B\n", "journey.yaml": "journey: x\nstage: []\n",
		"late-flight.test.yaml": "scenarios:\n  - {name: x, observe: [{at: 0s, measures: {delay_minutes: 5}}], expekt: {stage: delivered}}\n",
	})
	printed, err := run(t, "playbook", "check", dir)
	if err == nil || !strings.HasSuffix(err.Error(), " things are wrong") {
		t.Error(err)
	}
	for _, want := range []string{
		"a.yaml:8:1: error: hodl: there is no such field; did you mean hold? ",
		`b.yaml:1:7: error: play: "B" cannot be a name; write a name such as late-flight`,
		"journey.yaml:2:1: error: stage: there is no such field; did you mean stages? ",
		"late-flight.test.yaml:2:66: error: scenarios[0].expekt: there is no such field; did you mean expect? ",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing in\n%s", want, printed)
		}
	}
	if strings.Contains(printed, "parts") || strings.Count(printed, "test.yaml") != 1 {
		t.Errorf("it says more than what is wrong:\n%s", printed)
	}
}

func TestWarningsAreErrorsWhenTheyAreTaken(t *testing.T) {
	file := filepath.Join(write(t, map[string]string{"a.yaml": lateFlight(t, "your flight landed", "we promise: your flight landed")}), "a.yaml")
	if printed, err := run(t, "playbook", "check", file); err != nil || !strings.Contains(printed, `a.yaml:22:30: warning: apology.text.en: "we promise" promises to do better; `) {
		t.Errorf("%v\n%s", err, printed)
	}
	if _, err := run(t, "playbook", "check", "--strict", file); err == nil || !strings.HasSuffix(err.Error(), "warned of") {
		t.Error(err)
	}
}

// What can be carried out, and comes to something else than one would think, is warned of.
func TestWhatComesToSomethingElse(t *testing.T) {
	dir := write(t, map[string]string{
		"a.yaml": lateFlight(t, "hold: 10m", "when: attributes.vip", "{refund: {percent: 25}}", "{refund: {amount: 250.00 EUR, per: 60}}"),
		"b.yaml": lateFlight(t, "play: late-flight", "play: again", "hold: 10m", "when: attributes.vip"),
	})
	printed, err := run(t, "playbook", "check", dir)
	for _, want := range []string{
		"a.yaml:8:7: warning: when: this may come to be neither true nor false; ", "a.yaml:12:38: warning: tiers[1].remedy.refund: a flat refund above", "a.yaml:12:64: warning: tiers[1].remedy.refund.per: what this grows by",
		"b.yaml:8:7: warning: when: no customer comes to this play: late-flight (" + filepath.Join(dir, "a.yaml") + ") is asked before",
	} {
		if err != nil || !strings.Contains(printed, want) {
			t.Errorf("%v: %q is missing in\n%s", err, want, printed)
		}
	}
}

func TestFilesThatAreNamedOneByOne(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": lateFlight(t), "b.yaml": lateFlight(t), "journey.yaml": "journey:\n", "x.test.yaml": "scenarios: []\n"})
	at := func(name string) string { return filepath.Join(dir, name) }
	printed, err := run(t, "playbook", "check", at("a.yaml"), at("b.yaml"), at("journey.yaml"), at("x.test.yaml"), at("gone.yaml"))
	for _, want := range []string{"b.yaml:1:7: error: play: late-flight is taken by", "journey.yaml:1:10: error: journey: this is empty", "x.test.yaml: error: this holds scenarios; name their folder", "gone.yaml: error: this cannot be read: no such file"} {
		if err == nil || !strings.Contains(printed, want) {
			t.Errorf("%q is missing in\n%s", want, printed)
		}
	}
	if printed, err := run(t, "playbook", "check", at("gone")); err == nil || !strings.Contains(printed, "gone: error: this folder cannot be read") {
		t.Errorf("%v\n%s", err, printed)
	}
}

func TestFindingsForMachines(t *testing.T) {
	sound := filepath.Join(write(t, map[string]string{"a.yaml": lateFlight(t, "your flight landed", "we promise: your flight landed")}), "a.yaml")
	broken := filepath.Join(write(t, map[string]string{"b.yaml": lateFlight(t, "hold: 10m", "hold: soon")}), "b.yaml")
	type found struct {
		Errors   []struct{ File, Field, Wrong, Right string }
		Warnings []struct{ File, Field, Kind, Piece, What, Why, Mend string }
		Plays    []struct {
			Play    string
			Locales []struct {
				Locale            string
				Shortest, Longest struct{ Characters, Parts int }
				Outside           []string
			}
		}
	}
	read := func(file string) (all found) {
		t.Helper()
		printed, _ := run(t, "playbook", "check", "--json", file)
		if err := json.Unmarshal([]byte(printed), &all); err != nil {
			t.Fatalf("%v: %s", err, printed)
		}
		if strings.Contains(printed, "null") {
			t.Errorf("a list is null:\n%s", printed)
		}
		return all
	}
	if all := read(sound); len(all.Errors) != 0 || len(all.Plays) != 1 || len(all.Plays[0].Locales) != 3 || all.Plays[0].Locales[1].Longest.Parts < 2 {
		t.Errorf("%+v", all)
	} else if !strings.Contains(fmt.Sprint(all.Warnings), "apology.text.en promises we promise") {
		t.Errorf("%+v", all.Warnings)
	}
	if all := read(broken); len(all.Errors) != 1 || all.Errors[0].Field != "hold" || all.Errors[0].File != broken || len(all.Plays) != 0 {
		t.Errorf("%+v", all)
	}
}

// What is meant to hang or to drown a reader is refused, with a word that says what
// it is.
func TestHostilePlaysAreRefused(t *testing.T) {
	laughs := "a0: &a0 [x, x]\n"
	for i := 1; i < 40; i++ {
		laughs += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d]\n", i, i, i-1, i-1, i-1)
	}
	for name, c := range map[string]struct{ play, want string }{
		"deep aliases":              {laughs, "there is no such field"},
		"aliases where words are":   {laughs + lateFlight(t, `apology:`, "apology: *a39\nx:"), "this is a list"},
		"aliases in a remedy":       {laughs + lateFlight(t, "{coupon: {percent: 10, valid: 365d}}", "{custom: {activity: A, queue: q, words: {en: x}, with: {a: *a39}}}"), "this is nested too deeply"},
		"an alias of itself":        {"play: &p [*p, *p]\n", "this is a list"},
		"not UTF-8":                 {lateFlight(t, "A flight lands", "A fl\xefght lands"), "the byte 0xef is not UTF-8"},
		"a loop":                    {lateFlight(t, "your flight landed", "{{range .Attributes}}x{{end}}"), `"range" cannot stand in words`},
		"a template of itself":      {lateFlight(t, "your flight landed", `{{define \"x\"}}{{template \"x\"}}{{end}}`), `"define" cannot stand in words`},
		"a name without end":        {strings.Repeat("x", 1_000_000) + ": 1\n", strings.Repeat("x", longestField-1) + "…: there is no such field"},
		"deep nesting":              {"play: " + strings.Repeat("[", 100_000), "this file holds more than 10000 words"},
		"a condition that explodes": {lateFlight(t, "hold: 10m", "when: '"+strings.Repeat("[1,2,3].map(x, ", 12)+"[x]"+strings.Repeat(")", 12)+"'"), "when: "},
		"a condition without end":   {lateFlight(t, "hold: 10m", "when: '"+strings.Repeat("(", 5000)+"true"+strings.Repeat(")", 5000)+"'"), "when: "},
	} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, map[string]string{"hostile.yaml": c.play})
			printed, err := run(t, "playbook", "check", dir)
			if err == nil || !strings.Contains(printed, c.want) {
				t.Errorf("%v\n%.2000s", err, printed)
			}
		})
	}
	dir := write(t, map[string]string{"large.yaml": "play: x\n"})
	if err := os.Truncate(filepath.Join(dir, "large.yaml"), 50<<20); err != nil {
		t.Fatal(err)
	}
	if printed, err := run(t, "playbook", "check", dir); err == nil || !strings.Contains(printed, "large.yaml: error: this file is larger than 1 MiB") {
		t.Errorf("%v\n%.2000s", err, printed)
	}
}

// Nothing that stands in a file reaches the terminal as a command to it.
func TestATerminalIsNotCommanded(t *testing.T) {
	for name, play := range map[string]string{
		"a control character": "about: \x1b[31mred\n", "a name": "\"\\e[31mred\": 1\n", "a value": "play: \"\\e[31mred\"\n",
	} {
		dir := write(t, map[string]string{"x.yaml": play})
		found, err := checkPlays([]string{dir})
		if err != nil || len(found.Errors) == 0 {
			t.Fatalf("%s: %v %+v", name, err, found)
		}
		for _, across := range []int{0, 80} {
			var out strings.Builder
			p := printer{out: &out, across: across, lines: linesOf}
			p.findings(found)
			if strings.Contains(out.String(), "\x1b") || (across > 0 && !strings.Contains(out.String(), "red")) {
				t.Errorf("%s: %q", name, out.String())
			}
		}
	}
}

// On a terminal the line of the file comes with a finding, as much of it as fits, and
// the caret stands under the piece.
func TestTheCaretStandsUnderThePiece(t *testing.T) {
	line := "    pl: \"" + strings.Repeat("żółć 漢字 ", 30) + "obiecujemy" + strings.Repeat(" ąę", 40) + "\""
	column := len([]rune(line[:strings.Index(line, "obiecujemy")])) + 1
	for across := 40; across <= 500; across += 23 {
		var out strings.Builder
		p := printer{out: &out, across: across, lines: func(string) []string { return []string{"play: x", line} }}
		p.finding(finding{file: "x.yaml", line: 2, column: column, field: "apology.text.pl", piece: "obiecujemy", what: "it promises", why: "why", mend: "mend", warns: true})
		rows := strings.Split(out.String(), "\n")
		for i, row := range rows {
			if !strings.HasPrefix(row, "    2 | ") {
				continue
			}
			if text.StringWidthWithoutEscSequences(row) > across {
				t.Errorf("%d columns: %q", across, row)
			}
			lead, marks, _ := strings.Cut(rows[i+1], "^")
			before, _, found := strings.Cut(row, "obiecujemy")
			if !found || text.StringWidthWithoutEscSequences(before) != text.StringWidthWithoutEscSequences(lead) || marks != "~~~~~~~~~" {
				t.Errorf("%d columns:\n%s\n%s", across, row, rows[i+1])
			}
		}
		if !strings.Contains(out.String(), "    2 | ") || !strings.Contains(out.String(), "mend:") {
			t.Errorf("%d columns: no line of the file in\n%s", across, out.String())
		}
	}
}
