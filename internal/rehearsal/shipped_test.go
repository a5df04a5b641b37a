package rehearsal_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"makegood/config"
	"makegood/internal/rehearsal"
)

// Every scenario of the plays that ship passes.
func TestShipped(t *testing.T) {
	book, texts := shipped(t)
	passes(t, book, texts)
}

func shipped(t *testing.T) (*config.Playbook, []config.ScenarioText) {
	t.Helper()
	book, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	texts, err := config.FindScenariosFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	return book, texts
}

// Every play that ships has scenarios in a file named after it, and every tier of it is
// owed in one of them, to the customer and to the cent.
func TestShippedPlaysAreCovered(t *testing.T) {
	book, texts := shipped(t)
	for _, play := range book.Plays() {
		owed := map[string]bool{}
		for _, text := range texts {
			if text.Name != play.Name {
				continue
			}
			file, err := config.ParseScenarios(text.File, text.Data, play.Trigger)
			if err != nil {
				t.Fatal(err)
			}
			for _, scenario := range file.Scenarios {
				for _, expected := range scenario.Expected {
					tier, amount := "", false
					for _, wanted := range expected.Wanted {
						if wanted.Field == "tier" && !wanted.None {
							tier = wanted.Texts[0]
						}
						amount = amount || wanted.Field == "amount" || wanted.Field == "given"
					}
					if amount {
						owed[tier] = true
					}
				}
			}
		}
		for i := range play.Tiers {
			if label := play.Label(i); !owed[label] {
				t.Errorf("no scenario in %s.test.yaml expects the tier %s with its amount", play.Name, label)
			}
		}
	}
}

// Providers of every kind, and people, do to a recovery what the scenarios of this
// folder say.
func TestBehaviour(t *testing.T) {
	book, texts := folder(t, "testdata/behaviour")
	passes(t, book, texts)
}

func folder(t testing.TB, dir string) (*config.Playbook, []config.ScenarioText) {
	t.Helper()
	book, err := config.LoadPlaybook(dir)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := config.FindScenarios(dir)
	if err != nil {
		t.Fatal(err)
	}
	return book, texts
}

// passes runs each scenario as a test of its own.
func passes(t *testing.T, book *config.Playbook, texts []config.ScenarioText) {
	t.Helper()
	result, err := rehearsal.RunTexts(t.Context(), book, texts, rehearsal.Options{}, nil)
	if err != nil || len(result.Errors) > 0 {
		t.Fatal(errors.Join(err, result.Errors))
	}
	for _, file := range result.Files {
		for i := range file.Scenarios {
			one := &file.Scenarios[i]
			t.Run(file.File+"/"+one.Name, func(t *testing.T) {
				if !one.Passed {
					t.Error(strings.Join(one.Report(file.File), "\n"))
				}
			})
		}
	}
	if result.Scenarios < 10 || result.Passed+result.Failed != result.Scenarios {
		t.Errorf("%d scenarios were run, %d passed, %d failed", result.Scenarios, result.Passed, result.Failed)
	}
	t.Logf("%d scenarios in %.2f s, %.1f ms each", result.Scenarios, result.Seconds, 1000*result.Seconds/float64(result.Scenarios))
}

// run runs scenarios by the play of testdata/behaviour, and keeps what an update writes.
func run(t testing.TB, scenarios string, options rehearsal.Options) (result *rehearsal.Result, written string) {
	t.Helper()
	book, err := config.LoadPlaybook("testdata/behaviour")
	if err != nil {
		t.Fatal(err)
	}
	texts := []config.ScenarioText{{File: "x.test.yaml", Name: "late-train", Data: []byte(scenarios)}}
	result, err = rehearsal.RunTexts(t.Context(), book, texts, options, func(file, text string) error {
		if file != "x.test.yaml" {
			return fmt.Errorf("another file is written: %s", file)
		}
		written = text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return result, written
}

func TestRunWritesIntoTheFolder(t *testing.T) {
	dir := t.TempDir()
	play, err := os.ReadFile("testdata/behaviour/late-train.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const scenarios = "scenarios:\n  - name: a\n    observe: [{measures: {delay_minutes: 30}}]\n"
	for name, text := range map[string]string{"late-train.yaml": string(play), "late-train.test.yaml": scenarios} {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := rehearsal.Run(t.Context(), dir, rehearsal.Options{}); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(dir + "/late-train.test.yaml"); err != nil || string(now) != scenarios {
		t.Errorf("it was written without --update: %v\n%s", err, now)
	}
	if result, err := rehearsal.Run(t.Context(), dir, rehearsal.Options{Update: true}); err != nil || result.Updated != 1 || result.Failed != 1 {
		t.Fatal(result, err)
	}
	info, err := os.Stat(dir + "/late-train.test.yaml")
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("another mode: %v, %v", info.Mode(), err)
	}
	if result, err := rehearsal.Run(t.Context(), dir, rehearsal.Options{}); err != nil || result.Passed != 1 {
		t.Error(result, err)
	}
	if _, err := rehearsal.Run(t.Context(), t.TempDir(), rehearsal.Options{}); err == nil || !strings.Contains(err.Error(), "there are no plays here") {
		t.Error(err)
	}
}
