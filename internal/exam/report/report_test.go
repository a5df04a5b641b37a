package report_test

import (
	"strings"
	"testing"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
)

func TestTheBoundIsThatOfZeroInSoMany(t *testing.T) {
	line := &report.Line{Section: "crash", Cases: 300, Recoveries: 300}
	if got := line.Bound(); got != "≤ 1%" {
		t.Errorf("zero in 300 gives %s", got)
	}
	line.Fail(7, oracle.Twice, "two refunds")
	if got := line.Bound(); got != "–" || !line.Failed() {
		t.Errorf("one in 300 gives %s", got)
	}
}

func TestTheTableCountsAndNamesTheWayBack(t *testing.T) {
	crash := &report.Line{Section: "crash", Cases: 3, Recoveries: 3}
	crash.Fail(7, oracle.Twice, "two refunds")
	controls := &report.Line{Section: "controls", Controls: 12}
	controls.Fail(5, report.NotCaught, "the hold is ignored")
	var out strings.Builder
	report.Print(&out, []*report.Line{crash, controls}, true)
	report.PrintFailures(&out, []*report.Line{crash}, func(section string, number int) string { return "repeat " + section })
	for _, want := range []string{"| crash | 3 | 0 | 0 | 0 | 3 | 0 | 1 |", "11 of 12 caught", "TWICE: two refunds", "repeat crash"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
}
