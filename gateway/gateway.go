package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"golang.org/x/sync/singleflight"

	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// Temporal is what the gateway asks of a Temporal client; client.Client is one.
type Temporal interface {
	SignalWithStartWorkflow(ctx context.Context, workflowID, signalName string, signalArg any, options client.StartWorkflowOptions, workflow any, workflowArgs ...any) (client.WorkflowRun, error)
	QueryWorkflowWithOptions(ctx context.Context, request *client.QueryWorkflowWithOptionsRequest) (*client.QueryWorkflowWithOptionsResponse, error)
	DescribeWorkflowExecution(ctx context.Context, workflowID, runID string) (*workflowservice.DescribeWorkflowExecutionResponse, error)
	CheckHealth(ctx context.Context, request *client.CheckHealthRequest) (*client.CheckHealthResponse, error)
}

// Playbook knows the plays. Its answers may change while the gateway runs.
type Playbook interface {
	// Choose is the play that applies to an observation, and why; nil where none does.
	Choose(observation *recovery.Observation) (*recovery.Play, string)
	// ForAll is the play of a trigger that has only one, which applies to all.
	ForAll(trigger string) (*recovery.Play, bool)
	// Knows says whether a trigger has a play.
	Knows(trigger string) bool
	// Triggers lists every trigger that has a play.
	Triggers() []string
}

// Ledger is what the gateway reads and keeps of what outlives Temporal's retention.
type Ledger interface {
	// Recovery is the record of a recovery, if there is one.
	Recovery(ctx context.Context, id string) (recovery.State, bool, error)
	// Suppressed is the suppression that holds for a customer at a time, if one does.
	Suppressed(ctx context.Context, customer string, at time.Time) (ledger.Suppression, bool, error)
	// Hear puts what a provider called in with on record.
	Hear(ctx context.Context, request string, news []ledger.News, needs func(before, after ledger.Delivery, told ledger.News) bool) (ledger.Hearing, error)
	// PassedOn puts on record that those who have to know were told.
	PassedOn(ctx context.Context, request string, news []ledger.News) error
	// Complain puts a complaint on the record of a recovery that has ended.
	Complain(ctx context.Context, complaint *recovery.Complaint) (recovery.State, bool, error)
	// Ping fails where the ledger cannot be read.
	Ping(ctx context.Context) error
}

// Ear notes that an observation of a trigger came; *hearing.Ear is one.
type Ear interface {
	Heard(trigger string, at time.Time) // at once
}

// Registry takes metrics and gives them out; *prometheus.Registry is one.
type Registry interface {
	prometheus.Registerer
	prometheus.Gatherer
}

// Options says what the gateway works with. Temporal, Playbook and Ledger are
// required.
type Options struct {
	Temporal  Temporal
	TaskQueue string // by default workflows.TaskQueue
	Playbook  Playbook
	Ledger    Ledger
	Webhooks  Webhooks             // by default none is taken
	Ear       Ear                  // by default nobody notes when triggers are heard
	Registry  Registry             // by default one of its own
	Tracing   trace.TracerProvider // by default no spans
	Logger    *slog.Logger         // by default nothing is logged
	Now       func() time.Time     // by default time.Now
}

// Gateway answers HTTP. Make one with New.
type Gateway struct {
	temporal     Temporal
	taskQueue    string
	playbook     Playbook
	ledger       Ledger
	webhooks     Webhooks
	ear          Ear
	registry     Registry
	tracing      trace.TracerProvider
	log          *slog.Logger
	now          func() time.Time
	metrics      *metrics
	acknowledged *acknowledged
	inFlight     singleflight.Group
}

// New makes a gateway. It reaches out to nothing.
func New(options Options) *Gateway {
	g := &Gateway{
		temporal:     options.Temporal,
		taskQueue:    options.TaskQueue,
		playbook:     options.Playbook,
		ledger:       options.Ledger,
		webhooks:     options.Webhooks,
		ear:          options.Ear,
		registry:     options.Registry,
		tracing:      options.Tracing,
		log:          options.Logger,
		now:          options.Now,
		acknowledged: newAcknowledged(rememberAcknowledged),
	}
	if g.taskQueue == "" {
		g.taskQueue = workflows.TaskQueue
	}
	if g.ear == nil {
		g.ear = deaf{}
	}
	if g.registry == nil {
		g.registry = prometheus.NewRegistry()
	}
	if g.log == nil {
		g.log = slog.New(slog.DiscardHandler)
	}
	if g.now == nil {
		g.now = time.Now
	}
	g.metrics = newMetrics(g.registry)
	return g
}

// deaf notes nothing.
type deaf struct{}

// Heard notes nothing.
func (deaf) Heard(string, time.Time) {}

// Handler answers every endpoint there is, each under its own method alone.
func (g *Gateway) Handler() http.Handler {
	routes := http.NewServeMux()
	routes.Handle("/v1/observations", only(http.MethodPost, g.postObservations))
	routes.Handle("/v1/complaints", only(http.MethodPost, g.postComplaint))
	routes.Handle("/webhooks/{provider}", only(http.MethodPost, g.takeWebhook))
	routes.Handle("/v1/recoveries/{id...}", only(http.MethodGet, g.getRecovery))
	routes.Handle("/v1/surveys/check", only(http.MethodGet, g.checkSurvey))
	routes.Handle("/v1/openapi.yaml", only(http.MethodGet, getOpenAPI))
	routes.Handle("/healthz", only(http.MethodGet, g.alive))
	routes.Handle("/readyz", only(http.MethodGet, g.ready))
	routes.Handle("/metrics", only(http.MethodGet, g.exposeMetrics()))
	routes.HandleFunc("/", notFound)
	return g.traced(g.observed(routes))
}
