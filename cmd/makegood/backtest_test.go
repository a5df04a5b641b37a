package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const twoFlights = `{"id":"1","trigger":"flight.delayed","experience":"LO391","observed_at":"2026-01-02T10:00:00Z","measures":{"delay_minutes":200},"resolved":true,"customer":{"id":"c-1"},"payment":{"payment_intent":"pi_1","amount":1001,"currency":"eur"}}
{"id":"2","trigger":"flight.delayed","experience":"LO392","observed_at":"2026-01-02T11:00:00Z","measures":{"delay_minutes":130},"resolved":true,"customer":{"id":"c-2"}}
`

// runBacktest runs the program with its arguments, and returns what it writes.
func runBacktest(t *testing.T, stdin string, args ...string) (string, error) {
	t.Helper()
	t.Setenv("MAKEGOOD_PLAYBOOKS", "")
	root := command()
	var out bytes.Buffer
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

func TestBacktestFromTheCommandLine(t *testing.T) {
	folder := t.TempDir()
	file, page, newPlay := filepath.Join(folder, "flights.ndjson"), filepath.Join(folder, "cost.html"), filepath.Join(folder, "new.yaml")
	shipped, err := os.ReadFile(filepath.Join("..", "..", "config", "playbooks", "late-flight.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{file: twoFlights, newPlay: strings.Replace(string(shipped), "at_least: 120", "at_least: 140", 1)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	out, err := runBacktest(t, "", "backtest", "--play", "late-flight", "--html", page, file)
	if err != nil || !strings.Contains(out, "2.51 EUR") || !strings.Contains(out, "2 observations, 2026-01-02 10:00:00") {
		t.Errorf("%v\n%s", err, out)
	}
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), "2.51 EUR") {
		t.Errorf("the page: %v\n%s", err, text)
	}

	out, err = runBacktest(t, twoFlights, "backtest", "--json", "--against", newPlay, "-")
	var answer struct {
		Plays []struct {
			Play       string
			Against    bool
			Recoveries int
		}
	}
	if err != nil || json.Unmarshal([]byte(out), &answer) != nil || len(answer.Plays) != 2 || answer.Plays[0].Recoveries != 2 || answer.Plays[1].Recoveries != 1 || !answer.Plays[1].Against {
		t.Errorf("%v\n%s", err, out)
	}

	for words, args := range map[string][]string{
		`there is no play "late"`:     {"--play", "late", file},
		"is no time":                  {"--until", "yesterday", file},
		"--budget":                    {"--budget", "many", file},
		"no such file":                {filepath.Join(folder, "nothing.ndjson")},
		"standard input:3: this is n": {"--strict", "-"},
	} {
		if out, err := runBacktest(t, twoFlights+"nonsense\n", append([]string{"backtest"}, args...)...); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v\n%s", words, err, out)
		}
	}
}

// A file that is set against the playbook takes the place of the play of its name, and
// its siblings stay: against itself there is no difference.
func TestOneFileAgainstItsPlaybook(t *testing.T) {
	shipped, err := os.ReadFile(filepath.Join("..", "..", "config", "playbooks", "late-flight.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	all := string(shipped)
	gold := strings.Replace(strings.Replace(all, "play: late-flight", "play: late-flight-gold", 1), "trigger: flight.delayed", "trigger: flight.delayed\nwhen: 'customer.segment == \"gold\"'", 1)
	dir := write(t, map[string]string{
		"a-gold.yaml": gold, "b-all.yaml": all,
		"flights.ndjson": strings.Replace(twoFlights, `{"id":"c-1"}`, `{"id":"c-1","segment":"gold"}`, 1),
	})
	changed := write(t, map[string]string{"gold.yaml": strings.ReplaceAll(gold, "percent: 25", "percent: 50"), "new.yaml": strings.Replace(gold, "late-flight-gold", "late-flight-silver", 1)})
	type side struct {
		Recoveries int
		Cost       map[string]int64
	}
	for name, test := range map[string]struct {
		args  []string
		plays int // on both sides
		cost  [2]int64
	}{
		"itself":           {[]string{"--against", filepath.Join(dir, "b-all.yaml")}, 4, [2]int64{251, 251}},
		"itself, named":    {[]string{"--play", "late-flight", "--against", filepath.Join(dir, "b-all.yaml")}, 2, [2]int64{0, 0}},
		"its sibling":      {[]string{"--against", filepath.Join(dir, "a-gold.yaml")}, 4, [2]int64{251, 251}},
		"a changed one":    {[]string{"--against", filepath.Join(changed, "gold.yaml")}, 4, [2]int64{251, 501}},
		"one that is new":  {[]string{"--against", filepath.Join(changed, "new.yaml")}, 5, [2]int64{251, 251}},
		"the whole folder": {[]string{"--against", dir}, 4, [2]int64{251, 251}},
	} {
		out, err := runBacktest(t, "", append([]string{"backtest", "--json", "--playbook", dir, filepath.Join(dir, "flights.ndjson")}, test.args...)...)
		var answer struct {
			Plays []struct{ Play string }
			Sides []side
		}
		if err != nil || json.Unmarshal([]byte(out), &answer) != nil || len(answer.Plays) != test.plays || len(answer.Sides) != 2 {
			t.Errorf("%s: %v, %d plays\n%s", name, err, len(answer.Plays), out)
			continue
		}
		for i, one := range answer.Sides {
			if one.Cost["eur"] != test.cost[i] {
				t.Errorf("%s: side %d costs %d, want %d", name, i, one.Cost["eur"], test.cost[i])
			}
		}
	}
}
