package rehearsal_test

import (
	"fmt"
	"strings"
	"testing"

	"makegood/internal/rehearsal"
)

// many is a file of so many scenarios, each a recovery with a refund and a text.
func many(n int) string {
	var b strings.Builder
	b.WriteString("observation: {payment: 20.00 GBP}\nscenarios:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {name: n%d, observe: [{measures: {delay_minutes: %d}}], expect: {stage: delivered}}\n", i, 30+i)
	}
	return b.String()
}

// Hundreds of scenarios in one file, one beside the other: none hears of another's.
func TestHundreds(t *testing.T) {
	const n = 200
	result, _ := run(t, many(n), rehearsal.Options{})
	if result.Passed != n {
		t.Errorf("%d of %d passed\n%v\n%s", result.Passed, n, result.Errors, report(result))
	}
	t.Logf("%d scenarios in %.2f s, %.1f ms each", n, result.Seconds, 1000*result.Seconds/n)
}

func BenchmarkScenario(b *testing.B) {
	const n = 100
	text := many(n)
	for b.Loop() {
		result, _ := run(b, text, rehearsal.Options{})
		if result.Passed != n {
			b.Fatal(report(result))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N*n), "ms/scenario")
}
