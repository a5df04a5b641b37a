package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What docs/backtest.md has for records of another shape makes observations of those
// that it shows.
func TestTheDocumentedShapesAreRead(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("no jq here: what the documentation says of it is not tried")
	}
	page, err := os.ReadFile("../../docs/backtest.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(pattern string) string {
		found := regexp.MustCompile("(?s)\n```" + pattern + "\n```\n").FindStringSubmatch(string(page))
		if found == nil {
			t.Fatalf("there is no block like %s", pattern)
		}
		return found[1]
	}
	dir := write(t, map[string]string{"flights.csv": strings.ReplaceAll(block("csv\n(.*?)"), "\n", "\r\n"), "flights.json": block(`json\n(\[.*?)`)})
	type answer struct {
		Read  struct{ Lines, Observations, Unusable int }
		Plays []struct {
			Recoveries, Dismissed int
			Cost                  map[string]int64
		}
	}
	for file, want := range map[string]struct {
		script              string
		currency            string
		cost                int64
		recovered, observed int
	}{
		"from-csv.ndjson":  {block(`sh\n(jq -Rc .*?)`), "eur", 1240, 2, 3},
		"from-list.ndjson": {block(`sh\n(jq -c 't.*?)`), "usd", 2140, 1, 3},
	} {
		shell := exec.CommandContext(t.Context(), "sh", "-c", want.script)
		shell.Dir = dir
		if said, err := shell.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", file, err, said)
		}
		out, err := runBacktest(t, "", "backtest", "--json", "--strict", "--play", "late-flight", filepath.Join(dir, file))
		var got answer
		if err != nil || json.Unmarshal([]byte(out), &got) != nil {
			t.Fatalf("%s: %v\n%s", file, err, out)
		}
		if play := got.Plays[0]; got.Read.Observations != want.observed || play.Recoveries != want.recovered || play.Cost[want.currency] != want.cost {
			t.Errorf("%s: %+v", file, got)
		}
	}
}
