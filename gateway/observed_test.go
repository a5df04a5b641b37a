package gateway_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.temporal.io/api/serviceerror"

	"makegood/gateway"
)

// Neither log lines, metrics nor spans hold anything of the customer's, whatever
// comes in and wherever it stands.
func TestPrivate(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	log := &strings.Builder{}
	d := newDoor(func(o *gateway.Options) {
		o.Logger = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Tracing = sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	})
	d.post(good, asJSON, "X-Request-Id: +12025550143")
	d.post(good, asJSON)
	d.post(but("4960", "0"), asJSON)
	d.post(but("flight.delayed", "ada.example.com"), asJSON)
	d.post(but(`"incident"`, `"+12025550143"`), asJSON)
	d.ask(http.MethodGet, "/v1/surveys/check?customer=%2B12025550143&experience=ada@example.com", "")
	d.ask(http.MethodGet, "/ada@example.com", "")
	d.ask("ADA", "/v1/observations", good)
	d.temporal.signal = func(context.Context) error { return serviceerror.NewInternal("broken") }
	d.post(but("ops-77120", "ops-2"), asJSON)
	d.temporal.signal = func(context.Context) error { panic("Ada broke it") }
	d.post(but("ops-77120", "ops-3"), asJSON)

	metrics := d.ask(http.MethodGet, "/metrics", "").Body.String()
	personal := regexp.MustCompile(`(?i)\bada\b|2025550143|example\.com`)
	for place, text := range map[string]string{"log": log.String(), "metrics": metrics, "spans": fmt.Sprint(spans.GetSpans())} {
		if found := personal.FindString(text); found != "" {
			t.Errorf("the %s hold %q:\n%s", place, found, text)
		}
		if len(text) < 200 {
			t.Errorf("the %s hold nothing: %q", place, text)
		}
	}
}

func TestPanicIsA500(t *testing.T) {
	d := newDoor()
	d.temporal.signal = func(context.Context) error { panic("broken") }
	answer := d.post(good, asJSON)
	if answer.Code != http.StatusInternalServerError || !strings.Contains(refusalIn(t, answer).Errors[0].Right, answer.Header().Get("X-Request-Id")) {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
	d.temporal.signal = nil
	if got := takenIn(t, d.post(good, asJSON)); got[0].Duplicate {
		t.Error("what broke was acknowledged")
	}
}

// Signals of many go out beside the request; a panic there must not end the process.
func TestPanicAmongMany(t *testing.T) {
	d := newDoor()
	d.temporal.signal = func(context.Context) error { panic("broken") }
	if answer := d.post(good+"\n"+but("c-1042", "c-2"), asNDJSON); answer.Code != http.StatusServiceUnavailable {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
}

func TestRequestID(t *testing.T) {
	d := newDoor()
	const kept = "0af76519-16cd-43dd-8448-eb211c80319c"
	if got := d.ask(http.MethodGet, "/healthz", "", "X-Request-Id: "+kept).Header().Get("X-Request-Id"); got != kept {
		t.Error(got)
	}
	for _, other := range []string{"", "ada@example.com", "12025550143"} {
		if got := d.ask(http.MethodGet, "/healthz", "", "X-Request-Id: "+other).Header().Get("X-Request-Id"); got == other || len(got) != 32 {
			t.Error(got)
		}
	}
}

func TestMetrics(t *testing.T) {
	d := newDoor()
	d.post(good, asJSON)
	d.post(good, asJSON)
	d.post(but("flight.delayed", "train.delayed"), asJSON)
	d.ask(http.MethodGet, "/v1/surveys/check?customer=c-7", "")
	d.ask(http.MethodGet, "/v1/surveys/check", "")
	d.ask(http.MethodGet, "/v1/recoveries/"+goodRecovery, "")
	got := d.ask(http.MethodGet, "/metrics", "").Body.String()
	for _, want := range []string{
		`makegood_observations_total{outcome="accepted",trigger="flight.delayed"} 1`,
		`makegood_observations_total{outcome="duplicate",trigger="flight.delayed"} 1`,
		`makegood_observations_total{outcome="refused",trigger=""} 1`,
		`makegood_survey_checks_total{answer="allowed"} 1`,
		`makegood_survey_checks_total{answer="refused"} 1`,
		`makegood_gateway_request_seconds_count{method="POST",route="/v1/observations",status="202"} 2`,
		`makegood_gateway_request_seconds_count{method="GET",route="/v1/recoveries/{id...}",status="404"} 1`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if strings.Contains(got, "train.delayed") {
		t.Error("a trigger without a play is a label")
	}
}

func TestSpanIsNamedAfterItsRoute(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	d := newDoor(func(o *gateway.Options) { o.Tracing = sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans)) })
	d.post(good, asJSON, "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	d.ask(http.MethodGet, "/healthz", "")
	all := spans.GetSpans()
	if len(all) != 1 || all[0].Name != "POST /v1/observations" || all[0].SpanContext.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
		t.Errorf("%+v", all)
	}
}
