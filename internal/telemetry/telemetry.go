// Package telemetry gathers what the Temporal SDK and Makegood measure into one
// Prometheus registry, and sends traces where an OTLP endpoint is set.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/opentelemetry"
	"go.temporal.io/sdk/interceptor"
)

// Telemetry is the metrics, and the traces where there are any, of one process.
type Telemetry struct {
	registry     *prometheus.Registry
	meters       *metric.MeterProvider
	handler      client.MetricsHandler
	traces       *traces // nil where no endpoint is set
	interceptors []interceptor.ClientInterceptor
}

// From a few milliseconds, as calls take, to days, as recoveries do; in seconds.
var buckets = []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 6 * 3600, 86400, 3 * 86400, 7 * 86400}

// Start begins to gather for a service. Traces are sent only where one of OTLP's
// own variables, OTEL_EXPORTER_OTLP_ENDPOINT or …_TRACES_ENDPOINT, is set.
func Start(ctx context.Context, service string) (*Telemetry, error) {
	t := &Telemetry{registry: prometheus.NewRegistry()}
	t.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	exporter, err := otelprometheus.New(
		otelprometheus.WithRegisterer(t.registry),
		otelprometheus.WithoutScopeInfo(), otelprometheus.WithoutTargetInfo(),
		otelprometheus.WithoutCounterSuffixes(), // the Temporal SDK's names stay as its dashboards know them
	)
	if err != nil {
		return nil, fmt.Errorf("metrics cannot be gathered: %w", err)
	}
	t.meters = metric.NewMeterProvider(
		metric.WithReader(exporter),
		metric.WithResource(resource.NewSchemaless(serviceName(service))),
		metric.WithView(metric.NewView(
			metric.Instrument{Kind: metric.InstrumentKindHistogram},
			metric.Stream{Aggregation: metric.AggregationExplicitBucketHistogram{Boundaries: buckets}},
		)),
	)
	t.handler = opentelemetry.NewMetricsHandler(opentelemetry.MetricsHandlerOptions{
		Meter:                t.meters.Meter(service),
		UseMonotonicCounters: true,
		OnError:              func(error) {}, // by default a panic: a name that cannot be measured must not stop a recovery
	})
	if t.traces, err = startTraces(ctx, service); err != nil {
		return nil, err
	}
	if t.traces != nil {
		tracing, err := opentelemetry.NewTracingInterceptor(opentelemetry.TracerOptions{Tracer: t.traces.provider.Tracer(service)})
		if err != nil {
			return nil, fmt.Errorf("traces cannot be gathered: %w", err)
		}
		t.interceptors = append(t.interceptors, tracing)
	}
	return t, nil
}

// MetricsHandler takes what the Temporal SDK, and workflows through it, measure.
func (t *Telemetry) MetricsHandler() client.MetricsHandler { return t.handler }

// Interceptors trace what goes through a Temporal client; none without an endpoint.
func (t *Telemetry) Interceptors() []interceptor.ClientInterceptor { return t.interceptors }

// Registry is where further metrics are registered.
func (t *Telemetry) Registry() *prometheus.Registry { return t.registry }

// Handler answers Prometheus.
func (t *Telemetry) Handler() http.Handler {
	return promhttp.HandlerFor(t.registry, promhttp.HandlerOpts{})
}

// Stop sends what is still to be sent.
func (t *Telemetry) Stop(ctx context.Context) error {
	err := t.meters.Shutdown(ctx)
	if t.traces != nil {
		err = errors.Join(err, t.traces.provider.Shutdown(ctx))
	}
	return err
}
