package telemetry

import (
	"context"
	"fmt"
	"os"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
	oteltrace "go.opentelemetry.io/otel/trace"
)

type traces struct{ provider *trace.TracerProvider }

func serviceName(service string) attribute.KeyValue {
	return attribute.String("service.name", service)
}

func startTraces(ctx context.Context, service string) (*traces, error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "" {
		return nil, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("the OTLP endpoint cannot be used: %w", err)
	}
	return &traces{provider: trace.NewTracerProvider(
		trace.WithBatcher(exporter),
		trace.WithResource(resource.NewSchemaless(serviceName(service))),
	)}, nil
}

// Tracing is what makes spans; it makes none where no endpoint is set.
func (t *Telemetry) Tracing() oteltrace.TracerProvider {
	if t.traces == nil {
		return nil
	}
	return t.traces.provider
}
