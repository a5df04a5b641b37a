package rehearsal_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"makegood/config"
	"makegood/internal/rehearsal"
)

var example = regexp.MustCompile("(?s)```yaml\n(# (late-flight).test.yaml\n.*?)```")

// The example of the page passes as it stands there, and the page has every field.
func TestThePageIsRight(t *testing.T) {
	page, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	found := example.FindStringSubmatch(string(page))
	if found == nil {
		t.Fatal("the page has no example")
	}
	book, _ := shipped(t)
	texts := []config.ScenarioText{{File: "docs/scenarios.md", Name: found[2], Data: []byte(found[1])}}
	result, err := rehearsal.RunTexts(t.Context(), book, texts, rehearsal.Options{}, nil)
	if err != nil || len(result.Errors) > 0 {
		t.Fatal(err, result.Errors)
	}
	if result.Passed != 3 || result.Failed != 0 {
		t.Errorf("%d passed\n%s", result.Passed, report(result))
	}
	names := append(config.ExpectFields(), config.StepKinds()...)
	for _, name := range append(names, config.Delivers, config.Silent, config.Down) {
		if !strings.Contains(string(page), "`"+name) {
			t.Errorf("the page does not say what %s is", name)
		}
	}
	for _, name := range []string{config.Refuses, config.Fails, config.Returns, config.Partial} {
		if !strings.Contains(string(page), "`{"+name+": ") {
			t.Errorf("the page does not say what %s is", name)
		}
	}
}
