package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file in which nothing can be used is a mistake, and a file with nothing in it is none.
func TestABacktestOfNothingUsable(t *testing.T) {
	dir := write(t, map[string]string{"words.md": "# Makegood\n\nputs right\n", "empty.ndjson": "", "blank.ndjson": "\n\n \n", "list.json": "[\n{},\n{}]", "good.ndjson": twoFlights + "nonsense\n"})
	page := filepath.Join(dir, "page.html")
	for name, want := range map[string]string{
		"words.md": "nothing in " + filepath.Join(dir, "words.md") + " can be used", "empty.ndjson": "", "blank.ndjson": "", "good.ndjson": "",
		"list.json": "jq -c '.[]' " + filepath.Join(dir, "list.json"),
	} {
		for _, flag := range []string{"--html=" + page, "--json"} {
			_ = os.Remove(page)
			out, err := runBacktest(t, "", "backtest", flag, filepath.Join(dir, name))
			if want == "" {
				if err != nil || !strings.Contains(out, "ecoveries") {
					t.Errorf("%s %s: %v\n%s", name, flag, err, out)
				}
				continue
			}
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(out, "no observations came") {
				t.Errorf("%s %s: %v\n%s", name, flag, err, out)
			}
			if name == "words.md" && !strings.Contains(out, "words.md") { // why, line by line, or as JSON
				t.Errorf("%s: it is not said why:\n%s", flag, out)
			}
			if _, err := os.Stat(page); err == nil {
				t.Errorf("%s: a page was written", name)
			}
		}
	}
}

func TestABacktestSaysWhatItLacks(t *testing.T) {
	for want, args := range map[string][]string{
		"makegood backtest october.ndjson.zst":                                                              {"backtest"},
		`no play "late-flite"; did you mean late-flight? there are c`:                                       {"backtest", "--play", "late-flite", "-"},
		`"chek" is no command of makegood playbook; did you mean check? there are check, map, schema, test`: {"playbook", "chek"},
	} {
		if out, err := runBacktest(t, twoFlights, args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v\n%s", args, err, out)
		}
	}
}

// Stopped is stopped, also while nothing comes on standard input.
func TestABacktestIsStopped(t *testing.T) {
	silent, end := io.Pipe()
	defer end.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	root := command()
	root.SetIn(silent)
	root.SetOut(&bytes.Buffer{})
	root.SetErr(&bytes.Buffer{})
	root.SetArgs([]string{"backtest", "-"})
	if err := root.ExecuteContext(ctx); err == nil || err.Error() != "stopped; nothing was written" {
		t.Error(err)
	}
	if got := plainly(errors.Join(context.Canceled)); got != "stopped" {
		t.Error(got)
	}
}
