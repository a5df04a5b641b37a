package telemetry_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"makegood/internal/telemetry"
)

func start(t *testing.T) *telemetry.Telemetry {
	t.Helper()
	gathered, err := telemetry.Start(context.Background(), "makegood-test")
	if err != nil {
		t.Fatal(err)
	}
	return gathered
}

func exposed(gathered *telemetry.Telemetry) string {
	answer := httptest.NewRecorder()
	gathered.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return answer.Body.String()
}

// What is measured through the SDK's handler is what Prometheus reads: timers in
// seconds, from milliseconds to days.
func TestMeasures(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	gathered := start(t)
	handler := gathered.MetricsHandler().WithTags(map[string]string{"stage": "needs_person"})
	handler.Counter("makegood_recoveries_entered").Inc(1)
	handler.Counter("makegood_recoveries_entered").Inc(2)
	handler.Gauge("makegood_open").Update(7)
	timer := handler.Timer("makegood_confirmation_to_apology")
	timer.Record(30 * time.Millisecond)
	timer.Record(2 * time.Hour)
	timer.Record(48 * time.Hour)
	gathered.Registry().MustRegister(prometheus.NewGauge(prometheus.GaugeOpts{Name: "makegood_other", Help: "x"}))
	got := exposed(gathered)
	for _, want := range []string{
		"# TYPE makegood_recoveries_entered counter",
		`makegood_recoveries_entered{stage="needs_person"} 3`,
		`makegood_open{stage="needs_person"} 7`,
		"# TYPE makegood_confirmation_to_apology_seconds histogram",
		`makegood_confirmation_to_apology_seconds_bucket{stage="needs_person",le="0.025"} 0`,
		`makegood_confirmation_to_apology_seconds_bucket{stage="needs_person",le="0.05"} 1`,
		`makegood_confirmation_to_apology_seconds_bucket{stage="needs_person",le="3600"} 1`,
		`makegood_confirmation_to_apology_seconds_bucket{stage="needs_person",le="21600"} 2`,
		`makegood_confirmation_to_apology_seconds_bucket{stage="needs_person",le="259200"} 3`,
		`makegood_confirmation_to_apology_seconds_sum{stage="needs_person"} 180000.03`,
		"makegood_other 0",
		"go_goroutines",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
	if err := gathered.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}

// A name that cannot be measured costs the measure, and nothing else.
func TestImpossibleName(t *testing.T) {
	handler := start(t).MetricsHandler()
	handler.Counter("9 no name").Inc(1)
	handler.Gauge("9 no name").Update(1)
	handler.Timer("9 no name").Record(1)
}

func TestNoTracesWithoutAnEndpoint(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	gathered := start(t)
	if gathered.Interceptors() != nil || gathered.Tracing() != nil {
		t.Error("spans are made that nobody takes")
	}
}

func TestTracesGoToTheEndpoint(t *testing.T) {
	var got atomic.Int64
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/v1/traces" {
			got.Add(1)
		}
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	gathered := start(t)
	if len(gathered.Interceptors()) != 1 {
		t.Errorf("%d interceptors", len(gathered.Interceptors()))
	}
	_, span := gathered.Tracing().Tracer("test").Start(context.Background(), "a span")
	span.End()
	if err := gathered.Stop(context.Background()); err != nil || got.Load() != 1 {
		t.Errorf("%d sent, %v", got.Load(), err)
	}
}
