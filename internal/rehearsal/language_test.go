package rehearsal_test

import (
	"strings"
	"testing"

	"makegood/internal/rehearsal"
)

// What the plays' language asks of a recovery's life: added tiers, quiet hours, budgets,
// apologies counted, incidents, to whom a play applies, and causes.
func TestLanguageInLife(t *testing.T) {
	result, err := rehearsal.Run(t.Context(), "testdata/language", rehearsal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if result.Passed < 37 {
		t.Errorf("%d scenarios passed; there are 37 at the least", result.Passed)
	}
	for _, file := range result.Files {
		for _, one := range file.Scenarios {
			for _, failure := range one.Failures {
				t.Errorf("%s: %+v\n%s", one.Name, failure, strings.Join(one.Story, "\n"))
			}
		}
	}
}
