package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run runs a command as a person would, and gives what it prints.
func run(t *testing.T, args ...string) (printed string, err error) {
	t.Helper()
	var out bytes.Buffer
	root := command()
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return out.String(), err
}

// write puts files into a folder of their own.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTheMapOfThePlaysThatShip(t *testing.T) {
	t.Setenv("MAKEGOOD_PLAYBOOKS", "")
	svg := filepath.Join(t.TempDir(), "map.svg")
	printed, err := run(t, "playbook", "map", "--svg", svg)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"The flight lands late", "late-flight, version ", "delay_minutes ≥ 180: refund of 25%", "missing  a trigger, a play and a monitor",
		"\n               time is counted by working days until 2d have passed, then by all days, from the next day on, in Europe/London\n",
		"\n               time is counted from the next day on, in Europe/London\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing in\n%s", want, printed)
		}
	}
	drawn, err := os.ReadFile(svg)
	if err != nil {
		t.Fatal(err)
	}
	if alone, err := run(t, "playbook", "map", "--svg", "-"); err != nil || alone != string(drawn) || !strings.HasPrefix(alone, "<svg ") || !strings.Contains(alone, "time is counted by working") {
		t.Errorf("the drawing that is printed is not the one in the file (%v)", err)
	}
	if _, err := run(t, "playbook", "map", "--strict"); err == nil || !strings.Contains(err.Error(), "Order: The price changes at the till") {
		t.Errorf("strict: %v", err)
	}
}

func TestTheMapOfAFolder(t *testing.T) {
	play, err := os.ReadFile("../../config/playbooks/late-flight.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const journey = "journey: A flight\nstages:\n  - {stage: Fly, failures: [{name: It is late, trigger: flight.delayed}]}\n"
	dir := write(t, map[string]string{"late-flight.yaml": string(play), "journey.yaml": journey})
	t.Setenv("MAKEGOOD_PLAYBOOKS", dir)
	for _, args := range [][]string{{"playbook", "map", "--strict"}, {"playbook", "map", dir}, {"playbook", "map", "--journey", filepath.Join(dir, "journey.yaml")}} {
		if printed, err := run(t, args...); err != nil || !strings.Contains(printed, "It is late") || strings.Contains(printed, "beside") {
			t.Errorf("%q: %v\n%s", args, err, printed)
		}
	}
	broken := write(t, map[string]string{"late-flight.yaml": "play: X", "journey.yaml": "journey:\n"})
	_, err = run(t, "playbook", "map", broken)
	for _, want := range []string{"late-flight.yaml:1:7: play:", "journey.yaml:1:10: journey: this is empty", "stages: this is missing"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
}

// A failure that has a monitor and no play yet is drawn so, and passes --strict.
func TestTheMapOfAMonitorWithoutAPlay(t *testing.T) {
	const journey = "journey: A flight\nstages:\n  - stage: Fly\n    failures:\n      - {name: It is late, trigger: flight.delayed}\n" +
		"      - {name: No wifi, trigger: wifi.down, monitor: {from: the aerials, silent_after: 6h}}\n"
	dir := write(t, map[string]string{"late-flight.yaml": lateFlight(t), "journey.yaml": journey})
	printed, err := run(t, "playbook", "map", dir, "--strict")
	for _, want := range []string{"○ 1 monitor, no play\n", "○ No wifi\n", "monitor  the aerials; silent after 6h\n", "missing  a play\n"} {
		if err != nil || !strings.Contains(printed, want) {
			t.Errorf("%q is missing (%v) in\n%s", want, err, printed)
		}
	}
}

// Where there is no journey, the plays are drawn alone, and a journey is shown that
// could be written: one that can be read, and that has all of their triggers.
func TestTheMapOfPlaysWithoutAJourney(t *testing.T) {
	play, err := os.ReadFile("../../config/playbooks/late-flight.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"late-flight.yaml": string(play)})
	printed, err := run(t, "playbook", "map", dir)
	drawn, begin, hinted := strings.Cut(printed, "It could begin so:\n\n")
	if err != nil || !hinted || !strings.Contains(drawn, "late-flight, version ") || !strings.Contains(drawn, "beside no journey") || !strings.Contains(drawn, filepath.Join(dir, "journey.yaml")) {
		t.Errorf("%v\n%s", err, printed)
	}
	svg := filepath.Join(t.TempDir(), "map.svg")
	if printed, err := run(t, "playbook", "map", dir, "--svg", svg); err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
	if picture, err := os.ReadFile(svg); err != nil || !strings.Contains(string(picture), "late-flight, version") || strings.Contains(string(picture), "NaN") {
		t.Errorf("%v\n%s", err, picture)
	}
	if _, err := run(t, "playbook", "map", dir, "--strict"); err == nil || !strings.Contains(err.Error(), "there is no journey") {
		t.Errorf("strict: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "journey.yaml"), []byte(begin), 0o600); err != nil {
		t.Fatal(err)
	}
	if printed, err := run(t, "playbook", "map", dir, "--strict"); err != nil || strings.Contains(printed, "beside") {
		t.Errorf("the journey that could be written: %v\n%s\n%s", err, begin, printed)
	}
}
