package gateway

import (
	"errors"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts what comes through the door. No label can take more values
// than there are plays, routes, statuses or outcomes.
type metrics struct {
	observations *prometheus.CounterVec   // by trigger (of a play there is, else empty) and outcome
	requests     *prometheus.HistogramVec // by route, method and status
	surveyChecks *prometheus.CounterVec   // by answer
	webhooks     *prometheus.CounterVec   // by provider and outcome
	complaints   *prometheus.CounterVec   // by outcome
}

func newMetrics(registry prometheus.Registerer) *metrics {
	return &metrics{
		observations: register(registry, prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "makegood_observations_total",
			Help: "Observations posted. outcome: accepted, duplicate, made_good_before, unavailable; refused counts whole requests, without a trigger.",
		}, []string{"trigger", "outcome"})),
		requests: register(registry, prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "makegood_gateway_request_seconds",
			Help:    "How long requests took, the Temporal calls included.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60, 600},
		}, []string{"route", "method", "status"})),
		surveyChecks: register(registry, prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "makegood_survey_checks_total",
			Help: "Survey checks. answer: allowed, suppressed, unknown (could not look), refused (could not read the question).",
		}, []string{"answer"})),
		webhooks: register(registry, prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "makegood_webhooks_total",
			Help: "Calls of providers. outcome: taken, repeated (all of it was known), others (nothing of it is ours); changed nothing: replayed, forged, stale, unreadable, not_set_up, unavailable.",
		}, []string{"provider", "outcome"})),
		complaints: register(registry, prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "makegood_complaints_total",
			Help: "Complaints posted. outcome: taken, refused, unavailable.",
		}, []string{"outcome"})),
	}
}

// register takes the collector that is there already where two gateways share a
// registry.
func register[C prometheus.Collector](registry prometheus.Registerer, collector C) C {
	var already prometheus.AlreadyRegisteredError
	if err := registry.Register(collector); errors.As(err, &already) {
		return already.ExistingCollector.(C)
	}
	return collector
}

func (g *Gateway) count(one posted, outcome string) {
	g.metrics.observations.WithLabelValues(one.observation.Trigger, outcome).Inc()
}

func (g *Gateway) exposeMetrics() http.HandlerFunc {
	return promhttp.HandlerFor(g.registry, promhttp.HandlerOpts{}).ServeHTTP
}
