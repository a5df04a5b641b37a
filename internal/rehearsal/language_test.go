package rehearsal_test

import (
	"path/filepath"
	"strings"
	"testing"

	"makegood/internal/rehearsal"
)

// What the plays' language asks of a recovery's life: added tiers, quiet hours, budgets,
// apologies counted, incidents, to whom a play applies, and causes.
func TestLanguageInLife(t *testing.T) {
	folders, err := filepath.Glob("testdata/found/*") // plays that once went wrong
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range append(folders, "testdata/language") {
		t.Run(filepath.Base(folder), func(t *testing.T) { allPass(t, folder) })
	}
}

func allPass(t *testing.T, folder string) {
	result, err := rehearsal.Run(t.Context(), folder, rehearsal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if result.Passed == 0 {
		t.Error("no scenario passed")
	}
	for _, file := range result.Files {
		for _, one := range file.Scenarios {
			for _, failure := range one.Failures {
				t.Errorf("%s: %+v\n%s", one.Name, failure, strings.Join(one.Story, "\n"))
			}
		}
	}
}
