package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	querypb "go.temporal.io/api/query/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	enumspb "go.temporal.io/api/enums/v1"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"

	"makegood/gateway"
	"makegood/internal/ledger"
	"makegood/recovery"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// temporalDouble takes signals as Temporal does, and fails as it is told to.
type temporalDouble struct {
	signal func(ctx context.Context) error // before one is taken
	open   map[string]recovery.State
	closed map[string]recovery.State
	query  error
	health error

	cutShort bool // all that runs was terminated

	mu      sync.Mutex
	signals []signal
}

type signal struct {
	id, name    string
	observation *recovery.Observation
	options     client.StartWorkflowOptions
	workflow    any
}

func (d *temporalDouble) SignalWithStartWorkflow(ctx context.Context, id, name string, arg any, options client.StartWorkflowOptions, workflow any, args ...any) (client.WorkflowRun, error) {
	if d.signal != nil {
		if err := d.signal(ctx); err != nil {
			return nil, err
		}
	}
	if len(args) != 0 {
		panic("the workflow takes no argument")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	observation, _ := arg.(*recovery.Observation) // or a complaint, or a receipt
	d.signals = append(d.signals, signal{id, name, observation, options, workflow})
	return nil, nil
}

func (d *temporalDouble) taken() []signal {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.signals)
}

func (d *temporalDouble) QueryWorkflowWithOptions(ctx context.Context, request *client.QueryWorkflowWithOptionsRequest) (*client.QueryWorkflowWithOptionsResponse, error) {
	if d.query != nil {
		return nil, d.query
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	state, open := d.open[request.WorkflowID]
	if !open {
		var closed bool
		if state, closed = d.closed[request.WorkflowID]; !closed {
			return nil, serviceerror.NewNotFound("no such workflow")
		}
		if request.QueryRejectCondition == enumspb.QUERY_REJECT_CONDITION_NOT_OPEN {
			return &client.QueryWorkflowWithOptionsResponse{QueryRejected: &querypb.QueryRejected{}}, nil
		}
	}
	payloads, err := converter.GetDefaultDataConverter().ToPayloads(state)
	return &client.QueryWorkflowWithOptionsResponse{QueryResult: client.NewValue(payloads)}, err
}

// DescribeWorkflowExecution knows as running what was signalled, or is open, and
// was not cut short since.
func (d *temporalDouble) DescribeWorkflowExecution(_ context.Context, id, _ string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, open := d.open[id]
	signalled := slices.ContainsFunc(d.signals, func(s signal) bool { return s.id == id })
	if !open && !signalled {
		return nil, serviceerror.NewNotFound("no such workflow")
	}
	status := enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
	if d.cutShort {
		status = enumspb.WORKFLOW_EXECUTION_STATUS_TERMINATED
	}
	return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{Status: status}}, nil
}

func (d *temporalDouble) CheckHealth(context.Context, *client.CheckHealthRequest) (*client.CheckHealthResponse, error) {
	return &client.CheckHealthResponse{}, d.health
}

type ledgerDouble struct {
	nothingKept
	err          error
	records      map[string]recovery.State
	suppressions []ledger.Suppression
}

func (d *ledgerDouble) Recovery(_ context.Context, id string) (recovery.State, bool, error) {
	state, known := d.records[id]
	return state, known, d.err
}

func (d *ledgerDouble) Suppressed(_ context.Context, customer string, at time.Time) (ledger.Suppression, bool, error) {
	for _, one := range d.suppressions {
		if one.Customer == customer && !at.Before(one.From) && at.Before(one.Until) {
			return one, true, d.err
		}
	}
	return ledger.Suppression{}, false, d.err
}

func (d *ledgerDouble) Ping(context.Context) error { return d.err }

type playbookDouble map[string]*recovery.Play

func (d playbookDouble) Choose(o *recovery.Observation) (*recovery.Play, string) {
	return d[o.Trigger], ""
}

func (d playbookDouble) ForAll(trigger string) (*recovery.Play, bool) {
	play, known := d[trigger]
	return play, known
}

func (d playbookDouble) Knows(trigger string) bool { return d[trigger] != nil }

func (d playbookDouble) Triggers() (all []string) {
	for trigger := range d {
		all = append(all, trigger)
	}
	return all
}

func playbook() playbookDouble {
	refund := recovery.Percent(250_000)
	return playbookDouble{
		"flight.delayed": {
			Name: "late-flight", Version: 3, About: "A flight lands late.", Trigger: "flight.delayed", Measure: "delay_minutes",
			Tiers: []recovery.Tier{{AtLeast: 180, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: refund}}}},
		},
		"line.dropped": {Name: "dropped-calls", Version: 1, Trigger: "line.dropped", Measure: recovery.MeasureOccurrences},
	}
}

