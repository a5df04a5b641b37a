package gateway

import (
	"net/http"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// traced opens a span for each request under /v1/ and goes on with the caller's
// trace. It is written here because otelhttp puts the path, the address of the
// caller and any method into its spans: here they hold the route alone.
func (g *Gateway) traced(next http.Handler) http.Handler {
	if g.tracing == nil {
		return next
	}
	tracer := g.tracing.Tracer("makegood/gateway")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/v1/") {
			next.ServeHTTP(w, r)
			return
		}
		ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := tracer.Start(ctx, methodOf(r), trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		r = r.WithContext(ctx)
		answer := &recorder{ResponseWriter: w}
		next.ServeHTTP(answer, r)
		span.SetName(methodOf(r) + " " + routeOf(r))
		span.SetAttributes(
			attribute.String("http.request.method", methodOf(r)),
			attribute.String("http.route", routeOf(r)),
			attribute.Int("http.response.status_code", answer.status),
		)
		if answer.status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
	})
}
