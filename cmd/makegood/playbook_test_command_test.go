package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// playbookOf is a folder with a play and its scenarios.
func playbookOf(t *testing.T, scenarios string) string {
	t.Helper()
	dir := t.TempDir()
	play, err := os.ReadFile("../../config/playbooks/late-flight.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"late-flight.yaml": string(play), "late-flight.test.yaml": scenarios} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func playbook(t *testing.T, args ...string) (out string, err error) {
	t.Helper()
	root := command()
	var printed bytes.Buffer
	root.SetOut(&printed)
	root.SetArgs(append([]string{"playbook"}, args...))
	err = root.ExecuteContext(t.Context())
	return printed.String(), err
}

const twoScenarios = `observation: {payment: 49.60 EUR}
scenarios:
  - name: under
    observe: [{measures: {delay_minutes: 119}, resolved: true}]
    expect: {stage: dismissed}
  - name: at
    observe: [{measures: {delay_minutes: 180}, resolved: true}]
    expect: {stage: delivered, amount: 12.41 EUR}
`

func TestPlaybookTest(t *testing.T) {
	dir := playbookOf(t, twoScenarios)
	file := filepath.Join(dir, "late-flight.test.yaml")

	out, err := playbook(t, "test", dir)
	if err == nil || err.Error() != "1 of 2 scenarios failed" {
		t.Errorf("%v\n%s", err, out)
	}
	for _, part := range []string{"--- FAIL: at (", file + ":8:40: amount: expected 12.41 EUR, got 12.40 EUR\n", "What happened instead:", "FAIL  " + file + "  2 scenarios,", "1 passed, 1 failed, in "} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is not in:\n%s", part, out)
		}
	}
	if strings.Contains(out, "under") {
		t.Errorf("what passes is named without -v:\n%s", out)
	}

	if out, err := playbook(t, "test", "--run", "^under$", "-v", dir); err != nil || !strings.Contains(out, "--- ok: under (") || !strings.Contains(out, "1 passed, 0 failed") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = playbook(t, "test", "--json", dir)
	var read struct{ Scenarios, Passed, Failed int }
	if jsonErr := json.Unmarshal([]byte(out), &read); err == nil || jsonErr != nil || read.Scenarios != 2 || read.Passed != 1 || read.Failed != 1 {
		t.Errorf("%v, %v\n%s", err, jsonErr, out)
	}

	if out, err := playbook(t, "test", "--update", dir); err == nil || !strings.Contains(err.Error(), "what happened is written into 1 file") {
		t.Errorf("%v\n%s", err, out)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != strings.Replace(twoScenarios, "12.41", "12.40", 1) {
		t.Errorf("%v\n%s", err, text)
	}
	if out, err := playbook(t, "test", dir); err != nil || !strings.Contains(out, "2 passed, 0 failed") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestPlaybookTestOfTheSetFolder(t *testing.T) {
	t.Setenv("MAKEGOOD_PLAYBOOKS", playbookOf(t, strings.Replace(twoScenarios, "12.41", "12.40", 1)))
	if out, err := playbook(t, "test"); err != nil || !strings.Contains(out, "2 passed") {
		t.Errorf("%v\n%s", err, out)
	}
}

// Of files only their own scenarios are run, several at once, by the plays beside them.
func TestPlaybookTestOfFiles(t *testing.T) {
	dir := playbookOf(t, strings.Replace(twoScenarios, "12.41", "12.40", 1))
	other := "scenarios:\n  - name: of other data\n    observe: [{trigger: flight.delayed, measures: {delay_minutes: 1}, resolved: true}]\n    expect: {stage: dismissed}\n"
	if err := os.WriteFile(filepath.Join(dir, "other.test.yaml"), []byte(other), 0o600); err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(dir, "late-flight.test.yaml"), filepath.Join(dir, "other.test.yaml")
	for want, args := range map[string][]string{"2 passed, 0 failed": {first}, "1 passed, 0 failed": {second}, "3 passed, 0 failed": {first, second}} {
		if out, err := playbook(t, append([]string{"test"}, args...)...); err != nil || !strings.Contains(out, want) {
			t.Errorf("%q: %v\n%s", args, err, out)
		}
	}
}

// Where nothing is named, it is not what lies in the folder in which it was started.
func TestPlaybookTestOfNothingNamed(t *testing.T) {
	t.Setenv("MAKEGOOD_PLAYBOOKS", "")
	t.Chdir(playbookOf(t, "broken"))
	if out, err := playbook(t, "test", "--run", "^no such scenario$"); err == nil || !strings.Contains(err.Error(), "none has a name that --run matches") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := playbook(t, "test", "--run", "^two hours$"); err != nil || !strings.Contains(out, "ok    late-flight.test.yaml  1 scenario,") {
		t.Errorf("%v\n%s", err, out)
	}
}

// Whatever is wrong ends with an error that says what, and where.
func TestPlaybookTestRefuses(t *testing.T) {
	sound := playbookOf(t, twoScenarios)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no folder":       {[]string{"test", filepath.Join(sound, "none")}, "this folder cannot be read"},
		"no scenarios":    {[]string{"test", "../../internal/exam/plays/playbook"}, "there are no scenarios here; write them into files named NAME.test.yaml"},
		"no expression":   {[]string{"test", "--run", "(", sound}, `--run "(" is no regular expression`},
		"none is meant":   {[]string{"test", "--run", "nothing", sound}, "no scenario was run"},
		"a file is wrong": {[]string{"test", playbookOf(t, strings.Replace(twoScenarios, "stage: dismissed", "stage: gone", 1))}, `late-flight.test.yaml:5:21: scenarios[0].expect.stage: there is no stage "gone"`},
		"one that fails":  {[]string{"test", playbookOf(t, strings.Replace(twoScenarios, "12.41", "12.40", 1)), sound}, "1 of 4 scenarios failed"},
		"a play":          {[]string{"test", filepath.Join(sound, "late-flight.yaml")}, "this is no file of scenarios by its name; name a folder of plays, or files named NAME.test.yaml"},
		"no such file":    {[]string{"test", filepath.Join(sound, "none.test.yaml")}, "none.test.yaml: this cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			if out, err := playbook(t, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