// door is a gateway and everything behind it.
type door struct {
	http.Handler
	temporal *temporalDouble
	ledger   *ledgerDouble
	log      *bytes.Buffer
}

func newDoor(change ...func(*gateway.Options)) *door {
	d := &door{temporal: &temporalDouble{}, ledger: &ledgerDouble{}, log: &bytes.Buffer{}}
	options := gateway.Options{Temporal: d.temporal, Ledger: d.ledger, Playbook: playbook(), Now: func() time.Time { return noon }}
	for _, each := range change {
		each(&options)
	}
	d.Handler = gateway.New(options).Handler()
	return d
}

// ask sends a request and returns the answer. Headers are "Name: value".
func (d *door) ask(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Add(name, value)
	}
	answer := httptest.NewRecorder()
	d.ServeHTTP(answer, request)
	return answer
}

func (d *door) post(body string, headers ...string) *httptest.ResponseRecorder {
	return d.ask(http.MethodPost, "/v1/observations", body, headers...)
}

const (
	asJSON   = "Content-Type: application/json"
	asNDJSON = "Content-Type: application/x-ndjson"
	asEvent  = "Content-Type: application/cloudevents+json"
	asEvents = "Content-Type: application/cloudevents-batch+json"
)

// good is a sound observation, on one line.
const good = `{"id": "ops-77120", "trigger": "flight.delayed", "experience": "LO391-2026-11-21", "observed_at": "2026-11-21T11:02:00Z", "occurred_at": "2026-11-21T10:10:00Z", "measures": {"delay_minutes": 192}, "incident": "storm-23", "attributes": {"origin": "WAW", "distance_km": 1200}, "customer": {"id": "c-1042", "name": "Ada", "phone": "+12025550143", "email": "ada@example.com", "locale": "pl-PL", "time_zone": "Europe/Warsaw", "segment": "gold"}, "payment": {"payment_intent": "pi_3Nx", "customer": "cus_9s6", "amount": 4960, "currency": "eur"}}`

const goodRecovery = "recovery/flight.delayed/LO391-2026-11-21/c-1042"

// but is the sound observation with one piece of text put in another's place.
func but(old, new string) string {
	if !strings.Contains(good, old) {
		panic("not in the good observation: " + old)
	}
	return strings.Replace(good, old, new, 1)
}

type refusalSeen struct {
	Errors []struct {
		Line                int
		Field, Wrong, Right string
	}
	More  int
	Taken *int
}

func (r refusalSeen) fields() (all []string) {
	for _, each := range r.Errors {
		all = append(all, each.Field)
	}
	return all
}

func refusalIn(t testing.TB, answer *httptest.ResponseRecorder) refusalSeen {
	t.Helper()
	var seen refusalSeen
	if err := json.Unmarshal(answer.Body.Bytes(), &seen); err != nil {
		t.Fatalf("the answer is no JSON: %v: %s", err, answer.Body)
	}
	for _, each := range seen.Errors {
		if each.Wrong == "" || each.Right == "" {
			t.Errorf("an error that does not say what is wrong and what is right: %+v", each)
		}
	}
	if len(seen.Errors) == 0 {
		t.Errorf("no error is told: %s", answer.Body)
	}
	return seen
}

type takenSeen struct {
	Recovery  string
	Duplicate bool
	Stage     string
}

func takenIn(t testing.TB, answer *httptest.ResponseRecorder) (all []takenSeen) {
	t.Helper()
	if answer.Code != http.StatusAccepted {
		t.Fatalf("status %d: %s", answer.Code, answer.Body)
	}
	decoder := json.NewDecoder(answer.Body)
	for decoder.More() {
		var one takenSeen
		if err := decoder.Decode(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// hangingLedger answers no question in time.
type hangingLedger struct{ nothingKept }

func (hangingLedger) Recovery(ctx context.Context, _ string) (recovery.State, bool, error) {
	<-ctx.Done()
	return recovery.State{}, false, ctx.Err()
}

func (hangingLedger) Suppressed(ctx context.Context, _ string, _ time.Time) (ledger.Suppression, bool, error) {
	<-ctx.Done()
	return ledger.Suppression{}, false, ctx.Err()
}

func (hangingLedger) Ping(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func withLedger(other gateway.Ledger) func(*gateway.Options) {
	return func(o *gateway.Options) { o.Ledger = other }
}

func request(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/v1/observations", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func discard() http.ResponseWriter { return httptest.NewRecorder() }
