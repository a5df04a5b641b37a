package workers

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/internal/telemetry"
	"makegood/recovery"
)

// What Prometheus reads has the names and labels that docs/production.md gives.
func TestGaugesAreDocumented(t *testing.T) {
	measures, err := telemetry.Start(t.Context(), "makegood-worker")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	play := watched("tram", time.Hour)
	play.FixWhen = &recovery.FixWhen{Percent: 50_000, Within: recovery.Duration(time.Hour)}
	m := &Monitors{
		Plays: []*recovery.Play{play}, Measures: measures.MetricsHandler(), Now: func() time.Time { return noon },
		Ledger: looked{looks: map[string]ledger.Look{"tram": {Play: "tram", Since: noon.Add(-2 * time.Hour), At: noon.Add(-time.Minute), Silent: true, Counted: recovery.Counted{Watched: 4, Confirmed: 1}}}},
	}
	if err := m.gauge(t.Context()); err != nil {
		t.Fatal(err)
	}
	page := httptest.NewRecorder()
	measures.Handler().ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	documented, err := os.ReadFile("../docs/production.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{MonitorSilent: "1", MonitorUnheard: "7200", MonitorLooked: "60", FixWhenReached: "0", FixWhenRate: "0.25"} {
		if want := name + `{play="tram",trigger="tram.late"} ` + value + "\n"; !strings.Contains(page.Body.String(), want) {
			t.Errorf("no %s in\n%s", want, page.Body)
		}
		if !strings.Contains(string(documented), "`"+name+"`") {
			t.Errorf("docs/production.md does not say what %s is", name)
		}
	}
}
